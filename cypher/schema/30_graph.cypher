// schema/30_graph: the node that stands for the graph; its instance tells two databases apart.
// returns nothing
MERGE (g:Graph {id: 'graph'})
ON CREATE SET g.version = 0, g.instance = randomUUID(), g.schema_version = 2
