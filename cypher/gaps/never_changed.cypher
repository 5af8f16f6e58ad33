// gaps/never_changed: outcomes that were measured and that no report let in calls changed.
// Measured: reported as unchanged or without a direction, or an improvement or worsening refuted.
// Changed: a report supports that it improved, worsened, or both.
// parameters
//   subjects (list of string): therapy ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   skip (integer): how many gaps to leave out
//   limit (integer): how many gaps to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many gaps there are
//   items (list of map): outcome, therapies (list of id, name, type), therapy_count, claims,
//     unchanged_count, undirected_count, refuted_count (reports), study_count, patient_count
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way WHERE $subjects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN ['REPORTS_OUTCOME'] AND c.subject_id IN $subjects
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN ['REPORTS_OUTCOME'] AND c.subject_id > ''
    RETURN c
  }
  WITH c
  WHERE $conditions IS NULL OR c.condition_id IN $conditions
  // Where all evidence is let in, claims tell what was changed, and none of that is read.
  WITH c.object_id AS outcome_id, collect(c) AS claims, sum(CASE
    WHEN c.effect_direction IN ['improved', 'worsened', 'mixed'] AND c.supporting_count > 0 THEN 1
    ELSE 0
  END) AS changed
  WHERE changed = 0 OR size(keys($filters)) > 0
  UNWIND claims AS c
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
  WITH c.object_id AS outcome_id, c, e, CASE
    WHEN c.effect_direction IN ['improved', 'worsened', 'mixed']
      THEN CASE type(report) WHEN 'SUPPORTS' THEN 'changed' ELSE 'refuted' END
    WHEN type(report) = 'REFUTES' THEN 'doubted'
    WHEN c.effect_direction = 'unchanged' THEN 'unchanged'
    ELSE 'undirected'
  END AS said
  WITH outcome_id, e.unit AS unit, e.unit_is_study AS study, max(coalesce(e.patients, 0)) AS n,
       sum(CASE said WHEN 'changed' THEN 1 ELSE 0 END) AS changed,
       sum(CASE said WHEN 'unchanged' THEN 1 ELSE 0 END) AS unchanged,
       sum(CASE said WHEN 'undirected' THEN 1 ELSE 0 END) AS undirected,
       sum(CASE said WHEN 'refuted' THEN 1 ELSE 0 END) AS refuted,
       collect(DISTINCT c.subject_id) AS subjects, collect(DISTINCT c.id) AS claims
  WITH outcome_id, sum(changed) AS changed, sum(unchanged) AS unchanged_count,
       sum(undirected) AS undirected_count, sum(refuted) AS refuted_count,
       sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count, sum(n) AS patient_count,
       collect(subjects) AS subjects, collect(claims) AS claims
  WHERE changed = 0 AND unchanged_count + undirected_count + refuted_count > 0
  WITH outcome_id, unchanged_count, undirected_count, refuted_count, study_count, patient_count,
       subjects, claims
  ORDER BY study_count DESC, patient_count DESC, outcome_id
  RETURN collect({
    outcome_id: outcome_id, unchanged_count: unchanged_count, undirected_count: undirected_count,
    refuted_count: refuted_count, study_count: study_count, patient_count: patient_count,
    subjects: subjects, claims: claims
  }) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS one
  MATCH (outcome:Entity {id: one.outcome_id})
  RETURN one {
    .unchanged_count, .undirected_count, .refuted_count, .study_count, .patient_count,
    outcome: outcome {.id, .name, .type},
    therapy_count: COUNT {
      UNWIND one.subjects AS some UNWIND some AS subject_id RETURN DISTINCT subject_id
    },
    therapies: COLLECT {
      UNWIND one.subjects AS some
      UNWIND some AS subject_id
      WITH DISTINCT subject_id ORDER BY subject_id LIMIT 50
      MATCH (therapy:Entity {id: subject_id})
      RETURN therapy {.id, .name, .type} AS entity ORDER BY therapy.id
    },
    claims: COLLECT {
      UNWIND one.claims AS some
      UNWIND some AS claim_id
      RETURN DISTINCT claim_id ORDER BY claim_id LIMIT 50
    }
  }
} AS items
