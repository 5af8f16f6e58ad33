// write/begin: takes the writers' lock and says which of a batch's ids are there already.
// The lock makes writers take turns, so hubs cause no deadlocks and what is found here stays
// true until the commit. Setting the property is what takes it.
// parameters
//   source_id (string): the dataset being loaded
//   evidence (list of string): evidence ids
//   claims (list of string): claim ids
//   entities (list of string): entity ids
// returns one record
//   terms (string): digest of the ontologies whose names map what facts say, null for none
//   source (map): what the dataset's node says; null if it is new
//   evidence (list of string): those that exist
//   linked (list of string): those that this source already mentions
//   claims (list of string): those that exist
//   entities (list of string): those that exist
//   described (list of list): id and labels of those of them that are described
MATCH (g:Graph {id: 'graph'})
SET g.locked = true
WITH g
OPTIONAL MATCH (s:Source {id: $source_id})
CALL () {
  UNWIND $evidence AS id
  MATCH (e:Evidence {id: id})
  RETURN collect(e.id) AS evidence,
         collect(CASE WHEN EXISTS { (e)-[:FROM_SOURCE]->(:Source {id: $source_id}) } THEN e.id END)
           AS linked
}
CALL () { UNWIND $claims AS id MATCH (c:Claim {id: id}) RETURN collect(c.id) AS claims }
CALL () {
  UNWIND $entities AS id
  MATCH (n:Entity {id: id})
  RETURN collect(n.id) AS entities,
         collect(CASE WHEN n.origin IS NOT NULL THEN [n.id, labels(n)] END) AS described
}
RETURN g.terms AS terms,
       s {.name, .loader, .version, .licence, .sha256, .contents, .vocabulary, .complete} AS source,
       evidence, linked, claims, entities, described
