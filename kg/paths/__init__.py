"""The search for paths: what ends stand for, what is read of the graph, and the best of it."""
