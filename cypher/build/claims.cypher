// build/claims: every claim with what it is joined to, by id.
// returns rows
//   properties (map): its properties
//   joined (list of list): type and target id of its relationships, sorted
//   direct (list of list): type and properties of the direct relationships made for it, sorted
MATCH (c:Claim)
WHERE c.id > ''
RETURN properties(c) AS properties,
       COLLECT {
         MATCH (c)-[r:SUBJECT|OBJECT|IN_CONDITION]->(n)
         WITH type(r) AS kind, n.id AS id ORDER BY kind, id
         RETURN [kind, id] AS found
       } AS joined,
       COLLECT {
         MATCH (subject)<-[:SUBJECT]-(c)-[:OBJECT]->(object)
         MATCH (subject)-[direct {claim_id: c.id}]->(object)
         WITH type(direct) AS kind, properties(direct) AS properties ORDER BY kind
         RETURN [kind, properties] AS found
       } AS direct
ORDER BY c.id
