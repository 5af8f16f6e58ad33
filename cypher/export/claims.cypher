// export/claims: a page of claims with their totals, in the order of their ids.
// parameters
//   ids (list of string): claims to look at, or null; else those after one id, by the narrowest way
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many to look at
//   subjects (list of string): subject ids, narrower ones included, or null
//   predicates (list of string): predicates to let in
//   objects (list of string): object ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   effects (list of string): effect directions to let in, or null
//   min_patients (integer): least number of patients of a claim, or null
//   min_studies (integer): least number of named studies of a claim, or null
//   min_score (float): least score of a claim, or null
// returns one record
//   version (string): the graph's version
//   items (list of map): id, subject_id, predicate, object_id, condition_id, effect_direction,
//     evidence_count, supporting_count, refuting_count, study_count, patient_count, score
//   conditions (list of list): [id, name] of conditions in which they are asserted
//   last (string): the last id looked at, null where there are no more
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way WHERE $ids IS NOT NULL
    UNWIND $ids AS id
    MATCH (c:Claim {id: id})
    USING INDEX SEEK c:Claim(id)
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $ids IS NULL AND $subjects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN $predicates AND c.subject_id IN $subjects AND c.id > $after
    WITH c ORDER BY c.id LIMIT $limit
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $ids IS NULL AND $subjects IS NULL AND $objects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate IN $predicates AND c.object_id IN $objects AND c.id > $after
    WITH c ORDER BY c.id LIMIT $limit
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $ids IS NULL AND $subjects IS NULL AND $objects IS NULL
      AND $conditions IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, condition_id)
    WHERE c.predicate IN $predicates AND c.condition_id IN $conditions AND c.id > $after
    WITH c ORDER BY c.id LIMIT $limit
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $ids IS NULL AND $subjects IS NULL AND $objects IS NULL
      AND $conditions IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(id)
    WHERE c.id > $after
    WITH c ORDER BY c.id LIMIT $limit
    RETURN c
  }
  RETURN collect(c) AS seen
}
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND seen AS c
  WITH c
  WHERE c.predicate IN $predicates
    AND ($subjects IS NULL OR c.subject_id IN $subjects)
    AND ($objects IS NULL OR c.object_id IN $objects)
    AND ($conditions IS NULL OR c.condition_id IN $conditions)
    AND ($effects IS NULL OR c.effect_direction IN $effects)
    AND ($min_patients IS NULL OR c.patient_count >= $min_patients)
    AND ($min_studies IS NULL OR c.study_count >= $min_studies)
    AND ($min_score IS NULL OR c.score >= $min_score)
  RETURN c {
    .id, .subject_id, .predicate, .object_id, .condition_id, .effect_direction,
    .evidence_count, .supporting_count, .refuting_count, .study_count, .patient_count, .score
  }
} AS items,
  COLLECT {
    UNWIND seen AS c
    WITH DISTINCT c.condition_id AS id
    MATCH (n:Entity {id: id})
    USING INDEX SEEK n:Entity(id)
    RETURN [n.id, n.name]
  } AS conditions,
  seen[-1].id AS last
