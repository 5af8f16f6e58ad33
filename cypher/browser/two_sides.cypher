// browser/two_sides: one contradiction, drawn with the reports on each side.
// returns rows
//   path (path): what a claim is about, or a report of it with its publication
MATCH (claim:Claim)
WITH claim.subject_id AS subject_id, claim.predicate AS says, claim.object_id AS object_id,
     count(DISTINCT claim.effect_direction) AS effects, sum(claim.refuting_count) AS refuting,
     sum(claim.evidence_count) AS reports, collect(claim) AS claims
WHERE effects > 1 OR (refuting > 0 AND refuting < reports)
WITH * ORDER BY reports DESC, subject_id, says, object_id LIMIT 1
UNWIND claims AS claim
CALL (claim) {
  MATCH path = (claim)-[:SUBJECT|OBJECT|IN_CONDITION]->()
  RETURN path
  UNION ALL
  MATCH path = (claim)<-[:SUPPORTS|REFUTES]-(:Evidence)-[:REPORTED_IN]->()
  RETURN path LIMIT 30
}
RETURN path
