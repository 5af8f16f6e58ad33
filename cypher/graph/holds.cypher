// graph/holds: what is in the database, before something takes its place.
// returns one record
//   schema_version (integer): layout of nodes and relationships; null where no graph is
//   nodes (integer): all nodes
//   sources (integer): loaded datasets
//   evidence (integer): reports
OPTIONAL MATCH (g:Graph {id: 'graph'})
RETURN g.schema_version AS schema_version, COUNT { () } AS nodes, COUNT { (:Source) } AS sources,
       COUNT { (:Evidence) } AS evidence
