// remap/terms: notes which ontologies' names map what facts say.
// parameters
//   digest (string): their digest, null for none
// returns nothing
MATCH (g:Graph {id: 'graph'})
SET g.terms = $digest
