// export/backed: what backs some claims, in the order of their ids.
// Every number is of the evidence let in, and a claim without any is left out; the score is the
// formula of kg/scoring.py.
// parameters
//   ids (list of string): the claims
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   min_patients (integer): least number of patients of a claim, or null
//   min_studies (integer): least number of named studies of a claim, or null
//   min_score (float): least score of a claim, or null
// returns one record
//   version (string): the graph's version
//   items (list of map): id, evidence_count, supporting_count, refuting_count, study_count,
//     patient_count, score, publications (list of lists of ids), level and agent (null where they
//     differ), stage (the furthest: approved, in_trials and proposed are in the order of letters)
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $ids AS id
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
  WITH c, e.unit AS unit, e.unit_is_study AS study, max(coalesce(e.patients, 0)) AS patients,
       max(CASE type(report) WHEN 'SUPPORTS' THEN e.strength ELSE 0 END) AS supporting,
       max(CASE type(report) WHEN 'REFUTES' THEN e.strength ELSE 0 END) AS refuting,
       sum(CASE type(report) WHEN 'SUPPORTS' THEN 1 ELSE 0 END) AS supports,
       sum(CASE type(report) WHEN 'REFUTES' THEN 1 ELSE 0 END) AS refutes,
       collect(DISTINCT e.publication_id) AS publications,
       min(e.provenance_knowledge_level) AS level, max(e.provenance_knowledge_level) AS level_too,
       min(e.provenance_agent_type) AS agent, max(e.provenance_agent_type) AS agent_too,
       min(e.stage) AS stage
  WITH c, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count, sum(patients) AS patient_count,
       sum(supports) AS supporting_count, sum(refutes) AS refuting_count,
       sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting,
       collect(publications) AS publications, min(level) AS level, max(level_too) AS level_too,
       min(agent) AS agent, max(agent_too) AS agent_too, min(stage) AS stage
  WITH c, study_count, patient_count, supporting_count, refuting_count, publications, stage,
       CASE level WHEN level_too THEN level END AS level,
       CASE agent WHEN agent_too THEN agent END AS agent,
       round((1 - exp(-supporting)) * exp(-refuting), 4) AS score
  WHERE ($min_patients IS NULL OR patient_count >= $min_patients)
    AND ($min_studies IS NULL OR study_count >= $min_studies)
    AND ($min_score IS NULL OR score >= $min_score)
  RETURN c {
    .id, evidence_count: supporting_count + refuting_count, supporting_count: supporting_count,
    refuting_count: refuting_count, study_count: study_count, patient_count: patient_count,
    score: score, publications: publications, level: level, agent: agent, stage: stage
  }
  ORDER BY c.id
} AS items
