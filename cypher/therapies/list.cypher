// therapies/list: therapies that report outcomes, under the filters given, best supported first.
// A claim that is only refuted is nobody's report of the outcome, and is left out.
// Each way into the claims is taken only where its filters are given. A therapy with several
// matching claims is summed up over their evidence, so that a study behind two claims counts
// once; the score is the formula of kg/scoring.py. Before any evidence is read, therapies are ordered by
// the most they could have: the sums of their claims' totals, and as score what their claims come
// to together, 1 where one is refuted. The first of them alone are then summed up; those that none
// behind them can reach are in their places for good.
// The indexes are named because a plan made while the graph was small would scan them for long.
// parameters
//   outcomes (list of string): outcome ids, narrower ones included, or null
//   effects (list of string): effect directions to let in
//   conditions (list of string): condition ids, narrower ones included, or null
//   therapies (list of string): therapy ids, narrower ones included, or null
//   min_patients (integer): least number of patients of a therapy, or null
//   min_studies (integer): least number of named studies of a therapy, or null
//   min_score (float): least score of a therapy, or null
//   sort (string): score, studies or patients
//   read (integer): how many therapies to sum up; all of them where a least number is given
//   skip (integer): how many therapies to leave out
//   limit (integer): how many therapies to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many therapies match
//   unread (map): the most that the best therapy not summed up could have: study_count,
//     patient_count, score, id; null where all are summed up
//   items (list of map): therapy (id, name, type), study_count, patient_count, supporting_count,
//     refuting_count, score, claims (list of claim maps)
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way
    WHERE $outcomes IS NOT NULL AND $conditions IS NOT NULL
      AND size($outcomes) * size($conditions) <= 1000
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id, effect_direction, condition_id)
    WHERE c.predicate = 'REPORTS_OUTCOME' AND c.object_id IN $outcomes
      AND c.effect_direction IN $effects AND c.condition_id IN $conditions
    RETURN c
    UNION ALL
    WITH 1 AS way
    WHERE $outcomes IS NOT NULL
      AND ($conditions IS NULL OR size($outcomes) * size($conditions) > 1000)
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate = 'REPORTS_OUTCOME' AND c.object_id IN $outcomes
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $outcomes IS NULL AND $conditions IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, condition_id)
    WHERE c.predicate = 'REPORTS_OUTCOME' AND c.condition_id IN $conditions
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $outcomes IS NULL AND $conditions IS NULL AND $therapies IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'REPORTS_OUTCOME' AND c.subject_id IN $therapies
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $outcomes IS NULL AND $conditions IS NULL AND $therapies IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'REPORTS_OUTCOME' AND c.subject_id > ''
    RETURN c
  }
  // Properties that are named together are read together, which is faster than one by one.
  WITH c, c {
    .subject_id, .condition_id, .effect_direction, .supporting_count, .refuting_count,
    .study_count, .patient_count, .score
  } AS one
  WHERE one.effect_direction IN $effects
    AND one.supporting_count > 0
    AND ($conditions IS NULL OR one.condition_id IN $conditions)
    AND ($therapies IS NULL OR one.subject_id IN $therapies)
  WITH one.subject_id AS therapy_id, collect(c) AS claims,
       sum(one.study_count) AS most_studies, sum(one.patient_count) AS most_patients,
       1.0001 - exp(sum(CASE
         WHEN one.refuting_count > 0 OR one.score >= 0.9999 THEN -20.0
         ELSE log(0.99995 - one.score)
       END)) AS most
  WITH therapy_id, claims, most_studies, most_patients,
       CASE WHEN size(claims) = 1 THEN claims[0].score WHEN most > 1 THEN 1.0 ELSE most END
         AS most_score
  WHERE ($min_patients IS NULL OR most_patients >= $min_patients)
    AND ($min_studies IS NULL OR most_studies >= $min_studies)
    AND ($min_score IS NULL OR most_score >= $min_score)
  ORDER BY CASE $sort WHEN 'studies' THEN most_studies WHEN 'patients' THEN most_patients END DESC,
           most_score DESC, most_studies DESC, most_patients DESC, therapy_id
  RETURN collect({
    id: therapy_id, claims: claims, study_count: most_studies, patient_count: most_patients,
    score: most_score
  }) AS ranked
}
CALL (ranked) {
  UNWIND ranked[..$read] AS first
  WITH first.id AS therapy_id, first.claims AS claims
  CALL (claims) {
    WITH claims[0] AS c WHERE size(claims) = 1
    RETURN c.study_count AS study_count, c.patient_count AS patient_count,
           c.supporting_count AS supporting_count, c.refuting_count AS refuting_count,
           c.score AS score
    UNION ALL
    WITH claims WHERE size(claims) > 1
    UNWIND claims AS c
    MATCH (c)<-[report:SUPPORTS|REFUTES]-(e:Evidence)
    WITH e.unit AS unit, e.unit_is_study AS study, max(e.patients) AS patients,
         max(CASE type(report) WHEN 'SUPPORTS' THEN e.strength ELSE 0 END) AS supporting,
         max(CASE type(report) WHEN 'REFUTES' THEN e.strength ELSE 0 END) AS refuting,
         sum(CASE type(report) WHEN 'SUPPORTS' THEN 1 ELSE 0 END) AS supports,
         sum(CASE type(report) WHEN 'REFUTES' THEN 1 ELSE 0 END) AS refutes
    // The constant makes this a grouped sum, which gives no row where there was none to add.
    WITH true AS several, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count,
         sum(coalesce(patients, 0)) AS patient_count,
         sum(supports) AS supporting_count, sum(refutes) AS refuting_count,
         sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting
    RETURN study_count, patient_count, supporting_count, refuting_count,
           round((1 - exp(-supporting)) * exp(-refuting), 4) AS score
  }
  WITH therapy_id, claims, study_count, patient_count, supporting_count, refuting_count, score
  WHERE ($min_patients IS NULL OR patient_count >= $min_patients)
    AND ($min_studies IS NULL OR study_count >= $min_studies)
    AND ($min_score IS NULL OR score >= $min_score)
  ORDER BY CASE $sort WHEN 'studies' THEN study_count WHEN 'patients' THEN patient_count END DESC,
           score DESC, study_count DESC, patient_count DESC, therapy_id
  RETURN collect([
    therapy_id, claims, study_count, patient_count, supporting_count, refuting_count, score
  ]) AS found
}
WITH g, found, size(found) + size(ranked[$read..]) AS total, ranked[$read] AS next
RETURN g.instance + '-' + toString(g.version) AS version, total,
       next {.id, .study_count, .patient_count, .score} AS unread, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS row
  MATCH (therapy:Entity {id: row[0]})
  RETURN {
    therapy: therapy {.id, .name, .type},
    study_count: row[2], patient_count: row[3],
    supporting_count: row[4], refuting_count: row[5], score: row[6],
    claims: COLLECT {
      UNWIND row[1] AS c
      MATCH (c)-[:OBJECT]->(outcome:Entity)
      OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
      RETURN c {
        .id, .predicate, .effect_direction,
        .evidence_count, .supporting_count, .refuting_count, .study_count, .patient_count, .score,
        subject: therapy {.id, .name, .type},
        object: outcome {.id, .name, .type},
        condition: condition {.id, .name, .type}
      } AS claim
      ORDER BY c.score DESC, c.id
    }
  }
} AS items
