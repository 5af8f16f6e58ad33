// write/vocabulary: writes the terms of a vocabulary over what is there.
// parameters
//   rows (list of map): id, type, and properties to set
// returns nothing
UNWIND $rows AS row
MERGE (n:Entity {id: row.id})
SET n:$(row.type), n = row.properties
