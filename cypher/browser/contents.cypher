// browser/contents: what the graph says, by kind of claim.
// returns rows
//   says (string): the predicate
//   claims (integer): how many claims
//   of (integer): of how many things
//   about (integer): about how many things
//   reports (integer): reports behind the claims
MATCH (claim:Claim)
RETURN claim.predicate AS says, count(*) AS claims,
       count(DISTINCT claim.subject_id) AS of, count(DISTINCT claim.object_id) AS about,
       sum(claim.evidence_count) AS reports
ORDER BY claims DESC, says
