// terms/parents_later: adds the IS_A steps whose broader entity was described after the narrower.
// returns nothing
MATCH (s:Source)
WHERE s.id > '' AND s.term_count > 0
MATCH (s)<-[r:FROM_SOURCE]-(n:Entity)
WHERE r.parents IS NOT NULL
UNWIND r.parents AS parent_id
MATCH (parent:Entity {id: parent_id})
WHERE parent.origin IS NOT NULL AND NOT EXISTS { (n)-[:IS_A]->(parent) }
MERGE (n)-[:IS_A]->(parent)
