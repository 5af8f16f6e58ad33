// build/evidence: every evidence with what it is joined to, by id.
// returns rows
//   properties (map): its properties
//   joined (list of list): type and target id of its relationships, sources aside, sorted
MATCH (e:Evidence)
WHERE e.id > ''
RETURN properties(e) AS properties,
       COLLECT {
         MATCH (e)-[r:SUPPORTS|REFUTES|REPORTED_IN|FROM_STUDY]->(n)
         WITH type(r) AS kind, n.id AS id ORDER BY kind, id
         RETURN [kind, id] AS found
       } AS joined
ORDER BY e.id
