"""Every ``.cypher`` file on both versions: its plan, its database hits, and what it answers.

Plans are looked at as they were used on the fixed graph, and right after a larger load into an
empty graph, when the planner's statistics are still those of before. Database hits are counted
on the fixed graph, whose facts never change; PROFILE counts them exactly, so a budget is the
measured number and a fifth more.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from real_neo4j import FIXED_GRAPH, LATEST, Graph, RealNeo4j, fixed_rows, fixed_terms
from said_sources import load_said, read_said
from statement_hits import HITS
from statement_tables import (
    CHANGING,
    EAGER,
    EAGER_LONG_TERM,
    EVERY_EFFECT,
    READS,
)

from kg.cypher import GIVEN, Query, query, query_names
from kg.database import Transaction
from kg.errors import DatabaseError
from kg.retract import retract
from kg.setup import schema_statements

pytestmark = pytest.mark.neo4j

Plan = dict[str, Any]

_WALKS_ALL = {
    "AllNodesScan",
    "NodeByLabelScan",
    "NodeIndexScan",
    "NodeIndexContainsScan",
    "NodeIndexEndsWithScan",
    "DynamicLabelNodeLookup",
    "UnionNodeByLabelsScan",
    "IntersectionNodeByLabelsScan",
    "SubtractionNodeByLabelsScan",
}


def operator(plan: Plan) -> str:
    return str(plan["operatorType"]).partition("@")[0]


def operators(plan: Plan) -> Iterator[Plan]:
    yield plan
    for child in plan.get("children", []):
        yield from operators(child)


def walks_all(plan: Plan) -> bool:
    name = operator(plan).removeprefix("Partitioned")
    if name == "NodeByLabelScan" and plan["args"]["Details"].endswith(":Graph"):
        return False
    return name in _WALKS_ALL or ("Relationship" in name and "Scan" in name)


def one_row(plan: Plan) -> bool:
    """Whether the plan gives at most one row for each row that is given to it."""
    name = operator(plan)
    if name in ("NodeUniqueIndexSeek", "NodeUniqueIndexSeek(Locking)", "Argument"):
        return True
    if name == "EagerAggregation":
        return not groups(plan)
    if name in ("Apply", "CartesianProduct"):
        return all(map(one_row, plan["children"]))
    if name in ("SetProperty", "Projection", "Filter", "CacheProperties", "Optional"):
        # A projection of nothing but parameters has nothing below it.
        return all(map(one_row, plan.get("children", [])))
    return False


def groups(plan: Plan) -> bool:
    """Whether an aggregation has keys: parts that are no call of an aggregating function."""
    parts, depth = [""], 0
    for character in plan["args"]["Details"]:
        depth += (character in "([{") - (character in ")]}")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    aggregates = ("collect(", "count(", "sum(", "max(", "min(")
    return not all(part.strip().startswith(aggregates) for part in parts)


def multiplies(plan: Plan) -> bool:
    """Whether rows that have nothing to do with each other are multiplied."""
    if operator(plan) != "CartesianProduct":
        return False
    return sum(not one_row(child) for child in plan["children"]) > 1


def database_hits(plan: Plan) -> int:
    return sum(int(step.get("dbHits", 0)) for step in operators(plan))


@dataclass
class Told:
    """What was seen of the statements of one version while the story was told."""

    parameters: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    hits: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    plans: dict[str, dict[str, list[Plan]]] = field(default_factory=dict)
    """By the state of the graph, then by statement."""


@pytest.fixture(scope="module")
def told(each_version: RealNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The fixed graph written and read once, every statement with PROFILE; then all plans."""
    each_version.up()
    graph, seen = Graph(each_version, fixed_terms()), Told()
    folder = tmp_path_factory.mktemp("told")

    used = seen.plans["used"] = defaultdict(list)

    def note(name: str, plan: Plan) -> None:
        seen.hits[name] += database_hits(plan)
        used[name].append(plan)

    unwatched = Transaction.run

    async def profiled(self: Transaction, statement: Query, **parameters: Any) -> dict[str, Any]:
        if statement.name.startswith("schema/"):  # a change of the schema has no profile
            return await unwatched(self, statement, **parameters)
        result = await self._inner.run("PROFILE " + statement.sent, {GIVEN: parameters})
        records = [dict(record) async for record in result]
        seen.parameters[statement.name].append(parameters)
        note(statement.name, (await result.consume()).profile)
        return records[0] if statement.columns and records else {}

    async def streamed(
        self: Transaction, statement: Query, **parameters: Any
    ) -> AsyncIterator[tuple[Any, ...]]:
        result = await self._inner.run("PROFILE " + statement.sent, {GIVEN: parameters})
        records = [tuple(record.values()) async for record in result]
        seen.parameters[statement.name].append(parameters)
        note(statement.name, (await result.consume()).profile)
        for record in records:
            yield record

    graph.clear()
    graph.wipe()
    graph.refresh_statistics()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "run", profiled)
        graph.ready()
        graph.load(FIXED_GRAPH)
    graph.refresh_statistics()
    a_claim = graph.ask(
        "RETURN COLLECT { MATCH (c:Claim) RETURN c.id ORDER BY c.id LIMIT 1 } AS rows"
    )
    for name, parameters in READS:
        if name == "claims/page":
            parameters = {"id": a_claim[0]}
        seen.parameters[name].append(parameters)
        # A statement that one version refuses fails in its own tests, not in all of them.
        with contextlib.suppress(DatabaseError):
            work = graph.database.explain(query(name), profile=True, **parameters)
            note(name, graph.run(work))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Transaction, "run", profiled)
        # The same facts in another file; then new reports of known claims, one under a new name.
        graph.load(FIXED_GRAPH, source="again")
        graph.load_rows(folder, second_reports(), "more")
        patch.setattr(Transaction, "stream", streamed)
        patch.setattr("loaders.datasets.read", read_said)
        for source in ontologies():
            load_said(graph, folder, source)
        _by_hand(graph, "terms/loaded")
        for source in ("again", "a herbal", "nodes", "more"):
            graph.run(retract(graph.database, source, graph.terms))
        [one, other] = graph.ask(
            "RETURN COLLECT { MATCH (e:Evidence) RETURN e.id ORDER BY e.id LIMIT 2 } AS rows"
        )
        _by_hand(graph, "remap/fold", rows=[{"old": one, "id": other}])
        known = {"schema_version": 2, "vocabulary": "", "terms": None}
        _by_hand(graph, "release/imported", **known)

    graph.clear()
    graph.refresh_statistics()
    graph.load_rows(folder, many_facts(3_000), "many")
    graph.execute("CALL db.clearQueryCaches()")
    seen.plans["just loaded"] = explained(graph, seen)
    graph.close()
    return seen


