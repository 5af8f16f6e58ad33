// profile/evidence: how much evidence of what kind there is of therapies, and where to read it.
// parameters
//   therapies (list of string): therapy ids, narrower ones included
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   most (integer): most studies, reservations and sources to give
// returns one record
//   version (string): the graph's version
//   units (map): unit_count, study_count, patient_count
//   studies (list of map): id, name, phase, status, enrollment, why_stopped, reports
//   study_total (integer): how many studies there are
//   sources (list of map): publication_id, title, year, section, start, end
//   source_total (integer): how many places there are
//   kinds (list of map): predicate, design, level, agent, supports, reports (how many)
//   reservations (list of map): text, publications, reports
//   refuted (list of map): id of the claim, predicate, object, effect_direction, refuting_count
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
    UNION
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate = 'COMPARED_WITH' AND c.object_id IN $therapies
    RETURN c
  }
  WITH c
  WHERE $conditions IS NULL OR c.condition_id IN $conditions
    OR (c.predicate = 'TREATS' AND c.object_id IN $conditions)
    OR c.predicate IN ['USES_CELL_TYPE', 'ACTS_THROUGH']
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
  RETURN collect({c: c, e: e, supports: type(report) = 'SUPPORTS'}) AS told
}
CALL (told) {
  UNWIND told AS one
  WITH one.e.unit AS unit, one.e.unit_is_study AS study, max(coalesce(one.e.patients, 0)) AS n
  RETURN {
    unit_count: count(*), study_count: sum(CASE WHEN study THEN 1 ELSE 0 END),
    patient_count: sum(n)
  } AS units
}
CALL (told) {
  UNWIND told AS one
  WITH one.e AS e
  WHERE e.study_name IS NOT NULL
  MATCH (e)-[:FROM_STUDY]->(study:Entity)
  WITH study, max(coalesce(e.study_phase, e.design_phase)) AS phase, max(e.study_status) AS status,
       max(e.study_enrollment) AS enrollment, max(e.study_why_stopped) AS why_stopped,
       count(*) AS reports
  ORDER BY phase DESC, enrollment DESC, study.id
  RETURN count(*) AS study_total, collect({
    id: study.id, name: study.name, phase: phase, status: status, enrollment: enrollment,
    why_stopped: why_stopped, reports: reports
  })[..$most] AS studies
}
CALL (told) {
  UNWIND told AS one
  WITH one.e AS e
  WHERE e.publication_id IS NOT NULL
  WITH e.publication_id AS publication_id, max(e.publication_title) AS title,
       max(e.publication_year) AS year, e.provenance_section AS section,
       e.provenance_start AS start, e.provenance_end AS end, max(e.weight) AS weight
  ORDER BY weight DESC, publication_id, start, end, section
  RETURN count(*) AS source_total, collect({
    publication_id: publication_id, title: title, year: year, section: section, start: start,
    end: end
  })[..$most] AS sources
}
RETURN g.instance + '-' + toString(g.version) AS version, units, studies, study_total, sources,
  source_total,
  COLLECT {
    UNWIND told AS one
    WITH one.c.predicate AS predicate, one.e.design_type AS design,
         one.e.provenance_knowledge_level AS level, one.e.provenance_agent_type AS agent,
         one.supports AS supports, count(*) AS reports
    RETURN {
      predicate: predicate, design: design, level: level, agent: agent, supports: supports,
      reports: reports
    } AS kind
    ORDER BY predicate, design, level, agent, supports
  } AS kinds,
  COLLECT {
    UNWIND told AS one
    WITH one.e AS e
    WHERE e.design_limitations IS NOT NULL
    WITH e.design_limitations AS text, collect(DISTINCT e.publication_id) AS publications,
         count(*) AS reports
    ORDER BY reports DESC, text LIMIT $most
    RETURN {text: text, publications: COLLECT {
      UNWIND publications AS publication RETURN publication ORDER BY publication
    }, reports: reports} AS reservation
  } AS reservations,
  COLLECT {
    UNWIND told AS one
    WITH one.c AS c, sum(CASE WHEN one.supports THEN 0 ELSE 1 END) AS refutes
    WHERE refutes > 0
    MATCH (c)-[:OBJECT]->(object:Entity)
    WITH c, object, refutes ORDER BY refutes DESC, c.id LIMIT $most
    RETURN {
      id: c.id, predicate: c.predicate, object: object {.id, .name, .type},
      effect_direction: c.effect_direction, refuting_count: refutes
    } AS claim
  } AS refuted
