// retract/source: deletes a source that states nothing any more, with its ledger.
// parameters
//   source_id (string): the dataset
// returns nothing
MATCH (s:Source {id: $source_id})
OPTIONAL MATCH (s)<-[:OF]-(b:LoadedBatch)
DETACH DELETE b
WITH DISTINCT s
DETACH DELETE s
