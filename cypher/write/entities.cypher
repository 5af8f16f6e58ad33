// write/entities: creates entities that are not there yet.
// parameters
//   rows (list of map): type, and properties to set
// returns nothing
UNWIND $rows AS row
CREATE (n:Entity:$(row.type))
SET n = row.properties
