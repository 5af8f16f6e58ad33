// retract/stated: what given evidence says of claims, entities, studies and publications.
// parameters
//   ids (list of string): evidence ids
// returns one record
//   claims (list of list): id and predicate
//   entities (list of list): id, name and type as the source said them; the id may be null
//   studies (list of list): id, name, phase, enrollment, status, why_stopped; the id may be null
//   publications (list of list): id, title, year, journal, url; the id may be null
UNWIND $ids AS id
MATCH (e:Evidence {id: id})-[:SUPPORTS|REFUTES]->(c:Claim)
USING INDEX SEEK e:Evidence(id)
WITH collect(DISTINCT [c.id, c.predicate]) AS claims,
     collect(DISTINCT [c.subject_id, e.subject_said, e.subject_said_type]) AS subjects,
     collect(DISTINCT [c.object_id, e.object_said, e.object_said_type]) AS objects,
     collect(DISTINCT [c.condition_id, e.condition_said, e.condition_said_type]) AS conditions,
     collect(DISTINCT [
       CASE WHEN e.unit_is_study THEN e.unit END, e.study_name, e.study_phase,
       e.study_enrollment, e.study_status, e.study_why_stopped
     ]) AS studies,
     collect(DISTINCT [
       e.publication_id, e.publication_title, e.publication_year, e.publication_journal,
       e.publication_url
     ]) AS publications
RETURN claims, subjects + objects + conditions AS entities, studies, publications