def second_reports() -> list[dict[str, Any]]:
    rows = fixed_rows()[:20]
    for row in rows:
        row["provenance"]["record"] += " again"
        row["subject"]["name"] = row["subject"]["name"].replace("Herbal tea", "HERBAL TEA")
    return rows


def ontologies() -> Iterator[dict[str, Any]]:
    """Sources that describe what the facts name, with newer content of one of them."""
    tea = {"id": "ONTO:1", "type": "Therapy", "name": "tea", "synonyms": ["Herbal tea"]}
    steps = {"id": "ONTO:2", "type": "Outcome", "name": "steps that nobody counted"}
    yield {
        "name": "a herbal",
        "vocabulary": True,
        "rows": [{**tea, "parents": ["ONTO:3"]}, steps, {"id": "ONTO:3", "type": "Therapy"}],
    }
    facts = fixed_rows()[:6]
    for number, fact in enumerate(facts):
        fact["provenance"]["record"] += f" of the nodes, {number}"
        fact["publication"] = {"id": "PMID:90", "title": f"Title {number}"}
        fact["study"] = {"name": "A study of nodes", "enrollment": number}
        fact["subject"] = {"type": "Therapy", "id": "ONTO:4", "name": f"node {number}"}
    nodes = [{**tea, "type": "Condition"}, {"id": "ONTO:4", "type": "Therapy", "name": "node"}]
    yield {"name": "nodes", "rows": [*nodes, *facts]}
    yield {"name": "nodes", "rows": [nodes[0], *facts[2:], *facts[:1]]}


