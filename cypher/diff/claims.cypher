// diff/claims: a page of all claims as releases have them, in the order of their ids.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many
// returns one record
//   items (list of list): id, subject, predicate, object, condition, effect direction, numbers of
//     evidence, supporting, refuting, studies, patients, and the score
//   last (string): the last id, null where there are no more
MATCH (c:Claim)
WHERE c.id > $after
WITH c
ORDER BY c.id
LIMIT $limit
WITH collect([
  c.id, c.subject_id, c.predicate, c.object_id, c.condition_id, c.effect_direction,
  c.evidence_count, c.supporting_count, c.refuting_count, c.study_count, c.patient_count, c.score
]) AS items
RETURN items, items[-1][0] AS last
