// contradictions/list: claims of the same two things that say otherwise, or are refuted as well.
// Reports fall into sides by what they say: an effect direction, supported or refuted. Two sides
// oppose each other where both support and their directions differ, or where one refutes what the
// other supports; a claim without a direction opposes none with one. A side scores as what supports
// a claim does (kg/scoring.py), and a contradiction as much as the weaker of two opposed sides.
// parameters
//   subjects (list of string): subject ids, narrower ones included, or null
//   predicates (list of string): predicates to let in
//   objects (list of string): object ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   skip (integer): how many contradictions to leave out
//   limit (integer): how many contradictions to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many contradictions there are
//   items (list of map): subject, predicate, object, score, reports (list of map: what each report
//     says, and where, how and of whom)
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way WHERE $subjects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN $predicates AND c.subject_id IN $subjects
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate IN $predicates AND c.object_id IN $objects
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NULL AND $conditions IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, condition_id)
    WHERE c.predicate IN $predicates AND c.condition_id IN $conditions
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NULL AND $conditions IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN $predicates AND c.subject_id > ''
    RETURN c
  }
  WITH c
  WHERE ($objects IS NULL OR c.object_id IN $objects)
    AND ($conditions IS NULL OR c.condition_id IN $conditions)
  // What no evidence could make a contradiction is left out before any is read.
  WITH c.subject_id AS subject_id, c.predicate AS predicate, c.object_id AS object_id,
       collect(c) AS claims, count(DISTINCT c.effect_direction) AS effects,
       max(c.refuting_count) AS refuting
  WHERE effects > 1 OR refuting > 0
  CALL (claims) {
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
    WITH c.effect_direction AS effect, type(report) AS stand, e.unit AS unit,
         max(e.strength) AS strength, count(*) AS reports
    WITH effect, stand, sum(strength) / 1000000.0 AS strength, sum(reports) AS reports
    RETURN collect({
      effect: effect, stand: stand, score: round(1 - exp(-strength), 4), reports: reports
    }) AS sides
  }
  WITH subject_id, predicate, object_id, claims, sides,
       reduce(most = -1.0, weaker IN [a IN sides | reduce(found = -1.0, b IN sides |
         CASE
           WHEN (a.stand = 'SUPPORTS' AND b.stand = 'SUPPORTS' AND a.effect <> b.effect)
             OR (a.stand <> b.stand AND coalesce(a.effect, '') = coalesce(b.effect, ''))
           THEN CASE
             WHEN a.score <= b.score AND a.score > found THEN a.score
             WHEN b.score < a.score AND b.score > found THEN b.score
             ELSE found
           END
           ELSE found
         END
       )] | CASE WHEN weaker > most THEN weaker ELSE most END) AS score
  WHERE score >= 0
  WITH subject_id, predicate, object_id, claims, score,
       reduce(reports = 0, side IN sides | reports + side.reports) AS reports
  ORDER BY score DESC, reports DESC, subject_id, predicate, object_id
  RETURN collect({
    subject_id: subject_id, predicate: predicate, object_id: object_id, claims: claims, score: score
  }) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS one
  MATCH (subject:Entity {id: one.subject_id})
  MATCH (object:Entity {id: one.object_id})
  RETURN {
    subject: subject {.id, .name, .type}, predicate: one.predicate,
    object: object {.id, .name, .type}, score: one.score,
    reports: COLLECT {
      UNWIND one.claims AS c
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
      OPTIONAL MATCH (e)-[:REPORTED_IN]->(publication:Publication)
      OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
      RETURN {
        id: e.id, claim_id: c.id, effect: c.effect_direction, stand: type(report), unit: e.unit,
        study: e.unit_is_study, study_name: e.study_name, patients: coalesce(e.patients, 0),
        strength: e.strength, weight: e.weight,
        condition: condition.name, course: e.population_course, dose: e.treatment_dose,
        dose_unit: e.treatment_dose_unit, route: toLower(e.treatment_route),
        cell_source: e.treatment_cell_source, donor: e.treatment_donor,
        phase: coalesce(e.design_phase, e.study_phase), design: e.design_type,
        follow_up: e.result_timepoint_months, comparator: e.result_comparator,
        year: publication.year, publication_id: e.publication_id, publication_title: e.publication_title,
        section: e.provenance_section, start: e.provenance_start, end: e.provenance_end
      } AS told
      ORDER BY e.weight DESC, e.id
    }
  }
} AS items
