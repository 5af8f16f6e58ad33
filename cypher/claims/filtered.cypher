// claims/filtered: claims, counting only the evidence let in.
// The same as claims/list where evidence is filtered, or the newest is to come first: every number
// is of the evidence let in, and a claim without any is left out; the score is the formula of
// kg/scoring.py.
// parameters
//   subjects (list of string): subject ids, narrower ones included, or null
//   predicates (list of string): predicates to let in
//   objects (list of string): object ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   effects (list of string): effect directions to let in, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   min_patients (integer): least number of patients of a claim, or null
//   min_studies (integer): least number of named studies of a claim, or null
//   min_score (float): least score of a claim, or null
//   sort (string): score, studies, patients or newest
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
  WITH c, e, type(report) = 'SUPPORTS' AS supports,
       e {.unit, .unit_is_study, .patients, .strength} AS said
  WITH c, said.unit AS unit, said.unit_is_study AS study,
       max(coalesce(said.patients, 0)) AS patients,
       max(CASE WHEN supports THEN said.strength ELSE 0 END) AS supporting,
       max(CASE WHEN supports THEN 0 ELSE said.strength END) AS refuting,
       sum(CASE WHEN supports THEN 1 ELSE 0 END) AS supports,
       sum(CASE WHEN supports THEN 0 ELSE 1 END) AS refutes,
       // Publications are looked at only where they order the claims.
       max(CASE WHEN $sort = 'newest' THEN COLLECT {
         MATCH (e)-[:REPORTED_IN]->(publication:Publication) RETURN publication.year
       }[0] END) AS year
  WITH c, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count, sum(patients) AS patient_count,
       sum(supports) AS supporting_count, sum(refutes) AS refuting_count,
       sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting,
       max(year) AS newest_year
  WITH c, study_count, patient_count, supporting_count, refuting_count, newest_year,
       round((1 - exp(-supporting)) * exp(-refuting), 4) AS score
  WHERE ($min_patients IS NULL OR patient_count >= $min_patients)
    AND ($min_studies IS NULL OR study_count >= $min_studies)
    AND ($min_score IS NULL OR score >= $min_score)
  ORDER BY CASE $sort WHEN 'studies' THEN study_count WHEN 'patients' THEN patient_count
             WHEN 'newest' THEN coalesce(newest_year, 0) END DESC,
           score DESC, study_count DESC, c.id
  RETURN collect({
    claim: c, study_count: study_count, patient_count: patient_count,
    supporting_count: supporting_count, refuting_count: refuting_count, score: score
  }) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS one
  WITH one, one.claim AS c
  MATCH (subject:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(object:Entity)
  OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
  RETURN c {
    .id, .predicate, .effect_direction,
    evidence_count: one.supporting_count + one.refuting_count,
    supporting_count: one.supporting_count, refuting_count: one.refuting_count,
    study_count: one.study_count, patient_count: one.patient_count, score: one.score,
    subject: subject {.id, .name, .type},
    object: object {.id, .name, .type},
    condition: condition {.id, .name, .type}
  }
} AS items
