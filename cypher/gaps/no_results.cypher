// gaps/no_results: studies that ended and of which no result is in the graph.
// Ended: a report let in gives the status COMPLETED or TERMINATED. A result is a report of an
// outcome or an adverse event from the study.
// parameters
//   subjects (list of string): therapy ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   skip (integer): how many gaps to leave out
//   limit (integer): how many gaps to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many gaps there are
//   items (list of map): study (id, name, type), status, phase, enrollment, why_stopped, reports,
//     therapies, conditions (lists of id, name, type)
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way WHERE $subjects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN ['TREATS', 'USES_CELL_TYPE', 'ACTS_THROUGH', 'COMPARED_WITH']
      AND c.subject_id IN $subjects
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN ['TREATS', 'USES_CELL_TYPE', 'ACTS_THROUGH', 'COMPARED_WITH']
      AND c.subject_id > ''
    RETURN c
  }
  WITH c
  WHERE $conditions IS NULL OR c.condition_id IN $conditions
    OR (c.predicate = 'TREATS' AND c.object_id IN $conditions)
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
  WITH c, e
  WHERE e.study_status IN ['COMPLETED', 'TERMINATED']
  MATCH (e)-[:FROM_STUDY]->(study:Entity)
  WITH study, max(e.study_status) AS status, max(coalesce(e.study_phase, e.design_phase)) AS phase,
       max(e.study_enrollment) AS enrollment, max(e.study_why_stopped) AS why_stopped,
       count(*) AS reports, collect(DISTINCT c) AS claims
  WHERE NOT EXISTS {
    MATCH (study)<-[:FROM_STUDY]-(:Evidence)-[:SUPPORTS|REFUTES]->(result:Claim)
    WHERE result.predicate IN ['REPORTS_OUTCOME', 'HAS_ADVERSE_EVENT']
  }
  WITH study, status, phase, enrollment, why_stopped, reports, claims
  ORDER BY coalesce(enrollment, 0) DESC, study.id
  RETURN collect({
    study: study, status: status, phase: phase, enrollment: enrollment, why_stopped: why_stopped,
    reports: reports, claims: claims
  }) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS one
  WITH one, one.study AS study
  RETURN one {
    .status, .phase, .enrollment, .why_stopped, .reports, study: study {.id, .name, .type},
    therapies: COLLECT {
      UNWIND one.claims AS c
      MATCH (c)-[:SUBJECT]->(therapy:Therapy)
      RETURN DISTINCT therapy {.id, .name, .type} AS entity ORDER BY entity.id
    },
    conditions: COLLECT {
      UNWIND one.claims AS c
      MATCH (c)-[:OBJECT|IN_CONDITION]->(condition:Condition)
      RETURN DISTINCT condition {.id, .name, .type} AS entity ORDER BY entity.id
    }
  }
} AS items
