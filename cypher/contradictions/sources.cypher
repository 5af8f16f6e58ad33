// contradictions/sources: where the reports stand that contradictions name.
// parameters
//   reports (list of string): ids of reports
//   conditions (list of string): ids of conditions
// returns one record
//   version (string): the graph's version
//   items (list of map): evidence_id, claim_id, weight, study_name, publication_id,
//     publication_title, section, start, end
//   conditions (list of map): id, name
MATCH (g:Graph {id: 'graph'})
RETURN g.instance + '-' + toString(g.version) AS version, COLLECT {
  UNWIND $reports AS id
  MATCH (e:Evidence {id: id})
  MATCH (e)-[:SUPPORTS|REFUTES]->(c)
  RETURN {
    evidence_id: e.id, claim_id: c.id, weight: e.weight, study_name: e.study_name,
    publication_id: e.publication_id, publication_title: e.publication_title,
    section: e.provenance_section, start: e.provenance_start, end: e.provenance_end
  } AS source
} AS items, COLLECT {
  UNWIND $conditions AS id
  MATCH (condition:Entity {id: id})
  RETURN condition {.id, .name} AS named
} AS conditions
