// export/sizes: how much there is to export, by the store's own counts.
// returns one record
//   version (string): the graph's version
//   entities (integer): all entities
//   publications (integer): all publications
//   claims (integer): all claims
//   evidence (integer): all reports
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COUNT { (:Entity) } AS entities,
       COUNT { (:Publication) } AS publications, COUNT { (:Claim) } AS claims,
       COUNT { (:Evidence) } AS evidence
