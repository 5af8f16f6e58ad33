// retract/publications: gives publications the details that reports still give, or deletes them.
// parameters
//   ids (list of string): publications
// returns one record
//   removed (integer): how many no report names any more
UNWIND $ids AS id
MATCH (p:Publication {id: id})
OPTIONAL MATCH (p)<-[:REPORTED_IN]-(e:Evidence)
WITH p, count(e) AS reports, {
  id: p.id, title: min(e.publication_title), year: min(e.publication_year),
  journal: min(e.publication_journal), url: min(e.publication_url)
} AS details
SET p = details
WITH p, reports
WHERE reports = 0
DETACH DELETE p
RETURN count(*) AS removed
