// schema/31_wait: waits until all indexes are online, 300 seconds at most.
// returns nothing
CALL db.awaitIndexes(300)
