// browser/sentences: from one claim to the sentences that it was read in.
// returns rows
//   claim (string): what it says
//   stands (string): whether the report supports or refutes it
//   said_of (string): the source's own word for the therapy
//   said (string): the source's own word for the outcome
//   publication (string): its title, or its id
//   section (string): where in it
//   characters (string): from where to where in the document
//   quote (string): the sentence, where the source gave it
//   read_by (string): who or what read it there
//   document (string): SHA-256 of the document that was read
MATCH (claim:Claim {predicate: 'REPORTS_OUTCOME'})
WHERE claim.effect_direction = 'improved' AND claim.condition_id IS NOT NULL
WITH claim ORDER BY claim.study_count DESC, claim.score DESC, claim.id LIMIT 1
MATCH (therapy)<-[:SUBJECT]-(claim)-[:OBJECT]->(outcome)
MATCH (claim)<-[:SUPPORTS|REFUTES]-(report:Evidence)
OPTIONAL MATCH (report)-[:REPORTED_IN]->(publication)
RETURN therapy.name + ': ' + outcome.name + ' ' + claim.effect_direction AS claim,
       report.evidence_direction AS stands,
       report.subject_said AS said_of, report.object_said AS said,
       coalesce(publication.title, publication.id) AS publication,
       report.provenance_section AS section,
       toString(report.provenance_start) + '–' + toString(report.provenance_end) AS characters,
       report.provenance_quote AS quote, report.provenance_extractor AS read_by,
       report.provenance_document_sha256 AS document
ORDER BY publication, report.provenance_start
LIMIT 100
