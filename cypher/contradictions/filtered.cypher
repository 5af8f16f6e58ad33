// contradictions/filtered: a page of contradictions, counting only the evidence let in.
// The same as contradictions/list where evidence is filtered or the page is a late one: each is
// scored here, by all its reports.
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
//   items (list of map): subject, predicate, object, sides (list of list: effect, stand, reports
//     (list of list: id, unit, unit_is_study, patients, strength, condition_id, course, dose,
//     dose_unit, route, cell_source, donor, phase, design, follow_up, comparator, year)); in no order
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
WITH g, size(found) AS total, found[$skip..$skip + $limit] AS page
CALL (page) {
  UNWIND range(0, size(page) - 1) AS place
  WITH place, page[place] AS one
  UNWIND one.claims AS c
  WITH place, c, c {.effect_direction, .condition_id} AS claim
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
  OPTIONAL MATCH (e)-[:REPORTED_IN]->(publication)
  // Properties that are named together are read together, which is faster than one by one.
  WITH place, claim, type(report) AS stand, publication.year AS year, e {
    .id, .unit, .unit_is_study, .patients, .strength, .population_course, .treatment_dose,
    .treatment_dose_unit, .treatment_route, .treatment_cell_source, .treatment_donor,
    .design_phase, .study_phase, .design_type, .result_timepoint_months, .result_comparator
  } AS said
  WITH place, claim.effect_direction AS effect, stand, collect([
         said.id, said.unit, said.unit_is_study, coalesce(said.patients, 0), said.strength,
         claim.condition_id, said.population_course, said.treatment_dose, said.treatment_dose_unit,
         toLower(said.treatment_route), said.treatment_cell_source, said.treatment_donor,
         coalesce(said.design_phase, said.study_phase), said.design_type,
         said.result_timepoint_months, said.result_comparator, year
       ]) AS reports
  WITH place, collect([effect, stand, reports]) AS sides
  WITH page[place] AS one, sides
  MATCH (subject:Entity {id: one.subject_id})
  MATCH (object:Entity {id: one.object_id})
  RETURN collect({
    subject: subject {.id, .name, .type}, predicate: one.predicate,
    object: object {.id, .name, .type}, sides: sides
  }) AS items
}
RETURN g.instance + '-' + toString(g.version) AS version, total, items
