"""Building releases: the inputs of a load, read by several processes and written as Parquet."""
