// therapies/using: therapies that use given cells, or act through given mechanisms.
// A mechanism counts as the therapy's own, or as that of a cell it uses. What is only refuted does
// not count. Each of the two lists restricts where it is given.
// parameters
//   cell_types (list of string): cell type ids, narrower ones included, or null
//   mechanisms (list of string): mechanism ids, narrower ones included, or null
// returns one record
//   version (string): the graph's version
//   items (list of map): therapy_id, cell_types and mechanisms (lists of ids that let it in)
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    UNWIND $cell_types AS cell_id
    MATCH (c:Claim {predicate: 'USES_CELL_TYPE', object_id: cell_id})
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.supporting_count > 0
    RETURN c.subject_id AS therapy_id, cell_id, null AS mechanism_id
    UNION ALL
    UNWIND $mechanisms AS mechanism_id
    MATCH (c:Claim {predicate: 'ACTS_THROUGH', object_id: mechanism_id})
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.supporting_count > 0
    RETURN c.subject_id AS therapy_id, null AS cell_id, mechanism_id
    UNION ALL
    UNWIND $mechanisms AS mechanism_id
    MATCH (c:Claim {predicate: 'ACTS_THROUGH', object_id: mechanism_id})
    USING INDEX SEEK c:Claim(predicate, object_id)
    WHERE c.supporting_count > 0
    MATCH (use:Claim {predicate: 'USES_CELL_TYPE', object_id: c.subject_id})
    USING INDEX SEEK use:Claim(predicate, object_id)
    WHERE use.supporting_count > 0
    RETURN use.subject_id AS therapy_id, null AS cell_id, mechanism_id
  }
  WITH therapy_id, collect(DISTINCT cell_id) AS cell_types,
       collect(DISTINCT mechanism_id) AS mechanisms
  WHERE ($cell_types IS NULL OR size(cell_types) > 0)
    AND ($mechanisms IS NULL OR size(mechanisms) > 0)
  ORDER BY therapy_id
  RETURN collect({
    therapy_id: therapy_id, cell_types: cell_types, mechanisms: mechanisms
  }) AS items
}
RETURN g.instance + '-' + toString(g.version) AS version, items
