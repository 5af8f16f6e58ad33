// build/evidence: a page of the ids of all evidence, in their order.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many
// returns one record
//   items (list of string): ids
//   last (string): the last of them, null where there are no more
MATCH (e:Evidence)
WHERE e.id > $after
WITH e.id AS id
ORDER BY id
LIMIT $limit
WITH collect(id) AS items
RETURN items, items[-1] AS last
