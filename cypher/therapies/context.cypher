// therapies/context: what a reader wants beside each therapy of the headline answer.
// parameters
//   therapies (list of string): therapy ids
//   outcomes (list of string): outcome ids of the question, or null
//   conditions (list of string): condition ids of the question, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
// returns one record
//   version (string): the graph's version
//   items (list of map): therapy_id, effects (map of direction to number of independent units),
//     designs (list of list: design type and phase of supporting reports), given (list of
//     list: donor, route and cell source), studies (list of names), mechanisms (list of list:
//     name, and the broader therapy or the cell it is said of, null for the therapy itself),
//     cell_types, adverse_events (lists of names, best supported first), reservations (list of
//     string),
//     sources (list of map: publication id, title, section, start, end)
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $therapies AS therapy_id
  CALL (therapy_id) {
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'REPORTS_OUTCOME' AND c.subject_id = therapy_id
      AND ($outcomes IS NULL OR c.object_id IN $outcomes)
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
    RETURN collect(DISTINCT CASE type(report) WHEN 'SUPPORTS' THEN [c.effect_direction, e.unit] END)
             AS effects,
           collect(DISTINCT CASE type(report) WHEN 'SUPPORTS' THEN
             [e.design_type, coalesce(e.design_phase, e.study_phase)]
           END) AS designs,
           collect(DISTINCT [e.treatment_donor, e.treatment_route, e.treatment_cell_source])
             AS given,
           collect(DISTINCT e.study_name) AS studies,
           collect(DISTINCT e.design_limitations) AS reservations,
           collect(DISTINCT CASE WHEN e.publication_id IS NOT NULL THEN {
             publication_id: e.publication_id, title: e.publication_title,
             section: e.provenance_section, start: e.provenance_start, end: e.provenance_end
           } END) AS sources
  }
  CALL (therapy_id) {
    MATCH (therapy:Entity {id: therapy_id})
    MATCH way = (therapy)-[:USES_CELL_TYPE]->{0,1}()-[:IS_A]->{0,20}(said_of:Entity)
    WITH said_of, min(length(way)) AS distance
    MATCH (c:Claim {predicate: 'ACTS_THROUGH', subject_id: said_of.id})-[:OBJECT]->(x)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WITH x, said_of, distance, max(c.score) AS score
    ORDER BY distance, score DESC, said_of.id
    WITH x, collect([distance, score, said_of.id, said_of.name])[0] AS nearest
    ORDER BY nearest[0], nearest[1] DESC, x.id
    RETURN collect([x.name, CASE WHEN nearest[2] <> therapy_id THEN nearest[3] END])
             AS mechanisms
  }
  RETURN {
    therapy_id: therapy_id,
    effects: effects, designs: designs, given: given, studies: studies,
    reservations: reservations, sources: sources, mechanisms: mechanisms,
    cell_types: COLLECT {
      MATCH (c:Claim {predicate: 'USES_CELL_TYPE', subject_id: therapy_id})-[:OBJECT]->(x)
      USING INDEX SEEK c:Claim(predicate, subject_id)
      RETURN x.name AS name ORDER BY c.score DESC, x.id
    },
    adverse_events: COLLECT {
      MATCH (c:Claim {predicate: 'HAS_ADVERSE_EVENT', subject_id: therapy_id})-[:OBJECT]->(x)
      USING INDEX SEEK c:Claim(predicate, subject_id)
      RETURN x.name AS name ORDER BY c.score DESC, x.id
    }
  }
} AS items
