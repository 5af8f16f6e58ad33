// build/publications: every publication, by id.
// returns rows
//   properties (map): its properties
MATCH (p:Publication)
WHERE p.id > ''
RETURN properties(p) AS properties
ORDER BY p.id
