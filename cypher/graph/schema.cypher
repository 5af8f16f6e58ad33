// graph/schema: how much of what is in the graph.
// Labels and types are written out: only so are the counts taken from the store's own.
// returns one record
//   version (string): the graph's version
//   labels (list of map): label and count
//   predicates (list of map): predicate and count of claims
//   metagraph (list of map): subject and object type of a predicate, and count of claims between
//     such; an entity of two types that the predicate takes counts under both
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
  ] AS predicates,
  [
    {subject: 'Therapy', predicate: 'USES_CELL_TYPE', object: 'CellType',
     count: COUNT { (:Therapy)-[:USES_CELL_TYPE]->() }},
    {subject: 'Therapy', predicate: 'ACTS_THROUGH', object: 'Mechanism',
     count: COUNT { (:Therapy)-[:ACTS_THROUGH]->() }},
    {subject: 'CellType', predicate: 'ACTS_THROUGH', object: 'Mechanism',
     count: COUNT { (:CellType)-[:ACTS_THROUGH]->() }},
    {subject: 'Therapy', predicate: 'REPORTS_OUTCOME', object: 'Outcome',
     count: COUNT { (:Therapy)-[:REPORTS_OUTCOME]->() }},
    {subject: 'Therapy', predicate: 'HAS_ADVERSE_EVENT', object: 'AdverseEvent',
     count: COUNT { (:Therapy)-[:HAS_ADVERSE_EVENT]->() }},
    {subject: 'Therapy', predicate: 'TREATS', object: 'Condition',
     count: COUNT { (:Therapy)-[:TREATS]->() }},
    {subject: 'Mechanism', predicate: 'CONTRIBUTES_TO', object: 'Outcome',
     count: COUNT { ()-[:CONTRIBUTES_TO]->(:Outcome) }},
    {subject: 'Mechanism', predicate: 'CONTRIBUTES_TO', object: 'Mechanism',
     count: COUNT { ()-[:CONTRIBUTES_TO]->(:Mechanism) }},
    {subject: 'Mechanism', predicate: 'CONTRIBUTES_TO', object: 'Condition',
     count: COUNT { ()-[:CONTRIBUTES_TO]->(:Condition) }},
    {subject: 'CellType', predicate: 'DIFFERENTIATES_INTO', object: 'CellType',
     count: COUNT { (:CellType)-[:DIFFERENTIATES_INTO]->() }},
    {subject: 'Therapy', predicate: 'COMPARED_WITH', object: 'Therapy',
     count: COUNT { (:Therapy)-[:COMPARED_WITH]->() }}
  ] AS metagraph
