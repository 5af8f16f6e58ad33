// export/publications_of: publications by their ids, in the order of these.
// parameters
//   ids (list of string): the publications
// returns one record
//   version (string): the graph's version
//   items (list of map): id, title, year, journal, url
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $ids AS id
  MATCH (p:Publication {id: id})
  USING INDEX SEEK p:Publication(id)
  RETURN p {.id, .title, .year, .journal, .url}
  ORDER BY p.id
} AS items
