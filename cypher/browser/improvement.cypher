// browser/improvement: which therapies report EDSS improvement in progressive MS.
// returns rows
//   therapy (string): its name
//   condition (string): the condition asked for, or a narrower one
//   studies (integer): independent studies
//   patients (integer): patients in them
//   reports (integer): reports for it
//   against (integer): reports against it
//   score (number): how strong the evidence is, from 0 to 1
// Names and synonyms are found in lower case.
MATCH (outcome:Outcome) WHERE 'edss' IN outcome.keys
MATCH (condition:Condition) WHERE 'progressive ms' IN condition.keys
// A report on a narrower condition is an answer too.
MATCH (narrower:Condition)-[:IS_A]->{0,20}(condition)
MATCH (claim:Claim {predicate: 'REPORTS_OUTCOME', effect_direction: 'improved'})
WHERE claim.object_id = outcome.id AND claim.condition_id = narrower.id
WITH DISTINCT claim, narrower
MATCH (claim)-[:SUBJECT]->(therapy)
RETURN therapy.name AS therapy, narrower.name AS condition, claim.study_count AS studies,
       claim.patient_count AS patients, claim.evidence_count - claim.refuting_count AS reports,
       claim.refuting_count AS against, claim.score AS score
ORDER BY score DESC, studies DESC, therapy
