// remap/measures: what comparisons say was compared.
// returns rows
//   id (string): the claim
//   measure (string): what one of its reports measured
MATCH (c:Claim)
USING INDEX SEEK c:Claim(predicate, subject_id)
WHERE c.predicate = 'COMPARED_WITH' AND c.subject_id > ''
MATCH (c)<-[:SUPPORTS|REFUTES]-(e:Evidence)
WHERE e.result_measure IS NOT NULL
RETURN DISTINCT c.id AS id, e.result_measure AS measure
