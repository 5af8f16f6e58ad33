"""Builds the packaged vocabulary (``kg/data/vocabulary.jsonl``) from ontology tables and seeds."""
