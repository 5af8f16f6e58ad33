// schema/13_loaded_batch_id: one ledger entry per batch of a load.
// returns nothing
CREATE CONSTRAINT loaded_batch_id IF NOT EXISTS FOR (n:LoadedBatch) REQUIRE n.id IS UNIQUE
