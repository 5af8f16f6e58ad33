// graph/state: the graph's version, and what has been set up in it.
// returns one record
//   version (string): changes with every commit that changes the graph
//   schema_version (integer): layout of nodes and relationships
//   vocabulary (string): digest of the packaged vocabulary in it, or null
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, g.schema_version AS schema_version,
       g.vocabulary AS vocabulary
