// remap/some: takes some of the claims that wait to be mapped again off the list.
// parameters
//   terms (string): digest of the ontologies they are to be mapped with, empty for none; nothing
//     is taken where the graph has others by now
//   limit (integer): how many at most
// returns one record
//   current (boolean): whether these are the graph's ontologies
//   found (list of map): claim (its properties) and evidence (list of their properties)
MATCH (g:Graph {id: 'graph'})
SET g.locked = true
WITH g, coalesce(g.terms, '') = $terms AS current
CALL (g, current) {
  WITH g, current
  WHERE current
  MATCH (g)-[waiting:REMAPS]->(c:Claim)
  WITH waiting, c LIMIT $limit
  WITH waiting, c, COLLECT {
    MATCH (c)<-[:SUPPORTS|REFUTES]-(e:Evidence) RETURN properties(e) AS one
  } AS evidence
  DELETE waiting
  RETURN collect({claim: properties(c), evidence: evidence}) AS found
}
RETURN current, found