def _by_hand(graph: Graph, name: str, **parameters: Any) -> None:
    """A statement that no step of the story needs, or not inside a transaction."""
    graph.run(graph.database.write(lambda tx: tx.run(query(name), **parameters)))


def many_facts(count: int) -> Iterator[dict[str, Any]]:
    for i in range(count):
        yield {
            "subject": {"type": "Therapy", "name": f"therapy {i % 200}"},
            "predicate": "REPORTS_OUTCOME",
            "object": {"type": "Outcome", "name": f"outcome {i % 37}"},
            "condition": {"type": "Condition", "name": f"condition {i % 11}"},
            "effect_direction": EVERY_EFFECT[i % 4],
            "evidence_direction": "supports",
            "study": {"name": f"study {i % 900}"},
            "publication": {"id": f"PMID:{i % 700 + 1}"},
            "provenance": {
                "record": str(i),
                "knowledge_level": "not_provided",
                "agent_type": "not_provided",
            },
        }


def explained(graph: Graph, seen: Told) -> dict[str, list[Plan]]:
    """Plans for the first and the last parameters that each statement was used with."""
    found: dict[str, list[Plan]] = {}
    for name in query_names():
        ways = seen.parameters[name]
        with contextlib.suppress(DatabaseError):
            found[name] = [
                graph.run(graph.database.explain(query(name), **parameters))
                for parameters in ways[:: max(1, len(ways) - 1)]
            ]
    return found


def shown(plans: list[Plan]) -> list[str]:
    return [f"{operator(plan)} {plan['args'].get('Details', '')}"[:150] for plan in plans]


def test_the_tables_name_every_statement() -> None:
    assert set(HITS) == set(query_names())
    assert set(query_names()) >= EAGER
    reads = {name for name in query_names() if name.partition("/")[0] not in CHANGING}
    reads.discard("graph/changed")
    assert {name for name, _ in READS} == reads
    assert {query(name).shape for name in reads} == {"one record"}


@pytest.mark.parametrize("name", query_names())
def test_every_statement_runs(told: Told, name: str) -> None:
    assert told.plans["used"].get(name), "refused by this version, or not used by the story"


@pytest.mark.parametrize("state", ["used", "just loaded"])
@pytest.mark.parametrize("name", query_names())
def test_no_statement_walks_all_nodes_or_relationships(told: Told, name: str, state: str) -> None:
    for plan in told.plans[state][name]:
        assert not shown(list(filter(walks_all, operators(plan))))


@pytest.mark.parametrize("name", query_names())
def test_no_statement_multiplies_unrelated_rows(told: Told, name: str) -> None:
    for state, plans in told.plans.items():
        for plan in plans[name]:
            assert not shown(list(filter(multiplies, operators(plan)))), state


@pytest.mark.parametrize("name", query_names())
def test_rows_are_held_back_only_where_a_statement_writes_what_it_reads(
    told: Told, name: str, each_version: RealNeo4j
) -> None:
    held = any(
        operator(step) == "Eager"
        for plans in told.plans.values()
        for plan in plans.get(name, [])
        for step in operators(plan)
    )
    assert held == (name in (EAGER if each_version.version == LATEST else EAGER_LONG_TERM))


@pytest.mark.parametrize("name", query_names())
def test_database_hits_stay_within_their_budget(
    told: Told, name: str, each_version: RealNeo4j
) -> None:
    measured = HITS[name][0 if each_version.version == LATEST else 1]
    assert 0 < told.hits[name] <= measured * 1.2, f"{told.hits[name]} where {measured} was measured"


def test_schema_statements_can_be_run_again(graph_each: Graph) -> None:
    before = graph_each.counts()
    for name in schema_statements():
        graph_each.run(graph_each.database.run_schema(name))
    assert graph_each.counts() == before
