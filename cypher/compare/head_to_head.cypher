// compare/head_to_head: what compares therapies directly: claims between them, studies of several.
// parameters
//   groups (list of list of string): therapy ids, one list for each therapy that is asked for
//   objects (list of string): outcome ids, or null; restrict the studies' own results
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   most (integer): most claims and studies to give
// returns one record
//   version (string): the graph's version
//   claim_total (integer): how many claims there are
//   studies (list of map): id, name, phase, status, enrollment, places (of the groups it reports)
//   study_total (integer): how many studies there are
//   claims (list of map): claim maps with first and second (places of the groups) and reports
//     (list of map: the numbers of each report)
MATCH (g:Graph {id: 'graph'})
CALL () {
  UNWIND range(0, size($groups) - 1) AS first
  MATCH (c:Claim)
  USING INDEX SEEK c:Claim(predicate, subject_id)
  WHERE c.predicate = 'COMPARED_WITH' AND c.subject_id IN $groups[first]
    AND ($conditions IS NULL OR c.condition_id IN $conditions)
  UNWIND range(0, size($groups) - 1) AS second
  WITH first, second, c
  WHERE first <> second AND c.object_id IN $groups[second]
  WITH c, min(first) AS first, min(second) AS second
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
  WITH c, first, second, e.unit AS unit, e.unit_is_study AS study,
       max(coalesce(e.patients, 0)) AS patients,
       max(CASE type(report) WHEN 'SUPPORTS' THEN e.strength ELSE 0 END) AS supporting,
       max(CASE type(report) WHEN 'REFUTES' THEN e.strength ELSE 0 END) AS refuting,
       sum(CASE type(report) WHEN 'SUPPORTS' THEN 1 ELSE 0 END) AS supports,
       sum(CASE type(report) WHEN 'REFUTES' THEN 1 ELSE 0 END) AS refutes,
       collect(e {
         .id, .evidence_direction, study: e.study_name, .publication_id, .publication_title,
         section: e.provenance_section, start: e.provenance_start, end: e.provenance_end,
         design: e.design_type, measure: e.result_measure, arm: e.result_arm,
         comparator: e.result_comparator, value: e.result_value, unit: e.result_unit,
         estimate: e.result_estimate, estimate_type: e.result_estimate_type,
         ci_low: e.result_ci_low, ci_high: e.result_ci_high, p_value: e.result_p_value,
         n: e.result_n, timepoint_months: e.result_timepoint_months
       }) AS said
  WITH c, first, second, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count,
       sum(patients) AS patient_count, sum(supports) AS supporting_count,
       sum(refutes) AS refuting_count, sum(supporting) / 1000000.0 AS supporting,
       sum(refuting) / 1000000.0 AS refuting, collect(said) AS said
  WITH c, first, second, study_count, patient_count, supporting_count, refuting_count, said,
       round((1 - exp(-supporting)) * exp(-refuting), 4) AS score
  ORDER BY score DESC, study_count DESC, c.id
  RETURN count(*) AS claim_total, collect({
    c: c, first: first, second: second, study_count: study_count, patient_count: patient_count,
    supporting_count: supporting_count, refuting_count: refuting_count, score: score, said: said
  })[..$most] AS found
}
CALL () {
  UNWIND range(0, size($groups) - 1) AS place
  MATCH (c:Claim)
  USING INDEX SEEK c:Claim(predicate, subject_id)
  WHERE c.predicate IN ['REPORTS_OUTCOME', 'HAS_ADVERSE_EVENT'] AND c.subject_id IN $groups[place]
    AND (c.predicate <> 'REPORTS_OUTCOME' OR $objects IS NULL OR c.object_id IN $objects)
    AND ($conditions IS NULL OR c.condition_id IN $conditions)
  MATCH (c)<-[:SUPPORTS|REFUTES]-(e:Evidence)
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
  MATCH (e)-[:FROM_STUDY]->(study:Entity)
  WITH study, collect(DISTINCT place) AS places, max(coalesce(e.study_phase, e.design_phase)) AS phase,
       max(e.study_status) AS status, max(e.study_enrollment) AS enrollment
  WHERE size(places) > 1
  ORDER BY enrollment DESC, study.id
  RETURN count(*) AS study_total, collect({
    id: study.id, name: study.name, phase: phase, status: status, enrollment: enrollment,
    places: places
  })[..$most] AS studies
}
RETURN g.instance + '-' + toString(g.version) AS version, claim_total, studies, study_total, COLLECT {
  UNWIND found AS one
  WITH one, one.c AS c
  MATCH (subject:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(object:Entity)
  OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
  RETURN c {
    .id, .predicate, .effect_direction,
    evidence_count: one.supporting_count + one.refuting_count,
    supporting_count: one.supporting_count, refuting_count: one.refuting_count,
    study_count: one.study_count, patient_count: one.patient_count, score: one.score,
    subject: subject {.id, .name, .type},
    object: object {.id, .name, .type},
    condition: condition {.id, .name, .type},
    first: one.first, second: one.second,
    reports: COLLECT {
      UNWIND one.said AS some UNWIND some AS said WITH said ORDER BY said.id LIMIT $most RETURN said
    }
  }
} AS claims
