// Cell therapies: their cells, how they act and what was reported of them.
MATCH path = (therapy:Therapy)-[:USES_CELL_TYPE|ACTS_THROUGH|REPORTS_OUTCOME]->()
WHERE (therapy)-[:USES_CELL_TYPE]->()
RETURN path
