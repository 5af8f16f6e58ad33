// release/lists: gives a page of entities the empty lists that the importer cannot write.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many
// returns one record
//   last (string): the last id, null where there are no more
MATCH (n:Entity)
WHERE n.id > $after
WITH n
ORDER BY n.id
LIMIT $limit
SET n.synonyms = coalesce(n.synonyms, []), n.xrefs = coalesce(n.xrefs, [])
RETURN max(n.id) AS last
