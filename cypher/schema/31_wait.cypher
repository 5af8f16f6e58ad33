// schema/31_wait: waits until all indexes are online; those of a large import take minutes.
// returns nothing
CALL db.awaitIndexes(7200)
