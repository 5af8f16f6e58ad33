// results/list: the results of outcomes, by study, measure, arm and time, whatever they say.
// parameters
//   outcomes (list of string): outcome ids, narrower ones included
//   therapies (list of string): therapy ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   skip (integer): how many results to leave out
//   limit (integer): how many results to give
//   most (integer): how many results to give as numbers, from the first
// returns one record
//   version (string): the graph's version
//   total (integer): how many results there are
//   items (list of map): each result with its claim, study, publication and place
//   numbers (list of map): what is needed to sum results up, of every one up to the most
//   entities (list of map): id, name, type of all that the numbers are about
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way WHERE $therapies IS NOT NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'REPORTS_OUTCOME' AND c.subject_id IN $therapies
      AND c.object_id IN $outcomes
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $therapies IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.predicate = 'REPORTS_OUTCOME' AND c.object_id IN $outcomes
    RETURN c
  }
  WITH c
  WHERE $conditions IS NULL OR c.condition_id IN $conditions
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
  // Properties that are named together are read together, which is faster than one by one.
  WITH c, e, type(report) = 'SUPPORTS' AS supports, e {
    .unit, .result_measure, .result_arm, .result_timepoint_months, .id
  } AS said
  ORDER BY said.unit, c.object_id, said.result_measure, said.result_arm,
           said.result_timepoint_months, said.id
  RETURN collect({c: c, e: e, supports: supports}) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS one
  WITH one, one.c AS c, one.e AS e
  MATCH (therapy:Entity {id: c.subject_id})
  MATCH (outcome:Entity {id: c.object_id})
  OPTIONAL MATCH (condition:Entity {id: c.condition_id})
  OPTIONAL MATCH (e)-[:REPORTED_IN]->(publication:Publication)
  RETURN {
    evidence_id: e.id, claim_id: c.id, therapy: therapy {.id, .name, .type},
    outcome: outcome {.id, .name, .type}, condition: condition {.id, .name, .type},
    effect_direction: c.effect_direction, supports: one.supports, study: e.study_name,
    publication_id: e.publication_id, publication_title: e.publication_title,
    year: publication.year, section: e.provenance_section, start: e.provenance_start,
    end: e.provenance_end, design: e.design_type, phase: coalesce(e.design_phase, e.study_phase),
    arm: e.result_arm, pooled: coalesce(e.result_pooled, false), comparator: e.result_comparator,
    measure: e.result_measure, unit: e.result_unit, baseline: e.result_baseline,
    value: e.result_value, change: e.result_change, change_direction: e.result_change_direction,
    dispersion: e.result_dispersion, dispersion_type: e.result_dispersion_type,
    estimate: e.result_estimate, estimate_type: e.result_estimate_type, ci_low: e.result_ci_low,
    ci_high: e.result_ci_high, p_value: e.result_p_value, n: e.result_n,
    responders: e.result_responders, affected: e.result_affected, at_risk: e.result_at_risk,
    timepoint_months: e.result_timepoint_months
  } AS result
} AS items, COLLECT {
  UNWIND found[..$most] AS one
  WITH one.c AS c, one.e AS e
  WITH c {.subject_id, .object_id, .condition_id} AS claim, e {
    .id, .unit, .study_name, .design_type, .result_arm, .result_pooled, .result_comparator,
    .result_measure, .result_unit, .result_value, .result_change, .result_dispersion,
    .result_dispersion_type, .result_estimate, .result_estimate_type, .result_ci_low,
    .result_ci_high, .result_n, .result_responders, .result_timepoint_months, .provenance_quote
  } AS said
  RETURN {
    id: said.id, study_id: said.unit, study: said.study_name, design: said.design_type,
    therapy_id: claim.subject_id, outcome_id: claim.object_id, condition_id: claim.condition_id,
    arm: said.result_arm, pooled: said.result_pooled, comparator: said.result_comparator,
    measure: said.result_measure, unit: said.result_unit, value: said.result_value,
    change: said.result_change, dispersion: said.result_dispersion,
    dispersion_type: said.result_dispersion_type, estimate: said.result_estimate,
    estimate_type: said.result_estimate_type, ci_low: said.result_ci_low,
    ci_high: said.result_ci_high, n: said.result_n, responders: said.result_responders,
    months: said.result_timepoint_months,
    quote: CASE WHEN said.provenance_quote CONTAINS 'ciPctValue'
      OR said.provenance_quote CONTAINS 'ciNumSides' THEN said.provenance_quote END
  } AS number
} AS numbers, COLLECT {
  UNWIND found[..$most] AS one
  UNWIND [one.c.subject_id, one.c.object_id, one.c.condition_id] AS id
  WITH DISTINCT id WHERE id IS NOT NULL
  MATCH (entity:Entity {id: id})
  RETURN entity {.id, .name, .type} AS entity
} AS entities
