// neighbors/list: what claims join an entity to, by predicate and direction, best supported first.
// The counts are those of the node's own relationships, which the store keeps; the types are written
// out because only so they are taken from there.
// parameters
//   id (string): the entity
//   predicates (list of string): predicates to let in
//   ways (list of string): out where the entity is the subject, in where it is the object
//   types (list of string): types of neighbours to let in
//   min_score (float): least score of a neighbour's best claim
//   skip (integer): how many neighbours to leave out
//   limit (integer): how many neighbours to give
// returns one record
//   version (string): the graph's version
//   entity (map): id, name, type; or null
//   counts (list of map): predicate, way and number of claims, filters aside
//   total (integer): how many neighbours match
//   items (list of map): entity (id, name, type), predicate, way, claim_count, study_count (of the
//     claim with most), score (of the best claim), effects (list of effect directions)
MATCH (g:Graph {id: 'graph'})
OPTIONAL MATCH (n:Entity {id: $id})
CALL (n) {
  CALL (n) {
    WITH n WHERE 'out' IN $ways
    MATCH (n)-[direct]->(other:Entity)
    WHERE type(direct) IN $predicates
    RETURN other, direct, 'out' AS way
    UNION ALL
    WITH n WHERE 'in' IN $ways
    MATCH (n)<-[direct]-(other:Entity)
    WHERE type(direct) IN $predicates
    RETURN other, direct, 'in' AS way
  }
  WITH other, type(direct) AS predicate, way, count(*) AS claim_count,
       max(direct.studies) AS study_count, max(direct.score) AS score,
       collect(DISTINCT direct.effect_direction) AS effects
  WHERE score >= $min_score AND any(label IN labels(other) WHERE label IN $types)
  ORDER BY score DESC, study_count DESC, claim_count DESC, other.id, predicate, way
  RETURN collect([other, predicate, way, claim_count, study_count, score, effects]) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, n {.id, .name, .type} AS entity,
  CASE WHEN n IS NULL THEN [] ELSE [
    {predicate: 'USES_CELL_TYPE', way: 'out', count: COUNT { (n)-[:USES_CELL_TYPE]->() }},
    {predicate: 'USES_CELL_TYPE', way: 'in', count: COUNT { (n)<-[:USES_CELL_TYPE]-() }},
    {predicate: 'ACTS_THROUGH', way: 'out', count: COUNT { (n)-[:ACTS_THROUGH]->() }},
    {predicate: 'ACTS_THROUGH', way: 'in', count: COUNT { (n)<-[:ACTS_THROUGH]-() }},
    {predicate: 'REPORTS_OUTCOME', way: 'out', count: COUNT { (n)-[:REPORTS_OUTCOME]->() }},
    {predicate: 'REPORTS_OUTCOME', way: 'in', count: COUNT { (n)<-[:REPORTS_OUTCOME]-() }},
    {predicate: 'HAS_ADVERSE_EVENT', way: 'out', count: COUNT { (n)-[:HAS_ADVERSE_EVENT]->() }},
    {predicate: 'HAS_ADVERSE_EVENT', way: 'in', count: COUNT { (n)<-[:HAS_ADVERSE_EVENT]-() }},
    {predicate: 'TREATS', way: 'out', count: COUNT { (n)-[:TREATS]->() }},
    {predicate: 'TREATS', way: 'in', count: COUNT { (n)<-[:TREATS]-() }},
    {predicate: 'CONTRIBUTES_TO', way: 'out', count: COUNT { (n)-[:CONTRIBUTES_TO]->() }},
    {predicate: 'CONTRIBUTES_TO', way: 'in', count: COUNT { (n)<-[:CONTRIBUTES_TO]-() }},
    {predicate: 'DIFFERENTIATES_INTO', way: 'out', count: COUNT { (n)-[:DIFFERENTIATES_INTO]->() }},
    {predicate: 'DIFFERENTIATES_INTO', way: 'in', count: COUNT { (n)<-[:DIFFERENTIATES_INTO]-() }},
    {predicate: 'COMPARED_WITH', way: 'out', count: COUNT { (n)-[:COMPARED_WITH]->() }},
    {predicate: 'COMPARED_WITH', way: 'in', count: COUNT { (n)<-[:COMPARED_WITH]-() }}
  ] END AS counts,
  size(found) AS total, COLLECT {
    UNWIND found[$skip..$skip + $limit] AS row
    WITH row, row[0] AS other
    RETURN {
      entity: other {.id, .name, .type}, predicate: row[1], way: row[2], claim_count: row[3],
      study_count: row[4], score: row[5], effects: row[6]
    }
  } AS items
