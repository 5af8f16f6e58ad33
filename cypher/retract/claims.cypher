// retract/claims: deletes claims and their direct relationships.
// The types are written out because an index is used only where the type is known.
// parameters
//   rows (list of map): id and predicate
// returns nothing
UNWIND $rows AS row
MATCH (c:Claim {id: row.id})
CALL (row) {
  WITH row WHERE row.predicate = 'USES_CELL_TYPE'
  MATCH ()-[direct:USES_CELL_TYPE {claim_id: row.id}]->()
  USING INDEX SEEK direct:USES_CELL_TYPE(claim_id)
  RETURN direct
  UNION ALL
  WITH row WHERE row.predicate = 'ACTS_THROUGH'
  MATCH ()-[direct:ACTS_THROUGH {claim_id: row.id}]->()
  USING INDEX SEEK direct:ACTS_THROUGH(claim_id)
  RETURN direct
  UNION ALL
  WITH row WHERE row.predicate = 'REPORTS_OUTCOME'
  MATCH ()-[direct:REPORTS_OUTCOME {claim_id: row.id}]->()
  USING INDEX SEEK direct:REPORTS_OUTCOME(claim_id)
  RETURN direct
  UNION ALL
  WITH row WHERE row.predicate = 'HAS_ADVERSE_EVENT'
  MATCH ()-[direct:HAS_ADVERSE_EVENT {claim_id: row.id}]->()
  USING INDEX SEEK direct:HAS_ADVERSE_EVENT(claim_id)
  RETURN direct
  UNION ALL
  WITH row WHERE row.predicate = 'TREATS'
  MATCH ()-[direct:TREATS {claim_id: row.id}]->()
  USING INDEX SEEK direct:TREATS(claim_id)
  RETURN direct
  UNION ALL
  WITH row WHERE row.predicate = 'CONTRIBUTES_TO'
  MATCH ()-[direct:CONTRIBUTES_TO {claim_id: row.id}]->()
  USING INDEX SEEK direct:CONTRIBUTES_TO(claim_id)
  RETURN direct
  UNION ALL
  WITH row WHERE row.predicate = 'DIFFERENTIATES_INTO'
  MATCH ()-[direct:DIFFERENTIATES_INTO {claim_id: row.id}]->()
  USING INDEX SEEK direct:DIFFERENTIATES_INTO(claim_id)
  RETURN direct
  UNION ALL
  WITH row WHERE row.predicate = 'COMPARED_WITH'
  MATCH ()-[direct:COMPARED_WITH {claim_id: row.id}]->()
  USING INDEX SEEK direct:COMPARED_WITH(claim_id)
  RETURN direct
}
DELETE direct
DETACH DELETE c
