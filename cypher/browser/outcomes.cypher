// browser/outcomes: what was reported, of which therapy, strongest evidence first.
// returns rows
//   therapy (string): its name
//   effect (string): improved, worsened, unchanged or mixed, from the patient's side
//   outcome (string): its name
//   condition (string): in which condition, or null
//   studies (integer): independent studies
//   patients (integer): patients in them
//   score (number): how strong the evidence is, from 0 to 1
MATCH (claim:Claim {predicate: 'REPORTS_OUTCOME'})
WITH claim ORDER BY claim.score DESC, claim.id LIMIT 50
MATCH (therapy)<-[:SUBJECT]-(claim)-[:OBJECT]->(outcome)
OPTIONAL MATCH (claim)-[:IN_CONDITION]->(condition)
RETURN therapy.name AS therapy, claim.effect_direction AS effect, outcome.name AS outcome,
       condition.name AS condition, claim.study_count AS studies,
       claim.patient_count AS patients, claim.score AS score
ORDER BY score DESC, therapy, outcome
