// adverse_events/filtered: the same as adverse_events/list, of the evidence let in.
// parameters
//   therapies (list of string): therapy ids, narrower ones included
//   events (list of string): adverse event ids to let in, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   serious (boolean): only what is said to be serious, or not to be; null for all
//   filters (map): which evidence is let in, see kg/queries/filters.py
// returns one record
//   version (string): the graph's version
//   items (list of list): id, claim_id, event_id, therapy_id, supports, unit, study (name),
//     publication_id, account (its publication, else its source), design, enrollment, arm, pooled,
//     comparator, affected, at_risk, n, serious, months
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  MATCH (c:Claim)
  USING INDEX SEEK c:Claim(predicate, subject_id)
  WHERE c.predicate = 'HAS_ADVERSE_EVENT' AND c.subject_id IN $therapies
    AND ($events IS NULL OR c.object_id IN $events)
    AND ($conditions IS NULL OR c.condition_id IN $conditions)
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
    AND ($serious IS NULL OR e.result_serious = $serious)
  // Properties that are named together are read together, which is faster than one by one.
  WITH c {.id, .object_id, .subject_id} AS claim, type(report) = 'SUPPORTS' AS supports, e, e {
    .id, .unit, .study_name, .publication_id, .design_type, .study_enrollment, .result_arm,
    .result_pooled, .result_comparator, .result_affected, .result_at_risk, .result_n,
    .result_serious, .result_timepoint_months
  } AS said
  RETURN [
    said.id, claim.id, claim.object_id, claim.subject_id, supports, said.unit, said.study_name,
    said.publication_id, coalesce(said.publication_id, head(COLLECT {
      MATCH (e)-[:FROM_SOURCE]->(source:Source)
      RETURN source.id AS id ORDER BY id LIMIT 1
    })), said.design_type, said.study_enrollment, said.result_arm, said.result_pooled,
    said.result_comparator, said.result_affected, said.result_at_risk, said.result_n,
    said.result_serious, said.result_timepoint_months
  ] AS report
} AS items
