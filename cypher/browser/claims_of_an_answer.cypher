// The claims of an answer, drawn: what each is about, and the direct relationship it stands for.
MATCH (subject)<-[:SUBJECT]-(claim:Claim)-[:OBJECT]->(object)
WHERE claim.id IN $ids
MATCH path = (subject)-[{claim_id: claim.id}]->(object)
RETURN path
