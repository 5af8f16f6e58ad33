// diff/evidence: a page of all evidence with its claim, in the order of their ids.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many
// returns one record
//   items (list of list): id, id of the claim, supports or refutes
//   last (string): the last id, null where there are no more
MATCH (e:Evidence)
WHERE e.id > $after
WITH e
ORDER BY e.id
LIMIT $limit
MATCH (e)-[:SUPPORTS|REFUTES]->(c:Claim)
WITH collect([e.id, c.id, e.evidence_direction]) AS items
RETURN items, items[-1][0] AS last
