// profile/listed: what a profile says of the rows it lists: names, and the arms of harms.
// parameters
//   entities (list of string): ids of whatever is named
//   harms (list of list of string): for each harm listed, the ids of its claims
//   studies (list of string): ids of studies
//   cited (list of string): ids of reports
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   most (integer): most arms of a harm to give
// returns one record
//   version (string): the graph's version
//   entities (list of map): id, name, type
//   studies (list of map): id, name, phase, status, enrollment, why_stopped; by all their reports
//   sources (list of map): of each report cited: publication_id, title, year, section, start, end,
//     weight
//   arms (list of list of map): for each harm its arms: id, therapy_id, study, publication_id, arm,
//     comparator, affected, at_risk, serious, pooled, timepoint_months, supports
//   arm_counts (list of integer): for each harm, how many arms there are
MATCH (g:Graph {id: 'graph'})
CALL () {
  UNWIND range(0, size($harms) - 1) AS place
  CALL (place) {
    MATCH (c:Claim)
    WHERE c.id IN $harms[place]
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
      AND e.result_affected IS NOT NULL
    // Properties that are named together are read together, which is faster than one by one.
    WITH c.subject_id AS therapy_id, type(report) = 'SUPPORTS' AS supports, e {
      .id, .study_name, .publication_id, .result_arm, .result_comparator, .result_affected,
      .result_at_risk, .result_serious, .result_pooled, .result_timepoint_months
    } AS said
    ORDER BY said.study_name, said.publication_id, said.result_arm, said.id
    RETURN count(said) AS arm_count, collect({
      id: said.id, study: said.study_name, publication_id: said.publication_id,
      arm: said.result_arm, comparator: said.result_comparator, affected: said.result_affected,
      at_risk: said.result_at_risk, serious: said.result_serious, pooled: said.result_pooled,
      timepoint_months: said.result_timepoint_months, supports: supports, therapy_id: therapy_id
    })[..$most] AS arms
  }
  WITH place, arms, arm_count ORDER BY place
  RETURN collect(arms) AS arms, collect(arm_count) AS arm_counts
}
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $entities AS id
  MATCH (entity:Entity {id: id})
  RETURN entity {.id, .name, .type} AS named
} AS entities, COLLECT {
  UNWIND $studies AS id
  MATCH (study:Entity {id: id})<-[:FROM_STUDY]-(e:Evidence)
  WITH study, e {
    .study_phase, .design_phase, .study_status, .study_enrollment, .study_why_stopped
  } AS said
  WITH study, max(coalesce(said.study_phase, said.design_phase)) AS phase,
       max(said.study_status) AS status, max(said.study_enrollment) AS enrollment,
       max(said.study_why_stopped) AS why_stopped
  RETURN study {
    .id, .name, phase: phase, status: status, enrollment: enrollment, why_stopped: why_stopped
  } AS one
} AS studies, COLLECT {
  UNWIND $cited AS id
  MATCH (e:Evidence {id: id})
  WITH e {
    .publication_id, .publication_title, .publication_year, .provenance_section,
    .provenance_start, .provenance_end, .weight
  } AS said
  RETURN {
    publication_id: said.publication_id, title: said.publication_title,
    year: said.publication_year, section: said.provenance_section,
    start: said.provenance_start, end: said.provenance_end, weight: said.weight
  } AS place
} AS sources, arms, arm_counts
