// contradictions/list: what may be the first contradictions, with all their reports.
// Reports fall into sides by what they say: an effect direction, supported or refuted. Two sides
// oppose each other where both support and their directions differ, or where one refutes what the
// other supports; a claim without a direction opposes none with one. A contradiction scores as much
// as the weaker of two opposed sides (kg/scoring.py). Which there are is told by the totals of
// claims. They are ranked by the most they could score, and only the first of them are read; the
// caller scores them, and asks contradictions/filtered where another could belong before them.
// A claim that nothing refutes is as strong as it scores. Else its reports are, at most, each as
// strong as any. Strengths are in nepers, and 20 are more than any score shows.
// parameters
//   subjects (list of string): subject ids, narrower ones included, or null
//   predicates (list of string): predicates to let in
//   objects (list of string): object ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   strongest (float): the most that one report counts, in nepers
//   read (integer): how many contradictions to give with their reports
// returns one record
//   version (string): the graph's version
//   total (integer): how many contradictions there are
//   unread (map): the first that was not read: score (the most it could have), reports, subject_id,
//     predicate, object_id; null where all were read
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
    RETURN c, c.predicate AS predicate, c.subject_id AS subject_id
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate IN $predicates AND c.object_id IN $objects
    RETURN c, c.predicate AS predicate, c.subject_id AS subject_id
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NULL AND $conditions IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, condition_id)
    WHERE c.predicate IN $predicates AND c.condition_id IN $conditions
    RETURN c, c.predicate AS predicate, c.subject_id AS subject_id
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL AND $objects IS NULL AND $conditions IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate IN $predicates AND c.subject_id > ''
    RETURN c, c.predicate AS predicate, c.subject_id AS subject_id
  }
  // Properties that are named together are read together, which is faster than one by one; those
  // that an index gives are not read at all.
  WITH c, predicate, subject_id, c {
    .object_id, .condition_id, .effect_direction, .refuting_count
  } AS one
  WHERE ($objects IS NULL OR one.object_id IN $objects)
    AND ($conditions IS NULL OR one.condition_id IN $conditions)
  // What no evidence could make a contradiction is left out before it is looked at closely.
  WITH subject_id, predicate, one.object_id AS object_id, collect(c) AS claims,
       count(DISTINCT one.effect_direction) AS effects, max(one.refuting_count) AS refuting
  WHERE effects > 1 OR refuting > 0
  UNWIND claims AS c
  WITH subject_id, predicate, object_id, c, c {
    .effect_direction, .supporting_count, .refuting_count, .score
  } AS one
  WITH subject_id, predicate, object_id, one.effect_direction AS effect, collect(c) AS claims,
       sum(one.supporting_count) AS supporting, sum(one.refuting_count) AS refuting,
       sum(CASE
         WHEN one.refuting_count > 0 THEN one.supporting_count * $strongest
         WHEN one.score >= 0.9999 THEN 20.0
         ELSE -log(0.99995 - one.score)
       END) AS most
  WITH subject_id, predicate, object_id, collect(claims) AS claims,
       sum(supporting + refuting) AS reports,
       collect(CASE WHEN effect IS NOT NULL AND supporting > 0 THEN most END) AS ways,
       max(CASE
         WHEN supporting > 0 AND refuting > 0
         THEN CASE WHEN most < refuting * $strongest THEN most ELSE refuting * $strongest END
       END) AS refuted
  WHERE size(ways) > 1 OR refuted IS NOT NULL
  // The second most of the directions is the weaker side of the best two.
  WITH subject_id, predicate, object_id, claims, reports, coalesce(refuted, 0.0) AS refuted,
       reduce(two = [0.0, 0.0], most IN ways | CASE
         WHEN most > two[0] THEN [most, two[0]]
         WHEN most > two[1] THEN [two[0], most]
         ELSE two
       END)[1] AS second
  WITH subject_id, predicate, object_id, claims, reports,
       1.0001 - exp(-CASE WHEN refuted > second THEN refuted ELSE second END) AS most
  WITH subject_id, predicate, object_id, claims, reports,
       CASE WHEN most > 1 THEN 1.0 ELSE most END AS score
  ORDER BY score DESC, reports DESC, subject_id, predicate, object_id
  RETURN collect({
    subject_id: subject_id, predicate: predicate, object_id: object_id, claims: claims,
    reports: reports, score: score
  }) AS ranked
}
WITH g, size(ranked) AS total, ranked[$read] AS next, ranked[..$read] AS page
CALL (page) {
  UNWIND range(0, size(page) - 1) AS place
  WITH place, page[place] AS one
  UNWIND one.claims AS claims
  UNWIND claims AS c
  WITH place, c, c {.effect_direction, .condition_id} AS claim
  MATCH (c)<-[report:SUPPORTS|REFUTES]-(e:Evidence)
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
RETURN g.instance + '-' + toString(g.version) AS version, total,
       next {.score, .reports, .subject_id, .predicate, .object_id} AS unread, items
