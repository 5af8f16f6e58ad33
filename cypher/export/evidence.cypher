// export/evidence: a page of the evidence of some claims, in the order of claims and of its ids.
// parameters
//   claims (list of string): the claims, in the order of their ids
//   after (string): of the first of them only evidence after this id; empty for all
//   limit (integer): how many
//   whole (boolean): whether all properties are wanted, or only what joins evidence to others
//   filters (map): which evidence is let in, see kg/queries/filters.py
// returns one record
//   version (string): the graph's version
//   items (list of map): the evidence's properties and claim (map: subject_id, predicate, object_id,
//     condition_id, effect_direction), or id, evidence_direction and publication_id alone; claim_id,
//     study_node (id or null), sources (list of lists: [id, record])
MATCH (g:Graph {id: 'graph'})
CALL () {
  UNWIND $claims AS id
  MATCH (c:Claim {id: id})
  USING INDEX SEEK c:Claim(id)
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
    AND (e.id > $after OR id <> $claims[0])
  WITH c, e
  ORDER BY c.id, e.id
  LIMIT $limit
  WITH c, e, head(COLLECT { MATCH (e)-[:FROM_STUDY]->(study) RETURN study.id }) AS study,
       COLLECT {
         MATCH (e)-[mention:FROM_SOURCE]->(source:Source)
         RETURN [source.id, mention.record] AS found ORDER BY source.id
       } AS sources
  RETURN collect(CASE WHEN $whole THEN e {
    .*, claim_id: c.id,
    claim: c {.subject_id, .predicate, .object_id, .condition_id, .effect_direction},
    study_node: study, sources: sources
  } ELSE e {
    .id, .evidence_direction, .publication_id, claim_id: c.id, study_node: study, sources: sources
  } END) AS items
}
RETURN g.instance + '-' + toString(g.version) AS version, items
