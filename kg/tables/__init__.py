"""Answers as tables on a terminal, one module a question."""
