// graph/schema: how much of what is in the graph.
// parameters
//   labels (list of string): labels to count
//   predicates (list of string): predicates to count
// returns one record
//   version (string): the graph's version
//   labels (list of map): label and count
//   predicates (list of map): predicate and count of claims
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version,
  COLLECT {
    UNWIND $labels AS label
    RETURN {label: label, count: COUNT { MATCH (:$(label)) }}
  } AS labels,
  COLLECT {
    UNWIND $predicates AS predicate
    RETURN {predicate: predicate, count: COUNT { MATCH ()-[:$(predicate)]->() }}
  } AS predicates
