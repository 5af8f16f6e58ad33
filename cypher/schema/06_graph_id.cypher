// schema/06_graph_id: one node that stands for the graph: its version, and the writers' lock.
// returns nothing
CREATE CONSTRAINT graph_id IF NOT EXISTS FOR (n:Graph) REQUIRE n.id IS UNIQUE
