// browser/contradictions: where reports disagree, most reports first.
// returns rows
//   subject (string): what something is said of
//   says (string): the predicate
//   object (string): what is said of it
//   sides (list of string): each effect with the reports for it and against it
MATCH (claim:Claim)
WITH claim.subject_id AS subject_id, claim.predicate AS says, claim.object_id AS object_id,
     count(DISTINCT claim.effect_direction) AS effects, sum(claim.refuting_count) AS refuting,
     sum(claim.evidence_count) AS reports, collect(claim) AS claims
WHERE effects > 1 OR (refuting > 0 AND refuting < reports)
WITH * ORDER BY reports DESC, subject_id, says, object_id LIMIT 25
MATCH (subject:Entity {id: subject_id})
MATCH (object:Entity {id: object_id})
RETURN subject.name AS subject, says, object.name AS object,
       [c IN claims | coalesce(c.effect_direction, 'said') + ': '
         + toString(c.evidence_count - c.refuting_count) + ' for, '
         + toString(c.refuting_count) + ' against'] AS sides
