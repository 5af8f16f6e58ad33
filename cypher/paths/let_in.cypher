// paths/let_in: scores of claims, counting only the evidence let in.
// A claim that none of it supports is left out; the score is the formula of kg/scoring.py.
// parameters
//   claims (list of string): claim ids
//   filters (map): which evidence is let in, see kg/queries/filters.py
// returns one record
//   version (string): the graph's version
//   scores (list of list): claim id, score
MATCH (g:Graph {id: 'graph'})
CALL () {
  UNWIND $claims AS claim_id
  MATCH (c:Claim {id: claim_id})
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
  WITH c, e.unit AS unit,
       max(CASE type(report) WHEN 'SUPPORTS' THEN e.strength ELSE 0 END) AS supporting,
       max(CASE type(report) WHEN 'REFUTES' THEN e.strength ELSE 0 END) AS refuting
  WITH c, sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting
  WHERE supporting > 0
  RETURN collect([c.id, round((1 - exp(-supporting)) * exp(-refuting), 4)]) AS scores
}
RETURN g.instance + '-' + toString(g.version) AS version, scores
