// paths/members: entities of a type that claims are about, to begin paths that no name bounds.
// A bounded number of claims of each predicate is read.
// parameters
//   predicates (list of string): predicates of the claims
//   type (string): type of their subjects
//   read (integer): how many claims of a predicate are read
// returns one record
//   version (string): the graph's version
//   ids (list of string): the entities, by id
//   cut (boolean): whether claims were left unread
MATCH (g:Graph {id: 'graph'})
CALL () {
  UNWIND $predicates AS predicate
  CALL (predicate) {
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = predicate AND c.subject_id > ''
    RETURN c.subject_id AS subject_id LIMIT $read + 1
  }
  WITH predicate, count(*) AS claims, collect(DISTINCT subject_id) AS subjects
  CALL (subjects) {
    UNWIND subjects AS subject_id
    MATCH (n:Entity {id: subject_id})
    WHERE n.type = $type
    RETURN collect(n.id) AS members
  }
  UNWIND CASE members WHEN [] THEN [null] ELSE members END AS member
  WITH claims, member ORDER BY member
  RETURN collect(DISTINCT member) AS ids, max(claims > $read) AS cut
}
RETURN g.instance + '-' + toString(g.version) AS version, ids, coalesce(cut, false) AS cut
