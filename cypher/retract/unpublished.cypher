// retract/unpublished: publications that no report describes any more as one did.
// parameters
//   rows (list of map): id and said (list of string: title, year, journal, url)
// returns one record
//   ids (list of string): publications whose node may have to change
UNWIND $rows AS row
MATCH (p:Publication {id: row.id})
WHERE NOT EXISTS {
  MATCH (p)<-[:REPORTED_IN]-(e:Evidence)
  WHERE row.said = [
    coalesce(e.publication_title, ''), coalesce(toString(e.publication_year), ''),
    coalesce(e.publication_journal, ''), coalesce(e.publication_url, '')
  ]
}
RETURN collect(DISTINCT p.id) AS ids
