// export/publications: a page of all publications, in the order of their ids.
// parameters
//   after (string): the last id of the page before; empty for the first page
//   limit (integer): how many
// returns one record
//   version (string): the graph's version
//   items (list of map): id, title, year, journal, url
//   last (string): the last id, null where there are no more
MATCH (g:Graph {id: 'graph'})
CALL () {
  MATCH (p:Publication)
  USING INDEX SEEK p:Publication(id)
  WHERE p.id > $after
  WITH p
  ORDER BY p.id
  LIMIT $limit
  RETURN collect(p {.id, .title, .year, .journal, .url}) AS items
}
RETURN g.instance + '-' + toString(g.version) AS version, items, items[-1].id AS last
