// retract/every_mention: all evidence that a source states.
// parameters
//   source_id (string): the dataset
// returns rows
//   id (string): evidence id
//   record (string): its number in the source
//   alone (boolean): whether no other source states it
MATCH (s:Source {id: $source_id})<-[mention:FROM_SOURCE]-(e:Evidence)
RETURN e.id AS id, mention.record AS record, COUNT { (e)-[:FROM_SOURCE]->() } = 1 AS alone
