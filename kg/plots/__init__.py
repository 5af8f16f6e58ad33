"""Pictures of answers without a browser: forest plot, matrix, the graph around an entity."""
