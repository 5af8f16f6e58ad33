// claims/list: claims under the filters given, best supported first.
// Each way into the claims is taken only where its filter is given, the narrowest first.
// parameters
//   subjects (list of string): subject ids, narrower ones included, or null
//   predicates (list of string): predicates to let in
//   objects (list of string): object ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   effects (list of string): effect directions to let in, or null
//   min_patients (integer): least number of patients of a claim, or null
//   min_studies (integer): least number of named studies of a claim, or null
//   min_score (float): least score of a claim, or null
//   sort (string): score, studies or patients
//   skip (integer): how many claims to leave out
//   limit (integer): how many claims to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many claims match
//   items (list of map): claim maps
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way WHERE $subjects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN $predicates AND c.subject_id IN $subjects
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate IN $predicates AND c.object_id IN $objects
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NULL AND $conditions IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, condition_id)
    WHERE c.predicate IN $predicates AND c.condition_id IN $conditions
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NULL AND $conditions IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN $predicates AND c.subject_id > ''
    RETURN c
  }
  WITH c
  WHERE ($objects IS NULL OR c.object_id IN $objects)
    AND ($conditions IS NULL OR c.condition_id IN $conditions)
    AND ($effects IS NULL OR c.effect_direction IN $effects)
    AND ($min_patients IS NULL OR c.patient_count >= $min_patients)
    AND ($min_studies IS NULL OR c.study_count >= $min_studies)
    AND ($min_score IS NULL OR c.score >= $min_score)
  WITH c
  ORDER BY CASE $sort WHEN 'studies' THEN c.study_count WHEN 'patients' THEN c.patient_count END
             DESC, c.score DESC, c.study_count DESC, c.id
  RETURN collect(c) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS c
  MATCH (subject:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(object:Entity)
  OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
  RETURN c {
    .id, .predicate, .effect_direction,
    .evidence_count, .supporting_count, .refuting_count, .study_count, .patient_count, .score,
    subject: subject {.id, .name, .type},
    object: object {.id, .name, .type},
    condition: condition {.id, .name, .type}
  }
} AS items
