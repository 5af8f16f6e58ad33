// profile/filtered: the same as profile/reports, of the evidence let in.
// parameters
//   groups (list of list of string): therapy ids, one list for each answer wanted
//   predicates (list of string): predicates of the claims
//   compared (boolean): whether claims that compare something else with a therapy count too
//   objects (list of string): outcome ids, or null; restricts outcomes, not harms
//   conditions (list of string): condition ids, narrower ones included, or null; restricts what
//     was found and what is treated, not what a therapy is made of and how it works
//   filters (map): which evidence is let in, see kg/queries/filters.py
// returns one record
//   version (string): the graph's version
//   items (list of list of list): for each group, its claims: id, subject_id, predicate, object_id,
//     effect_direction, condition_id, reports (list of list: supports, unit, unit_is_study,
//     patients, strength, design_type, knowledge_level, agent_type, id, publication_id, stage,
//     limitations)
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND range(0, size($groups) - 1) AS place
  CALL (place) {
    CALL (place) {
      MATCH (c:Claim)
      USING INDEX SEEK c:Claim(predicate, subject_id)
      WHERE c.predicate IN $predicates AND c.subject_id IN $groups[place]
      RETURN c
      UNION ALL
      WITH place WHERE $compared
      MATCH (c:Claim)
      USING INDEX SEEK c:Claim(predicate, object_id)
      WHERE c.predicate = 'COMPARED_WITH' AND c.object_id IN $groups[place]
        AND NOT c.subject_id IN $groups[place]
      RETURN c
    }
    WITH c
    WHERE ($conditions IS NULL OR c.condition_id IN $conditions
        OR (c.predicate = 'TREATS' AND c.object_id IN $conditions)
        OR c.predicate IN ['USES_CELL_TYPE', 'ACTS_THROUGH'])
      AND (c.predicate <> 'REPORTS_OUTCOME' OR $objects IS NULL OR c.object_id IN $objects)
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
    WITH c, collect([
      supports, said.unit, said.unit_is_study, coalesce(said.patients, 0), said.strength,
      said.design_type, said.provenance_knowledge_level, said.provenance_agent_type, said.id,
      said.publication_id, said.stage, said.design_limitations
    ]) AS reports
    RETURN collect([
      c.id, c.subject_id, c.predicate, c.object_id, c.effect_direction, c.condition_id, reports
    ]) AS claims
  }
  WITH place, claims ORDER BY place
  RETURN claims
} AS items
