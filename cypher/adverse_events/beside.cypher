// adverse_events/beside: what else the same studies counted of the same harms, in whom else.
// parameters
//   events (list of string): adverse events, by id
//   therapies (list of string): the therapies asked for, by id; counts of these are left out
//   studies (list of string): studies, by id
//   named (list of string): entities to describe: events and therapies
//   filters (map): which evidence is let in, see kg/queries/filters.py
// returns one record
//   version (string): the graph's version
//   items (list of map): as in adverse_events/list, of reports with numbers alone, and therapy (map)
//   entities (list of map): id, name, type
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $studies AS study_id
  MATCH (study:Entity {id: study_id})
  // Without their labels, so that no planner begins at the claims.
  MATCH (study)<-[:FROM_STUDY]-(e)-[report:SUPPORTS|REFUTES]->(c)
  WHERE e.result_affected IS NOT NULL AND e.result_at_risk > 0
    AND c.predicate = 'HAS_ADVERSE_EVENT' AND c.object_id IN $events
    AND NOT c.subject_id IN $therapies
    AND ($filters.designs IS NULL OR e.design_type IN $filters.designs)
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
  MATCH (therapy:Entity {id: c.subject_id})
  RETURN {
    id: e.id, claim_id: c.id, event_id: c.object_id, therapy_id: c.subject_id,
    therapy: therapy {.id, .name, .type}, supports: type(report) = 'SUPPORTS',
    unit: e.unit, study: e.study_name, publication_id: e.publication_id,
    account: coalesce(e.publication_id, head(COLLECT {
      MATCH (e)-[:FROM_SOURCE]->(source:Source)
      WHERE e.publication_id IS NULL
      RETURN source.id AS id ORDER BY id LIMIT 1
    })),
    design: e.design_type, enrollment: e.study_enrollment, arm: e.result_arm,
    pooled: e.result_pooled, comparator: e.result_comparator, affected: e.result_affected,
    at_risk: e.result_at_risk, n: e.result_n, serious: e.result_serious,
    months: e.result_timepoint_months
  } AS report
} AS items, COLLECT {
  UNWIND $named AS id
  MATCH (entity:Entity {id: id})
  RETURN entity {.id, .name, .type} AS entity
} AS entities
