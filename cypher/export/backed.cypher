// export/backed: a page of claims with what backs them, in the order of their ids.
// The same as export/claims where evidence is filtered, or is to be told of: every number is of the
// evidence let in, and a claim without any is left out; the score is the formula of kg/scoring.py.
// parameters
//   ids (list of string): claims to look at, or null; else those after one id, by the narrowest way
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many to look at
//   subjects (list of string): subject ids, narrower ones included, or null
//   predicates (list of string): predicates to let in
//   objects (list of string): object ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   effects (list of string): effect directions to let in, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   min_patients (integer): least number of patients of a claim, or null
//   min_studies (integer): least number of named studies of a claim, or null
//   min_score (float): least score of a claim, or null
// returns one record
//   version (string): the graph's version
//   items (list of map): as export/claims has them, and publications, levels, agents, stages (lists)
//   conditions (list of list): [id, name] of conditions in which they are asserted
//   last (string): the last id looked at, null where there are no more
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way WHERE $ids IS NOT NULL
    UNWIND $ids AS id
    MATCH (c:Claim {id: id})
    USING INDEX SEEK c:Claim(id)
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $ids IS NULL AND $subjects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN $predicates AND c.subject_id IN $subjects AND c.id > $after
    WITH c ORDER BY c.id LIMIT $limit
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $ids IS NULL AND $subjects IS NULL AND $objects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate IN $predicates AND c.object_id IN $objects AND c.id > $after
    WITH c ORDER BY c.id LIMIT $limit
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $ids IS NULL AND $subjects IS NULL AND $objects IS NULL
      AND $conditions IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, condition_id)
    WHERE c.predicate IN $predicates AND c.condition_id IN $conditions AND c.id > $after
    WITH c ORDER BY c.id LIMIT $limit
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $ids IS NULL AND $subjects IS NULL AND $objects IS NULL
      AND $conditions IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(id)
    WHERE c.id > $after
    WITH c ORDER BY c.id LIMIT $limit
    RETURN c
  }
  RETURN collect(c) AS seen
}
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND seen AS c
  WITH c
  WHERE c.predicate IN $predicates
    AND ($subjects IS NULL OR c.subject_id IN $subjects)
    AND ($objects IS NULL OR c.object_id IN $objects)
    AND ($conditions IS NULL OR c.condition_id IN $conditions)
    AND ($effects IS NULL OR c.effect_direction IN $effects)
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
       collect(DISTINCT e.provenance_knowledge_level) AS levels,
       collect(DISTINCT e.provenance_agent_type) AS agents,
       collect(DISTINCT e.stage) AS stages
  WITH c, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count, sum(patients) AS patient_count,
       sum(supports) AS supporting_count, sum(refutes) AS refuting_count,
       sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting,
       collect(publications) AS publications, collect(levels) AS levels, collect(agents) AS agents,
       collect(stages) AS stages
  WITH c, study_count, patient_count, supporting_count, refuting_count, publications, levels,
       agents, stages, round((1 - exp(-supporting)) * exp(-refuting), 4) AS score
  WHERE ($min_patients IS NULL OR patient_count >= $min_patients)
    AND ($min_studies IS NULL OR study_count >= $min_studies)
    AND ($min_score IS NULL OR score >= $min_score)
  RETURN c {
    .id, .subject_id, .predicate, .object_id, .condition_id, .effect_direction,
    evidence_count: supporting_count + refuting_count, supporting_count: supporting_count,
    refuting_count: refuting_count, study_count: study_count, patient_count: patient_count,
    score: score, publications: publications, levels: levels, agents: agents, stages: stages
  }
  ORDER BY c.id
} AS items,
  COLLECT {
    UNWIND seen AS c
    WITH DISTINCT c.condition_id AS id
    MATCH (n:Entity {id: id})
    USING INDEX SEEK n:Entity(id)
    RETURN [n.id, n.name]
  } AS conditions,
  seen[-1].id AS last
