// profile/cited: the studies of therapies, where to read of them, and what limits the evidence.
// Each part reads the claims anew: rows that carry a long list along cannot be sorted cheaply.
// parameters
//   therapies (list of string): therapy ids, narrower ones included
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   most (integer): most studies, reservations and sources to give
// returns one record
//   version (string): the graph's version
//   studies (list of map): id, name, phase, status, enrollment, why_stopped, reports
//   study_total (integer): how many studies there are
//   sources (list of map): publication_id, title, year, section, start, end
//   source_total (integer): how many places there are
//   reservations (list of map): text, publications, reports
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN [
      'USES_CELL_TYPE', 'ACTS_THROUGH', 'REPORTS_OUTCOME', 'HAS_ADVERSE_EVENT', 'TREATS',
      'COMPARED_WITH'
    ] AND c.subject_id IN $therapies
    RETURN c
    UNION ALL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate = 'COMPARED_WITH' AND c.object_id IN $therapies
      AND NOT c.subject_id IN $therapies
    RETURN c
  }
  WITH c
  WHERE $conditions IS NULL OR c.condition_id IN $conditions
    OR (c.predicate = 'TREATS' AND c.object_id IN $conditions)
    OR c.predicate IN ['USES_CELL_TYPE', 'ACTS_THROUGH']
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
    AND e.study_name IS NOT NULL
  MATCH (e)-[:FROM_STUDY]->(study:Entity)
  WITH study, max(coalesce(e.study_phase, e.design_phase)) AS phase, max(e.study_status) AS status,
       max(e.study_enrollment) AS enrollment, max(e.study_why_stopped) AS why_stopped,
       count(*) AS reports
  ORDER BY phase DESC, enrollment DESC, study.id
  WITH count(*) AS study_total, collect([study, {
    phase: phase, status: status, enrollment: enrollment, why_stopped: why_stopped,
    reports: reports
  }])[..$most] AS found
  RETURN study_total, COLLECT {
    UNWIND found AS row
    WITH row[0] AS study, row[1] AS told
    RETURN study {
      .id, .name, phase: told.phase, status: told.status, enrollment: told.enrollment,
      why_stopped: told.why_stopped, reports: told.reports
    } AS one
  } AS studies
}
CALL () {
  CALL () {
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN [
      'USES_CELL_TYPE', 'ACTS_THROUGH', 'REPORTS_OUTCOME', 'HAS_ADVERSE_EVENT', 'TREATS',
      'COMPARED_WITH'
    ] AND c.subject_id IN $therapies
    RETURN c
    UNION ALL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate = 'COMPARED_WITH' AND c.object_id IN $therapies
      AND NOT c.subject_id IN $therapies
    RETURN c
  }
  WITH c
  WHERE $conditions IS NULL OR c.condition_id IN $conditions
    OR (c.predicate = 'TREATS' AND c.object_id IN $conditions)
    OR c.predicate IN ['USES_CELL_TYPE', 'ACTS_THROUGH']
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
    AND e.publication_id IS NOT NULL
  WITH e.publication_id AS publication_id, e.provenance_section AS section,
       e.provenance_start AS start, e.provenance_end AS end, max(e.weight) AS weight,
       max(e.publication_title) AS title, max(e.publication_year) AS year
  ORDER BY weight DESC, publication_id, start, end, section
  RETURN count(*) AS source_total, collect({
    publication_id: publication_id, title: title, year: year, section: section, start: start,
    end: end
  })[..$most] AS sources
}
CALL () {
  CALL () {
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN [
      'USES_CELL_TYPE', 'ACTS_THROUGH', 'REPORTS_OUTCOME', 'HAS_ADVERSE_EVENT', 'TREATS',
      'COMPARED_WITH'
    ] AND c.subject_id IN $therapies
    RETURN c
    UNION ALL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate = 'COMPARED_WITH' AND c.object_id IN $therapies
      AND NOT c.subject_id IN $therapies
    RETURN c
  }
  WITH c
  WHERE $conditions IS NULL OR c.condition_id IN $conditions
    OR (c.predicate = 'TREATS' AND c.object_id IN $conditions)
    OR c.predicate IN ['USES_CELL_TYPE', 'ACTS_THROUGH']
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
    AND e.design_limitations IS NOT NULL
  WITH e.design_limitations AS text, collect(DISTINCT e.publication_id) AS publications,
       count(*) AS reports
  ORDER BY reports DESC, text LIMIT $most
  RETURN collect({text: text, publications: COLLECT {
    UNWIND publications AS publication RETURN publication ORDER BY publication
  }, reports: reports}) AS reservations
}
RETURN g.instance + '-' + toString(g.version) AS version, studies, study_total, sources,
  source_total, reservations
