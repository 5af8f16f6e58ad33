// graph/state: the graph's version, and what has been set up in it.
// returns one record
//   version (string): changes with every commit that changes the graph
//   schema_version (integer): layout of nodes and relationships
//   vocabulary (string): digest of the packaged vocabulary in it, or null
//   terms (string): digest of the ontologies whose names map what facts say, null for none
//   remapping (boolean): whether claims wait to be mapped again
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, g.schema_version AS schema_version,
       g.vocabulary AS vocabulary, g.terms AS terms, EXISTS { (g)-[:REMAPS]->() } AS remapping
