// build/claims: a page of all claims with their totals, in the order of their ids.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many
// returns one record
//   items (list of list): [id, number of evidence, supporting, refuting, studies, patients, score]
//   last (string): the last id, null where there are no more
MATCH (c:Claim)
WHERE c.id > $after
WITH c
ORDER BY c.id
LIMIT $limit
WITH collect([
  c.id, c.evidence_count, c.supporting_count, c.refuting_count, c.study_count, c.patient_count,
  c.score
]) AS items
RETURN items, items[-1][0] AS last
