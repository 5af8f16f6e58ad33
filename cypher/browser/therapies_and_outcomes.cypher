// browser/therapies_and_outcomes: cell therapies, how they act and what was reported of them.
// returns rows
//   path (path): a therapy and one of its cells, mechanisms or outcomes
MATCH path = (therapy:Therapy)-[:USES_CELL_TYPE|ACTS_THROUGH|REPORTS_OUTCOME]->()
WHERE (therapy)-[:USES_CELL_TYPE]->()
RETURN path
LIMIT 300
