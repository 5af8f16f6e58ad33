// write/names: adds what facts call an entity that no vocabulary names.
// The least of its names leads and every detail keeps its least value, so that the order of
// loading leaves no trace.
// parameters
//   rows (list of map): id, type, name, keys, and details (phase, enrollment, status of a study)
// returns nothing
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
WHERE n.origin IS NULL AND (
  NOT row.type IN labels(n)
  OR NOT (row.name = n.name OR row.name IN n.synonyms)
  OR any(key IN keys(row.details) WHERE n[key] IS NULL OR row.details[key] < n[key])
)
FOREACH (_ IN CASE WHEN row.type IN labels(n) THEN [] ELSE [1] END | SET n:$(row.type))
SET n.type = CASE WHEN row.type < n.type THEN row.type ELSE n.type END
WITH n, row, COLLECT {
  UNWIND [n.name] + n.synonyms + [row.name] AS name
  WITH DISTINCT name ORDER BY name
  RETURN name
} AS names
SET n.name = names[0], n.synonyms = names[1..]
WITH n, row, COLLECT {
  UNWIND n.keys + row.keys AS key
  WITH DISTINCT key ORDER BY key
  RETURN key
} AS keys
SET n.keys = keys
WITH n, row.details AS details
UNWIND keys(details) AS key
WITH n, details, key
WHERE n[key] IS NULL OR details[key] < n[key]
SET n[key] = details[key]
