// adverse_events/list: every report of harms of therapies, with its numbers; nothing is added here.
// parameters
//   therapies (list of string): therapy ids, narrower ones included
//   events (list of string): adverse event ids to let in, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   serious (boolean): only what is said to be serious, or not to be; null for all
//   filters (map): which evidence is let in, see kg/queries/filters.py
// returns one record
//   version (string): the graph's version
//   items (list of map): id, claim_id, event_id, therapy_id, supports, unit, study (name),
//     account (its publication, else its source), publication_id, design, enrollment, arm, pooled,
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
  RETURN {
    id: said.id, claim_id: claim.id, event_id: claim.object_id, therapy_id: claim.subject_id,
    supports: supports, unit: said.unit, study: said.study_name,
    publication_id: said.publication_id,
    account: coalesce(said.publication_id, head(COLLECT {
      MATCH (e)-[:FROM_SOURCE]->(source:Source)
      RETURN source.id AS id ORDER BY id LIMIT 1
    })),
    design: said.design_type, enrollment: said.study_enrollment, arm: said.result_arm,
    pooled: said.result_pooled, comparator: said.result_comparator,
    affected: said.result_affected, at_risk: said.result_at_risk, n: said.result_n,
    serious: said.result_serious, months: said.result_timepoint_months
  } AS report
} AS items
