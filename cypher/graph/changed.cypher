// graph/changed: makes the graph one version newer and unlocks it.
// returns one record
//   version (integer): the graph's version after the commit
MATCH (g:Graph {id: 'graph'})
SET g.version = g.version + 1
REMOVE g.locked
RETURN g.version AS version
