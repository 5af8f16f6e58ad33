// release/imported: makes an imported graph known as one, when its indexes are there.
// parameters
//   schema_version (integer): layout of nodes and relationships
//   vocabulary (string): digest of the packaged vocabulary in it
//   terms (string): digest of the ontologies whose names map what facts say, null for none
// returns one record
//   entities (integer): how many there are
//   publications (integer): how many there are
//   claims (integer): how many there are
//   evidence (integer): how many there are
//   sources (integer): how many there are
MERGE (g:Graph {id: 'graph'})
SET g.version = 1, g.instance = randomUUID(), g.schema_version = $schema_version,
    g.vocabulary = $vocabulary, g.terms = $terms
WITH g
CALL () {
  MATCH (s:Source)
  WHERE s.id > ''
  SET s.complete = true, s.loaded_at = datetime()
  RETURN count(s) AS sources
}
RETURN COUNT { (:Entity) } AS entities, COUNT { (:Publication) } AS publications,
       COUNT { (:Claim) } AS claims, COUNT { (:Evidence) } AS evidence, sources
