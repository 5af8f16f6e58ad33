"""The floor of loading: the bare driver, UNWIND and MERGE, every row ready beforehand."""

from __future__ import annotations

from typing import Any

import neo4j

STATEMENTS = {
    "entities": """
        UNWIND $rows AS row MERGE (n:Entity {id: row.id})
        ON CREATE SET n += row.properties, n:$(row.type)
    """,
    "publications": """
        UNWIND $rows AS row MERGE (n:Publication {id: row.id}) ON CREATE SET n += row.properties
    """,
    "claims": """
        UNWIND $rows AS row
        MATCH (s:Entity {id: row.properties.subject_id})
        MATCH (o:Entity {id: row.properties.object_id})
        MERGE (c:Claim {id: row.properties.id}) ON CREATE SET c += row.properties
        MERGE (c)-[:SUBJECT]->(s)
        MERGE (c)-[:OBJECT]->(o)
        MERGE (s)-[d:$(row.properties.predicate) {claim_id: row.properties.id}]->(o)
        ON CREATE SET d += row.direct
    """,
    "conditions": """
        UNWIND $rows AS row
        MATCH (c:Claim {id: row.properties.id})
        MATCH (k:Entity {id: row.properties.condition_id})
        MERGE (c)-[:IN_CONDITION]->(k)
    """,
    "evidence": """
        MATCH (source:Source {id: $source})
        UNWIND $rows AS row
        MATCH (c:Claim {id: row.claim_id})
        MERGE (e:Evidence {id: row.properties.id}) ON CREATE SET e += row.properties
        MERGE (e)-[:$(row.side)]->(c)
        MERGE (e)-[m:FROM_SOURCE]->(source) ON CREATE SET m.record = row.record
    """,
    "reported": """
        UNWIND $rows AS row
        MATCH (e:Evidence {id: row.properties.id})
        MATCH (p:Publication {id: row.publication_id})
        MERGE (e)-[:REPORTED_IN]->(p)
    """,
    "studies": """
        UNWIND $rows AS row
        MATCH (e:Evidence {id: row.properties.id})
        MATCH (st:Entity {id: row.study_id})
        MERGE (e)-[:FROM_STUDY]->(st)
    """,
}


def run(uri: str, auth: tuple[str, str], batches: list[dict[str, list[Any]]], source: str) -> None:
    """Write the batches, one transaction each."""
    with neo4j.GraphDatabase.driver(uri, auth=auth) as driver, driver.session() as session:
        session.run("MERGE (:Source {id: $id})", id=source).consume()
        for batch in batches:

            def work(tx: neo4j.ManagedTransaction, batch: dict[str, list[Any]] = batch) -> None:
                for name, statement in STATEMENTS.items():
                    tx.run(statement, rows=batch[name], source=source).consume()

            session.execute_write(work)
