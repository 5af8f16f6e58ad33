// terms/loaded: what the ontologies whose names may be used say about entities.
// returns rows
//   id (string): the entity
//   source (string): the ontology's id
//   said (map): what it says
MATCH (s:Source)
WHERE s.id > '' AND s.vocabulary AND s.complete
MATCH (s)<-[r:FROM_SOURCE]-(n:Entity)
RETURN n.id AS id, s.id AS source, properties(r) AS said
