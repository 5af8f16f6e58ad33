// write/names: adds what facts call an entity that no vocabulary names.
// The least of its names leads and every detail keeps its least value, so that the order of
// loading leaves no trace. An entity that is described keeps its names and gets the types.
// parameters
//   rows (list of map): one an entity: id, types, names, keys, and details (phase, enrollment,
//     status of a study)
// returns nothing
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
WHERE any(type IN row.types WHERE NOT type IN labels(n))
  OR (n.origin IS NULL AND any(name IN row.names
        WHERE name <> n.name AND NOT name IN coalesce(n.synonyms, [])))
  OR any(key IN keys(row.details) WHERE n[key] IS NULL OR row.details[key] < n[key])
WITH n, row, COLLECT {
  UNWIND [n.name] + coalesce(n.synonyms, []) + row.names AS name
  WITH DISTINCT name ORDER BY name
  RETURN name
} AS names, COLLECT {
  UNWIND n.keys + row.keys AS key
  WITH DISTINCT key ORDER BY key
  RETURN key
} AS keys
SET n:$(row.types)
FOREACH (_ IN CASE WHEN n.origin IS NULL THEN [1] ELSE [] END |
  SET n.name = names[0], n.keys = keys,
      n.synonyms = CASE WHEN size(names) > 1 THEN names[1..] END
)
FOREACH (_ IN CASE WHEN n.origin IS NULL AND row.types[0] < n.type THEN [1] ELSE [] END |
  SET n.type = row.types[0]
)
WITH n, row.details AS details
UNWIND keys(details) AS key
WITH n, details, key
WHERE n[key] IS NULL OR details[key] < n[key]
SET n[key] = details[key]
