// graph/schema: how much of what is in the graph.
// Labels and types are written out: only so are the counts taken from the store's own.
// returns one record
//   version (string): the graph's version
//   labels (list of map): label and count
//   predicates (list of map): predicate and count of claims
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version,
  [
    {label: 'Therapy', count: COUNT { (:Therapy) }},
    {label: 'CellType', count: COUNT { (:CellType) }},
    {label: 'Mechanism', count: COUNT { (:Mechanism) }},
    {label: 'Outcome', count: COUNT { (:Outcome) }},
    {label: 'AdverseEvent', count: COUNT { (:AdverseEvent) }},
    {label: 'Condition', count: COUNT { (:Condition) }},
    {label: 'Study', count: COUNT { (:Study) }},
    {label: 'Publication', count: COUNT { (:Publication) }},
    {label: 'Claim', count: COUNT { (:Claim) }},
    {label: 'Evidence', count: COUNT { (:Evidence) }},
    {label: 'Source', count: COUNT { (:Source) }}
  ] AS labels,
  [
    {predicate: 'USES_CELL_TYPE', count: COUNT { ()-[:USES_CELL_TYPE]->() }},
    {predicate: 'ACTS_THROUGH', count: COUNT { ()-[:ACTS_THROUGH]->() }},
    {predicate: 'REPORTS_OUTCOME', count: COUNT { ()-[:REPORTS_OUTCOME]->() }},
    {predicate: 'HAS_ADVERSE_EVENT', count: COUNT { ()-[:HAS_ADVERSE_EVENT]->() }},
    {predicate: 'TREATS', count: COUNT { ()-[:TREATS]->() }},
    {predicate: 'CONTRIBUTES_TO', count: COUNT { ()-[:CONTRIBUTES_TO]->() }},
    {predicate: 'DIFFERENTIATES_INTO', count: COUNT { ()-[:DIFFERENTIATES_INTO]->() }},
    {predicate: 'COMPARED_WITH', count: COUNT { ()-[:COMPARED_WITH]->() }}
  ] AS predicates
