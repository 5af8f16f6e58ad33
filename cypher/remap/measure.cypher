// remap/measure: what comparisons compared has another id.
// parameters
//   rows (list of map): id of the evidence and measure_id
// returns nothing
UNWIND $rows AS row
MATCH (e:Evidence {id: row.id})
SET e.measure_id = row.measure_id
