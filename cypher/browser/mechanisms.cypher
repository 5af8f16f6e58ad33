// browser/mechanisms: how therapies act, and what their mechanisms contribute to.
// returns rows
//   path (path): from a therapy, by its cells or not, to a mechanism and on
MATCH (acts:Claim {predicate: 'ACTS_THROUGH'})-[:OBJECT]->(mechanism)
WHERE acts.score > 0
WITH mechanism, max(acts.score) AS score, EXISTS { (mechanism)-[:CONTRIBUTES_TO]->() } AS leads_on
ORDER BY leads_on DESC, score DESC, mechanism.id LIMIT 30
MATCH path = (:Therapy)-[:USES_CELL_TYPE]->{0,1}()-[:ACTS_THROUGH]->(mechanism)
             -[:CONTRIBUTES_TO]->{0,1}()
RETURN path
ORDER BY length(path) DESC
LIMIT 100
