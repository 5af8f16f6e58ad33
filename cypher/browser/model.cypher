// browser/model: one claim with all around it, as an example of the model.
// returns rows
//   path (path): what the claim is about, or a report of it with where it is from
MATCH (claim:Claim {predicate: 'REPORTS_OUTCOME'})
WHERE claim.effect_direction = 'improved' AND claim.condition_id IS NOT NULL
WITH claim ORDER BY claim.study_count DESC, claim.score DESC, claim.id LIMIT 1
CALL (claim) {
  MATCH path = (claim)-[:SUBJECT|OBJECT|IN_CONDITION]->()
  RETURN path
  UNION ALL
  MATCH path = (claim)<-[:SUPPORTS|REFUTES]-(:Evidence)-[:REPORTED_IN|FROM_STUDY|FROM_SOURCE]->()
  RETURN path LIMIT 60
}
RETURN path
