"""Commands that ask the graph, one module a question."""
