// profile/reported: outcomes and harms of therapies, with how many reported them in which direction.
// Every number is of the evidence let in. A unit is an independent report: a named study, else a
// publication, else the report itself; each counts once a side, as kg/scoring.py says.
// parameters
//   groups (list of list of string): therapy ids, one list for each therapy that is asked for
//   objects (list of string): outcome ids to let in, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   most (integer): most outcomes, harms and arms of each harm to give
// returns one record
//   version (string): the graph's version
//   items (list of map): for each group, in its order: outcomes and adverse_events (lists of maps:
//     object, said_of, designs, effects, claims, arms, arm_count, study_count,
//     patient_count, supporting_count, refuting_count, score) and how many there are of each
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND range(0, size($groups) - 1) AS place
  CALL (place) {
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN ['REPORTS_OUTCOME', 'HAS_ADVERSE_EVENT']
      AND c.subject_id IN $groups[place]
      AND (c.predicate <> 'REPORTS_OUTCOME' OR $objects IS NULL OR c.object_id IN $objects)
      AND ($conditions IS NULL OR c.condition_id IN $conditions)
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
    WITH c.predicate AS predicate, c.object_id AS object_id, c.effect_direction AS effect,
         e.unit AS unit, e.unit_is_study AS study, max(coalesce(e.patients, 0)) AS patients,
         max(CASE type(report) WHEN 'SUPPORTS' THEN e.strength ELSE 0 END) AS supporting,
         max(CASE type(report) WHEN 'REFUTES' THEN e.strength ELSE 0 END) AS refuting,
         sum(CASE type(report) WHEN 'SUPPORTS' THEN 1 ELSE 0 END) AS supports,
         sum(CASE type(report) WHEN 'REFUTES' THEN 1 ELSE 0 END) AS refutes,
         collect(DISTINCT e.design_type) AS designs, collect(DISTINCT c.id) AS claims,
         collect(DISTINCT c.subject_id) AS subjects,
         collect(CASE WHEN c.predicate = 'HAS_ADVERSE_EVENT' AND e.result_affected IS NOT NULL THEN e {
           .id, study: e.study_name, .publication_id, arm: e.result_arm,
           comparator: e.result_comparator, affected: e.result_affected,
           at_risk: e.result_at_risk, serious: e.result_serious, pooled: e.result_pooled,
           timepoint_months: e.result_timepoint_months,
           supports: type(report) = 'SUPPORTS', therapy_id: c.subject_id
         } END) AS arms
    WITH predicate, object_id, collect({
      effect: effect, unit: unit, study: study, patients: patients,
      supporting: supporting, refuting: refuting, supports: supports, refutes: refutes,
      designs: designs, claims: claims, subjects: subjects, arms: arms
    }) AS rows
    CALL (rows) {
      UNWIND rows AS row
      WITH row.unit AS unit, row.study AS study, max(row.patients) AS patients,
           max(row.supporting) AS supporting, max(row.refuting) AS refuting,
           sum(row.supports) AS supports, sum(row.refutes) AS refutes
      WITH sum(CASE WHEN study THEN 1 ELSE 0 END) AS study_count, sum(patients) AS patient_count,
           sum(supports) AS supporting_count, sum(refutes) AS refuting_count,
           sum(supporting) / 1000000.0 AS supporting, sum(refuting) / 1000000.0 AS refuting
      RETURN study_count, patient_count, supporting_count, refuting_count,
             round((1 - exp(-supporting)) * exp(-refuting), 4) AS score
    }
    WITH predicate, object_id, rows, study_count, patient_count, supporting_count, refuting_count,
         score
    ORDER BY score DESC, study_count DESC, patient_count DESC, object_id
    WITH predicate, count(*) AS total, collect({
      object_id: object_id, rows: rows, study_count: study_count, patient_count: patient_count,
      supporting_count: supporting_count, refuting_count: refuting_count, score: score
    })[..$most] AS found
    RETURN collect({predicate: predicate, total: total, found: found}) AS kinds
  }
  WITH place, kinds ORDER BY place
  RETURN {place: place, kinds: COLLECT {
    UNWIND kinds AS kind
    RETURN {predicate: kind.predicate, total: kind.total, found: COLLECT {
      UNWIND kind.found AS one
      MATCH (object:Entity {id: one.object_id})
      RETURN {
        object: object {.id, .name, .type},
        study_count: one.study_count, patient_count: one.patient_count,
        supporting_count: one.supporting_count, refuting_count: one.refuting_count,
        score: one.score,
        designs: COLLECT {
          UNWIND one.rows AS row UNWIND row.designs AS design RETURN DISTINCT design ORDER BY design
        },
        claims: COLLECT {
          UNWIND one.rows AS row UNWIND row.claims AS claim RETURN DISTINCT claim ORDER BY claim
        },
        said_of: COLLECT {
          UNWIND one.rows AS row
          UNWIND row.subjects AS subject_id
          WITH DISTINCT subject_id
          MATCH (subject:Entity {id: subject_id})
          RETURN subject {.id, .name, .type} AS said ORDER BY subject.id
        },
        effects: COLLECT {
          UNWIND one.rows AS row
          WITH DISTINCT row.effect AS effect
          // Reductions, because the long-term line takes an aggregation in here for one out there.
          WITH effect, [row IN one.rows WHERE coalesce(row.effect, '') = coalesce(effect, '')] AS own
          RETURN {
            effect_direction: effect,
            unit_count: size([row IN own WHERE row.supports > 0]),
            refuting_unit_count: size([row IN own WHERE row.refutes > 0]),
            study_count: size([row IN own WHERE row.study]),
            patient_count: reduce(total = 0, row IN own | total + row.patients),
            supporting_count: reduce(total = 0, row IN own | total + row.supports),
            refuting_count: reduce(total = 0, row IN own | total + row.refutes),
            score: round(
              (1 - exp(-reduce(total = 0, row IN own | total + row.supporting) / 1000000.0))
              * exp(-reduce(total = 0, row IN own | total + row.refuting) / 1000000.0), 4)
          } AS counted
          ORDER BY effect
        },
        arm_count: reduce(total = 0, row IN one.rows | total + size(row.arms)),
        arms: COLLECT {
          UNWIND one.rows AS row
          UNWIND row.arms AS arm
          WITH arm
          ORDER BY arm.study, arm.publication_id, arm.arm, arm.id
          LIMIT $most
          RETURN arm
        }
      }
    }} AS told
  }} AS item
} AS items
