// The claims of an answer, drawn: what each is about, by the direct relationship that stands for it.
WITH $ids AS ids
MATCH (subject)<-[:SUBJECT]-(claim:Claim)-[:OBJECT]->(object)
WHERE claim.id IN ids
MATCH path = (subject)-[{claim_id: claim.id}]->(object)
RETURN path
