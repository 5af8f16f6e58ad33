// browser/adverse_events: the adverse events of the therapy that most are reported of.
// returns rows
//   therapy (string): its name
//   adverse_event (string): what happened
//   reports (integer): how many reports say so
//   serious (boolean): whether any of them calls it serious
//   arms (list of string): affected of those at risk, as each report has it
//   studies (integer): independent studies
//   score (number): how strong the evidence is, from 0 to 1
MATCH (most:Claim {predicate: 'HAS_ADVERSE_EVENT'})
WITH most.subject_id AS id, count(*) AS events ORDER BY events DESC, id LIMIT 1
// To ask for another therapy: MATCH (therapy:Therapy) WHERE 'natalizumab' IN therapy.keys
MATCH (therapy:Therapy {id: id})
MATCH (therapy)<-[:SUBJECT]-(claim:Claim {predicate: 'HAS_ADVERSE_EVENT'})-[:OBJECT]->(event)
MATCH (claim)<-[:SUPPORTS]-(report:Evidence)
RETURN therapy.name AS therapy, event.name AS adverse_event, count(*) AS reports,
       max(CASE WHEN report.result_serious THEN true ELSE false END) AS serious,
       collect(coalesce(report.result_arm + ': ', '') + toString(report.result_affected) + ' of '
         + toString(report.result_at_risk)) AS arms,
       max(claim.study_count) AS studies, max(claim.score) AS score
ORDER BY score DESC, reports DESC, adverse_event
LIMIT 100
