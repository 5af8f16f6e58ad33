// therapies/filtered: therapies that report outcomes, counting only the evidence let in.
// The same as therapies/list where evidence is filtered, or the newest is to come first: every
// number is of the evidence let in, also those of the claims. A claim that none of it supports is
// left out; the score is the formula of kg/scoring.py. What a page alone shows is worked out for
// its rows alone: the numbers of claims, and the newest year where it orders nothing.
// parameters
//   outcomes (list of string): outcome ids, narrower ones included, or null
//   effects (list of string): effect directions to let in
//   conditions (list of string): condition ids, narrower ones included, or null
//   therapies (list of string): therapy ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   min_patients (integer): least number of patients of a therapy, or null
//   min_studies (integer): least number of named studies of a therapy, or null
//   min_score (float): least score of a therapy, or null
//   sort (string): score, studies, patients or newest
//   skip (integer): how many therapies to leave out
//   limit (integer): how many therapies to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many therapies match
//   items (list of map): therapy (id, name, type), study_count, patient_count, supporting_count,
//     refuting_count, score, newest_year, claims (list of claim maps)
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
  WITH c, c {.subject_id, .condition_id, .effect_direction} AS one
  WHERE one.effect_direction IN $effects
    AND ($conditions IS NULL OR one.condition_id IN $conditions)
    AND ($therapies IS NULL OR one.subject_id IN $therapies)
  WITH c, one.subject_id AS therapy_id
  MATCH (c)<-[report:SUPPORTS|REFUTES]-(e:Evidence)
  WHERE ($filters.designs IS NULL OR e.design_type IN $filters.designs)
    AND ($filters.phases IS NULL OR coalesce(e.design_phase, e.study_phase) IN $filters.phases)
    AND ($filters.levels IS NULL OR e.provenance_knowledge_level IN $filters.levels)
    AND ($filters.agents IS NULL OR e.provenance_agent_type IN $filters.agents)
    AND ($filters.route IS NULL OR toLower(e.treatment_route) = $filters.route)
    AND ($filters.donor IS NULL OR e.treatment_donor = $filters.donor)
    AND ($filters.months IS NULL OR e.result_timepoint_months >= $filters.months)
    AND (($filters.year_from IS NULL AND $filters.year_to IS NULL) OR EXISTS {
      MATCH (e)-[:REPORTED_IN]->(publication:Publication)
      WHERE ($filters.year_from IS NULL OR publication.year >= $filters.year_from)
        AND ($filters.year_to IS NULL OR publication.year <= $filters.year_to)
    })
    AND ($filters.source IS NULL OR EXISTS { (e)-[:FROM_SOURCE]->(:Source {id: $filters.source}) })
  WITH therapy_id, c, e, type(report) = 'SUPPORTS' AS supports,
       e {.unit, .unit_is_study, .patients, .strength} AS said
  WITH therapy_id, c, collect([
    supports, said.unit, said.unit_is_study, coalesce(said.patients, 0), said.strength, e
  ]) AS reports
  WHERE any(report IN reports WHERE report[0])
  WITH therapy_id, collect([c, reports]) AS claims
  CALL (claims) {
    UNWIND claims AS found
    UNWIND found[1] AS report
    WITH report[1] AS unit, report[2] AS study, max(report[3]) AS patients,
         max(CASE WHEN report[0] THEN report[4] ELSE 0 END) AS supporting,
         max(CASE WHEN report[0] THEN 0 ELSE report[4] END) AS refuting,
         sum(CASE WHEN report[0] THEN 1 ELSE 0 END) AS supports,
         sum(CASE WHEN report[0] THEN 0 ELSE 1 END) AS refutes
    // The constant makes this a grouped sum, as in therapies/list.
    WITH true AS several, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count,
         sum(patients) AS patient_count,
         sum(supports) AS supporting_count, sum(refutes) AS refuting_count,
         sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting
    RETURN study_count, patient_count, supporting_count, refuting_count,
           round((1 - exp(-supporting)) * exp(-refuting), 4) AS score
  }
  CALL (claims) {
    WITH claims WHERE $sort = 'newest'
    UNWIND claims AS found
    UNWIND found[1] AS report
    WITH report[5] AS e
    MATCH (e)-[:REPORTED_IN]->(publication:Publication)
    RETURN max(publication.year) AS newest_year
  }
  WITH therapy_id, claims, study_count, patient_count, supporting_count, refuting_count, score,
       newest_year
  WHERE ($min_patients IS NULL OR patient_count >= $min_patients)
    AND ($min_studies IS NULL OR study_count >= $min_studies)
    AND ($min_score IS NULL OR score >= $min_score)
  ORDER BY CASE $sort WHEN 'studies' THEN study_count WHEN 'patients' THEN patient_count
             WHEN 'newest' THEN coalesce(newest_year, 0) END DESC,
           score DESC, study_count DESC, patient_count DESC, therapy_id
  RETURN collect([
    therapy_id, claims, study_count, patient_count, supporting_count, refuting_count, score
  ]) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS row
  MATCH (therapy:Entity {id: row[0]})
  CALL (row) {
    UNWIND row[1] AS let_in
    UNWIND let_in[1] AS report
    WITH report[5] AS e
    MATCH (e)-[:REPORTED_IN]->(publication:Publication)
    RETURN max(publication.year) AS year
  }
  CALL (row) {
    UNWIND row[1] AS let_in
    UNWIND let_in[1] AS report
    WITH let_in[0] AS c, report[1] AS unit, report[2] AS study, max(report[3]) AS patients,
         max(CASE WHEN report[0] THEN report[4] ELSE 0 END) AS supporting,
         max(CASE WHEN report[0] THEN 0 ELSE report[4] END) AS refuting,
         sum(CASE WHEN report[0] THEN 1 ELSE 0 END) AS supports,
         sum(CASE WHEN report[0] THEN 0 ELSE 1 END) AS refutes
    WITH c, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count,
         sum(patients) AS patient_count,
         sum(supports) AS supporting_count, sum(refutes) AS refuting_count,
         sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting
    RETURN collect({
      claim: c, study_count: study_count, patient_count: patient_count,
      supporting_count: supporting_count, refuting_count: refuting_count,
      score: round((1 - exp(-supporting)) * exp(-refuting), 4)
    }) AS claims
  }
  RETURN {
    therapy: therapy {.id, .name, .type},
    study_count: row[2], patient_count: row[3],
    supporting_count: row[4], refuting_count: row[5], score: row[6], newest_year: year,
    claims: COLLECT {
      UNWIND claims AS one
      WITH one, one.claim AS c
      MATCH (c)-[:OBJECT]->(outcome:Entity)
      OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
      RETURN c {
        .id, .predicate, .effect_direction,
        evidence_count: one.supporting_count + one.refuting_count,
        supporting_count: one.supporting_count, refuting_count: one.refuting_count,
        study_count: one.study_count, patient_count: one.patient_count, score: one.score,
        subject: therapy {.id, .name, .type},
        object: outcome {.id, .name, .type},
        condition: condition {.id, .name, .type}
      } AS claim
      ORDER BY one.score DESC, c.id
    }
  }
} AS items
