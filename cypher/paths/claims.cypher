// paths/claims: the steps of paths, each with its best evidence and what kind of evidence it has.
// Every number is of the evidence let in; the score is the formula of kg/scoring.py.
// parameters
//   claims (list of string): claim ids
//   filters (map): which evidence is let in, see kg/queries/filters.py
// returns one record
//   version (string): the graph's version
//   items (list of map): claim maps with kinds (list of list: design and agent type of what
//     supports the claim) and evidence (the map of the strongest report that does)
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
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
  WITH c, type(report) AS side, e ORDER BY e.weight DESC, e.id
  WITH c, e.unit AS unit, e.unit_is_study AS study, max(coalesce(e.patients, 0)) AS patients,
       max(CASE side WHEN 'SUPPORTS' THEN e.strength ELSE 0 END) AS supporting,
       max(CASE side WHEN 'REFUTES' THEN e.strength ELSE 0 END) AS refuting,
       collect(CASE side WHEN 'SUPPORTS' THEN e END) AS supports,
       sum(CASE side WHEN 'REFUTES' THEN 1 ELSE 0 END) AS refutes
  WITH c, sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count, sum(patients) AS patient_count,
       sum(size(supports)) AS supporting_count, sum(refutes) AS refuting_count,
       sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting,
       collect(supports) AS by_unit
  MATCH (subject:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(object:Entity)
  OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
  RETURN c {
    .id, .predicate, .effect_direction,
    evidence_count: supporting_count + refuting_count,
    supporting_count: supporting_count, refuting_count: refuting_count,
    study_count: study_count, patient_count: patient_count,
    score: round((1 - exp(-supporting)) * exp(-refuting), 4),
    subject: subject {.id, .name, .type},
    object: object {.id, .name, .type},
    condition: condition {.id, .name, .type},
    kinds: COLLECT {
      UNWIND by_unit AS some UNWIND some AS e
      RETURN DISTINCT [e.design_type, e.provenance_agent_type]
    },
    evidence: head(COLLECT {
      UNWIND by_unit AS some UNWIND some AS e
      RETURN e {
        .id, .weight, .design_type, .study_name, .publication_id, .publication_title,
        section: e.provenance_section, start: e.provenance_start, end: e.provenance_end,
        quote: e.provenance_quote, agent_type: e.provenance_agent_type,
        knowledge_level: e.provenance_knowledge_level
      } AS found
      ORDER BY e.weight DESC, e.id LIMIT 1
    })
  }
} AS items
