// write/vocabulary_done: notes which edition of the packaged vocabulary the graph holds.
// parameters
//   sha256 (string): digest of the vocabulary file
// returns nothing
MATCH (g:Graph {id: 'graph'})
SET g.vocabulary = $sha256, g.version = g.version + 1
