// build/publications: a page of all publications, in the order of their ids.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many
// returns one record
//   items (list of map): their properties
//   last (string): the last id, null where there are no more
MATCH (p:Publication)
WHERE p.id > $after
WITH p
ORDER BY p.id
LIMIT $limit
WITH collect(properties(p)) AS items
RETURN items, items[-1].id AS last
