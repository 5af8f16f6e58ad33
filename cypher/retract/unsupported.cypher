// retract/unsupported: which of given claims no evidence speaks of any more.
// parameters
//   claims (list of string): claim ids
// returns one record
//   ids (list of string): those without evidence
UNWIND $claims AS id
MATCH (c:Claim {id: id})
WHERE NOT EXISTS { (c)<-[:SUPPORTS|REFUTES]-() }
RETURN collect(c.id) AS ids
