// export/behind: what is cited behind some claims with all their evidence, in the order of ids.
// parameters
//   ids (list of string): the claims
// returns one record
//   version (string): the graph's version
//   items (list of lists): [id, publications (list of ids), level and agent (null where they
//     differ), stage (the furthest: approved, in_trials and proposed are in the order of letters)];
//     a claim without evidence is left out
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $ids AS id
  MATCH (c:Claim {id: id})
  USING INDEX SEEK c:Claim(id)
  MATCH (c)<-[:SUPPORTS|REFUTES]-(e)
  WITH c.id AS id, collect(DISTINCT e.publication_id) AS publications,
       min(e.provenance_knowledge_level) AS level, max(e.provenance_knowledge_level) AS level_too,
       min(e.provenance_agent_type) AS agent, max(e.provenance_agent_type) AS agent_too,
       min(e.stage) AS stage
  RETURN [
    id, publications, CASE level WHEN level_too THEN level END,
    CASE agent WHEN agent_too THEN agent END, stage
  ]
  ORDER BY id
} AS items
