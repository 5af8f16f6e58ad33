// profile/claims: what a therapy is: its entity, cells, mechanisms, approvals and comparisons.
// Mechanisms are those said of the therapies let in, of what is broader than the therapy, of the
// cells that they use, and of what is broader than those cells. A condition restricts what the
// therapy treats and is compared in, not what it is made of and how it works.
// parameters
//   therapy (string): the therapy asked for
//   therapies (list of string): therapy ids, narrower ones included
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   most (integer): most claims of a section, and broader and narrower therapies, to give
// returns one record
//   version (string): the graph's version
//   entity (map): id, name, type, synonyms, description, broader, narrower (lists of id, name, type)
//   sections (list of map): section, total, and claims (list of claim maps with designs, stages,
//     agents)
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
  RETURN collect(DISTINCT broader.id) + $therapies AS bearers
}
CALL (bearers) {
  CALL (bearers) {
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'ACTS_THROUGH' AND c.subject_id IN bearers
    RETURN 'mechanisms' AS section, c
    UNION ALL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'USES_CELL_TYPE' AND c.subject_id IN $therapies
    RETURN 'cell_types' AS section, c
    UNION ALL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'TREATS' AND c.subject_id IN $therapies
      AND ($conditions IS NULL OR c.object_id IN $conditions)
    RETURN 'treats' AS section, c
    UNION ALL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'COMPARED_WITH' AND c.subject_id IN $therapies
      AND ($conditions IS NULL OR c.condition_id IN $conditions)
    RETURN 'comparisons' AS section, c
    UNION ALL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate = 'COMPARED_WITH' AND c.object_id IN $therapies
      AND NOT c.subject_id IN $therapies
      AND ($conditions IS NULL OR c.condition_id IN $conditions)
    RETURN 'comparisons' AS section, c
  }
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
  WITH section, c, e.unit AS unit, e.unit_is_study AS study,
       max(coalesce(e.patients, 0)) AS patients,
       max(CASE type(report) WHEN 'SUPPORTS' THEN e.strength ELSE 0 END) AS supporting,
       max(CASE type(report) WHEN 'REFUTES' THEN e.strength ELSE 0 END) AS refuting,
       sum(CASE type(report) WHEN 'SUPPORTS' THEN 1 ELSE 0 END) AS supports,
       sum(CASE type(report) WHEN 'REFUTES' THEN 1 ELSE 0 END) AS refutes,
       collect(DISTINCT e.design_type) AS designs, collect(DISTINCT e.stage) AS stages,
       collect(DISTINCT e.provenance_agent_type) AS agents
  WITH section, c, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count,
       sum(patients) AS patient_count, sum(supports) AS supporting_count,
       sum(refutes) AS refuting_count, sum(supporting) / 1000000.0 AS supporting,
       sum(refuting) / 1000000.0 AS refuting, collect({
         designs: designs, stages: stages, agents: agents
       }) AS units
  WITH section, c, study_count, patient_count, supporting_count, refuting_count, units,
       round((1 - exp(-supporting)) * exp(-refuting), 4) AS score
  ORDER BY score DESC, study_count DESC, c.id
  WITH section, count(*) AS total, collect({
    c: c, study_count: study_count, patient_count: patient_count,
    supporting_count: supporting_count, refuting_count: refuting_count, score: score, units: units
  })[..$most] AS listed
  RETURN collect({section: section, total: total, listed: listed}) AS found
}
WITH g, therapy, COLLECT {
  UNWIND found AS part
  RETURN {section: part.section, total: part.total, claims: COLLECT {
    UNWIND part.listed AS one
    WITH one, one.c AS c
    MATCH (subject:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(object:Entity)
    OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
    RETURN c {
      .id, .predicate, .effect_direction,
      evidence_count: one.supporting_count + one.refuting_count,
      supporting_count: one.supporting_count, refuting_count: one.refuting_count,
      study_count: one.study_count, patient_count: one.patient_count, score: one.score,
      subject: subject {.id, .name, .type},
      object: object {.id, .name, .type},
      condition: condition {.id, .name, .type},
      designs: COLLECT {
        UNWIND one.units AS unit UNWIND unit.designs AS design RETURN DISTINCT design ORDER BY design
      },
      stages: COLLECT {
        UNWIND one.units AS unit UNWIND unit.stages AS stage RETURN DISTINCT stage ORDER BY stage
      },
      agents: COLLECT {
        UNWIND one.units AS unit UNWIND unit.agents AS agent RETURN DISTINCT agent ORDER BY agent
      }
    }
  }} AS section
} AS sections
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
} AS entity, sections
