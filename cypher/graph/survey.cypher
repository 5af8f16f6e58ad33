// graph/survey: which of a batch's ids are there already, without taking the writers' lock.
// parameters
//   source_id (string): the dataset
//   evidence (list of string): evidence ids
//   terms (list of string): entities that the dataset describes
// returns one record
//   terms_digest (string): digest of the ontologies whose names map what facts say, null for none
//   evidence (list of string): those that exist
//   records (list of list): id, and its number in the dataset, of those that it states already
//   said (list of list): entity, and what the dataset says about it already
MATCH (g:Graph {id: 'graph'})
CALL () {
  UNWIND $evidence AS id
  MATCH (e:Evidence {id: id})
  RETURN collect(e.id) AS evidence, collect(CASE
    WHEN EXISTS { (e)-[:FROM_SOURCE]->(:Source {id: $source_id}) } THEN [e.id, COLLECT {
      MATCH (e)-[mention:FROM_SOURCE]->(:Source {id: $source_id}) RETURN mention.record AS record
    }[0]]
  END) AS records
}
CALL () {
  UNWIND $terms AS id
  MATCH (n:Entity {id: id})-[r:FROM_SOURCE]->(:Source {id: $source_id})
  USING INDEX SEEK n:Entity(id)
  RETURN collect([id, properties(r)]) AS said
}
RETURN g.terms AS terms_digest, evidence, records, said
