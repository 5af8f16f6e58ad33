// profile/entity: what a therapy is, and the mechanisms it inherits: those said of what is broader
// than it, of the cells that it and what is narrower use, and of what is broader than those cells.
// parameters
//   therapy (string): the therapy asked for
//   therapies (list of string): therapy ids, narrower ones included
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   most (integer): most broader and narrower therapies to give, and inherited claims
// returns one record
//   version (string): the graph's version
//   entity (map): id, name, type, synonyms, description, broader, narrower (lists of id, name, type)
//   inherited (list of list): claims: id, subject_id, predicate, object_id, effect_direction,
//     condition_id, then totals (map) and designs (list of string) of the first by score where no
//     evidence is filtered, else null and the reports as profile/reports gives them of all
//   inherited_count (integer): how many there are where no evidence is filtered, else 0
MATCH (g:Graph {id: 'graph'})
OPTIONAL MATCH (therapy:Entity {id: $therapy})
CALL () {
  MATCH (c:Claim)
  USING INDEX SEEK c:Claim(predicate, subject_id)
  WHERE c.predicate = 'USES_CELL_TYPE' AND c.subject_id IN $therapies
  MATCH (c)<-[:SUPPORTS]-(e:Evidence)
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
  RETURN collect(DISTINCT c.object_id) AS cells
}
CALL (cells) {
  UNWIND [$therapy] + cells AS start_id
  MATCH (start:Entity {id: start_id})
  MATCH (start)-[:IS_A]->{0,20}(broader:Entity)
  WITH broader.id AS id WHERE NOT id IN $therapies
  RETURN collect(DISTINCT id) AS bearers
}
CALL (bearers) {
  CALL (bearers) {
    // The totals kept with claims order them, and only the first say what they rest on.
    WITH bearers WHERE size(keys($filters)) = 0
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'ACTS_THROUGH' AND c.subject_id IN bearers
    WITH c, c {.score, .study_count, .id} AS one
    ORDER BY one.score DESC, one.study_count DESC, one.id
    WITH collect(c) AS ranked
    UNWIND ranked[..$most] AS c
    RETURN c, size(ranked) AS count, c {
      .evidence_count, .supporting_count, .refuting_count, .study_count, .patient_count, .score
    } AS totals, COLLECT {
      MATCH (c)<-[:SUPPORTS|REFUTES]-(e:Evidence)
      RETURN DISTINCT e.design_type AS design
    } AS rest
    UNION ALL
    WITH bearers WHERE size(keys($filters)) > 0
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'ACTS_THROUGH' AND c.subject_id IN bearers
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
    // Properties that are named together are read together, which is faster than one by one.
    WITH c, type(report) = 'SUPPORTS' AS supports, e {
      .unit, .unit_is_study, .patients, .strength, .design_type, .provenance_knowledge_level,
      .provenance_agent_type, .id, .publication_id, .stage, .design_limitations
    } AS said
    RETURN c, 0 AS count, null AS totals, collect([
      supports, said.unit, said.unit_is_study, coalesce(said.patients, 0), said.strength,
      said.design_type, said.provenance_knowledge_level, said.provenance_agent_type, said.id,
      said.publication_id, said.stage, said.design_limitations
    ]) AS rest
  }
  RETURN collect([
    c.id, c.subject_id, c.predicate, c.object_id, c.effect_direction, c.condition_id, totals, rest
  ]) AS inherited, coalesce(max(count), 0) AS inherited_count
}
RETURN g.instance + '-' + toString(g.version) AS version, therapy {
  .id, .name, .type, .description, synonyms: coalesce(therapy.synonyms, []),
  broader: COLLECT {
    MATCH (therapy)-[:IS_A]->{1,20}(broader:Entity)
    RETURN DISTINCT broader {.id, .name, .type} AS found ORDER BY found.id LIMIT $most
  },
  narrower: COLLECT {
    MATCH (therapy)<-[:IS_A]-{1,20}(narrower:Entity)
    RETURN DISTINCT narrower {.id, .name, .type} AS found ORDER BY found.id LIMIT $most
  }
} AS entity, inherited, inherited_count
