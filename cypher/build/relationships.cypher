// build/relationships: how many relationships of each type there are, from the store's counts.
// returns one record
//   counts (map): by type; those that come with sources left out
RETURN {
  SUBJECT: COUNT { ()-[:SUBJECT]->() },
  OBJECT: COUNT { ()-[:OBJECT]->() },
  IN_CONDITION: COUNT { ()-[:IN_CONDITION]->() },
  SUPPORTS: COUNT { ()-[:SUPPORTS]->() },
  REFUTES: COUNT { ()-[:REFUTES]->() },
  REPORTED_IN: COUNT { ()-[:REPORTED_IN]->() },
  FROM_STUDY: COUNT { ()-[:FROM_STUDY]->() },
  IS_A: COUNT { ()-[:IS_A]->() },
  USES_CELL_TYPE: COUNT { ()-[:USES_CELL_TYPE]->() },
  ACTS_THROUGH: COUNT { ()-[:ACTS_THROUGH]->() },
  REPORTS_OUTCOME: COUNT { ()-[:REPORTS_OUTCOME]->() },
  HAS_ADVERSE_EVENT: COUNT { ()-[:HAS_ADVERSE_EVENT]->() },
  TREATS: COUNT { ()-[:TREATS]->() },
  CONTRIBUTES_TO: COUNT { ()-[:CONTRIBUTES_TO]->() },
  DIFFERENTIATES_INTO: COUNT { ()-[:DIFFERENTIATES_INTO]->() },
  COMPARED_WITH: COUNT { ()-[:COMPARED_WITH]->() }
} AS counts
