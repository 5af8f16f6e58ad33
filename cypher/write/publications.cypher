// write/publications: creates publications and adds details; each keeps its least value, so
// that the order of loading leaves no trace.
// parameters
//   rows (list of map): id and details (title, year, journal, url)
// returns nothing
UNWIND $rows AS row
MERGE (p:Publication {id: row.id})
WITH p, row.details AS details
UNWIND keys(details) AS key
WITH p, details, key
WHERE p[key] IS NULL OR details[key] < p[key]
SET p[key] = details[key]
