"""Releases: the whole graph as a folder of Parquet files, built and imported offline."""
