// paths/steps: claims that lead on from given entities, the best of each pair and sign.
// Of each entity a bounded number of relationships is read and kept, so that a hub costs no more.
// Only these relationships lead to and from entities between the ends of a path; those of the
// other predicates end in what nothing is asserted of, and are read only where paths end.
// parameters
//   nodes (list of string): entity ids
//   forward (boolean): from subjects to objects, else from objects to subjects
//   ends (boolean): whether predicates are read that only the last step can have
//   predicates (list of string): predicates to let in
//   types (list of string): types that the step may lead to
//   into (list of string): ids that it may lead to, or null
//   avoid (list of string): ids that it must not lead to
//   every (boolean): keep every claim of a pair, not the best of each sign alone
//   read (integer): how many relationships of an entity are read
//   keep (integer): how many steps of an entity are kept, best first
// returns one record
//   version (string): the graph's version
//   steps (list of list): subject id, object id, type of what it leads to, claim id, predicate,
//     effect direction, score
//   cut (boolean): whether something was left unread or not kept
MATCH (g:Graph {id: 'graph'})
CALL () {
  UNWIND $nodes AS node_id
  MATCH (n:Entity {id: node_id})
  CALL (n) {
    CALL (n) {
      WITH n WHERE $forward
      MATCH (n)-[r:USES_CELL_TYPE|ACTS_THROUGH|CONTRIBUTES_TO|DIFFERENTIATES_INTO|COMPARED_WITH]->(m)
      RETURN r, m LIMIT $read + 1
      UNION ALL
      WITH n WHERE $forward AND $ends
      MATCH (n)-[r:REPORTS_OUTCOME|HAS_ADVERSE_EVENT|TREATS]->(m)
      RETURN r, m LIMIT $read + 1
      UNION ALL
      WITH n WHERE NOT $forward
      MATCH (n)<-[r:USES_CELL_TYPE|ACTS_THROUGH|CONTRIBUTES_TO|DIFFERENTIATES_INTO|COMPARED_WITH]-(m)
      RETURN r, m LIMIT $read + 1
      UNION ALL
      WITH n WHERE NOT $forward AND $ends
      MATCH (n)<-[r:REPORTS_OUTCOME|HAS_ADVERSE_EVENT|TREATS]-(m)
      RETURN r, m LIMIT $read + 1
    }
    RETURN collect([r, m]) AS pairs
  }
  CALL (pairs) {
    UNWIND pairs AS pair
    WITH pair[0] AS r, pair[1] AS m
    WHERE r.score > 0 AND type(r) IN $predicates AND m.type IN $types
      AND ($into IS NULL OR m.id IN $into) AND NOT m.id IN $avoid
    WITH r, m ORDER BY r.score DESC, r.claim_id
    WITH m, type(r) AS predicate, CASE WHEN $every THEN r.claim_id END AS own,
         CASE r.effect_direction WHEN 'improved' THEN 1 WHEN 'worsened' THEN -1 ELSE 0 END AS sign,
         head(collect(r)) AS best
    WITH m, best ORDER BY best.score DESC, best.claim_id LIMIT $keep + 1
    RETURN collect([
      startNode(best).id, endNode(best).id, m.type, best.claim_id, type(best),
      best.effect_direction, best.score
    ]) AS found
  }
  RETURN collect(found[..$keep]) AS found,
         max(size(pairs) > $read OR size(found) > $keep) AS cut
}
RETURN g.instance + '-' + toString(g.version) AS version,
       reduce(all = [], some IN found | all + some) AS steps, coalesce(cut, false) AS cut
