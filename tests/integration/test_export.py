"""Exports of a real graph, read back by other programs; the counts agree with the graph."""

from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph
import pytest
import rdflib
from real_neo4j import Graph, RealNeo4j, fixed_rows, fixed_terms

from kg.cypher import Query
from kg.database import Database
from kg.errors import GraphChanged, InvalidValue, NotUnderstood, UnknownName
from kg.export import Export, prepare_export
from kg.export.files import write_export
from kg.export.packing import gzipped, one_file, zipped
from kg.model.export import ExportFormat, ExportLevel, ExportQuestion
from kg.model.question import ClaimsQuestion, PathsQuestion, TherapiesQuestion
from kg.queries import export as export_queries
from kg.queries.claims import claims
from kg.queries.paths import paths
from kg.queries.therapies import therapies
from kg.vocabulary import DesignType, Predicate

pytestmark = pytest.mark.neo4j

FORMATS = [str(one) for one in ExportFormat]
SLOT = "https://w3id.org/biolink/vocab/"


def prepared(graph: Graph, format_name: str, **asked: Any) -> Export:
    question = ExportQuestion(format=format_name, **asked)
    return graph.run(prepare_export(graph.database, graph.resolver, question))


async def joined(chunks: Any) -> bytes:
    return b"".join([chunk async for chunk in chunks])


def exported(graph: Graph, format_name: str, **asked: Any) -> bytes:
    return graph.run(joined(one_file(prepared(graph, format_name, **asked))))


def drawn(graph: Graph, **asked: Any) -> nx.MultiDiGraph:
    return nx.node_link_graph(json.loads(exported(graph, "node-link", **asked)))


def claim_ids(graph: Graph, **asked: Any) -> set[str]:
    return {edge["id"] for _, _, edge in drawn(graph, **asked).edges(data=True)}


def types(found: nx.MultiDiGraph) -> Counter[str]:
    return Counter(data["type"] for _, data in found.nodes(data=True))


def test_full_has_every_node_and_relationship_of_the_graph(fixed_graph_each: Graph) -> None:
    counts, found = fixed_graph_each.counts(), drawn(fixed_graph_each, level="full")
    kinds = types(found)
    # What carries several labels counts under one type.
    entities = counts["Entity"]
    for label in ("Publication", "Claim", "Evidence", "Source"):
        assert kinds.pop(label) == counts[label]
    assert kinds.total() == entities
    edges = Counter(data["predicate"] for _, _, data in found.edges(data=True))
    internal = {"DESCRIBES", "DESCRIBED_BY", "REMAPS", "OF_BATCH"}
    for name, count in edges.items():
        assert count == counts[name], name
    assert edges["SUPPORTS"] + edges["REFUTES"] == counts["Evidence"]
    assert not internal & set(edges)
    assert sum(edges[str(one)] for one in Predicate) == counts["Claim"]


def test_claims_has_an_edge_for_each_claim(fixed_graph_each: Graph) -> None:
    counts, found = fixed_graph_each.counts(), drawn(fixed_graph_each)
    assert found.number_of_edges() == counts["Claim"] == 52
    assert all(degree > 0 for _, degree in found.degree())
    assert "Study" not in types(found)
    by_id = {edge["id"]: edge for _, _, edge in found.edges(data=True)}
    asked = claims(
        fixed_graph_each.database, fixed_graph_each.resolver, ClaimsQuestion(), limit=500
    )
    for claim in fixed_graph_each.run(asked).body.items:
        edge = by_id[claim.id]
        for name in ("evidence_count", "refuting_count", "study_count", "patient_count", "score"):
            assert edge[name] == getattr(claim, name)
        assert edge.get("condition") == (claim.condition and claim.condition.name)


@pytest.mark.parametrize("level", [str(one) for one in ExportLevel])
@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_gives_the_same_bytes(
    fixed_graph: Graph, name: str, level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = exported(fixed_graph, name, level=level)
    # However it is paged.
    monkeypatch.setattr(export_queries, "_PAGE", 7)
    monkeypatch.setattr(export_queries, "_CLAIMS_TOGETHER", 3)
    monkeypatch.setattr(export_queries, "_EVIDENCE_PAGE", 2)
    assert first == exported(fixed_graph, name, level=level)


def test_every_format_holds_the_same_claims(fixed_graph: Graph) -> None:
    ids = claim_ids(fixed_graph)
    xml = nx.parse_graphml(exported(fixed_graph, "graphml").decode(), force_multigraph=True)
    gexf = nx.read_gexf(io.BytesIO(exported(fixed_graph, "gexf")))
    cyjs = nx.cytoscape_graph(json.loads(exported(fixed_graph, "cytoscape")))
    lines = [json.loads(one) for one in exported(fixed_graph, "kgx-jsonl").splitlines()]
    edges = {one["id"].removeprefix("therapath:claim-") for one in lines if "subject" in one}
    assert edges == ids
    assert {key for *_, key in cyjs.edges(keys=True)} == ids
    assert xml.number_of_edges() == gexf.number_of_edges() == len(ids)
    store = pyoxigraph.Store()
    store.load(exported(fixed_graph, "turtle"), format=pyoxigraph.RdfFormat.TURTLE)
    claim = pyoxigraph.NamedNode(f"{SLOT}Association")
    assert len(list(store.quads_for_pattern(None, None, claim))) == len(ids)
    sif = exported(fixed_graph, "sif").decode().splitlines()
    assert sum("\t" in line for line in sif) == len(ids)
    cx2 = {key: value for one in json.loads(exported(fixed_graph, "cx2"))
           for key, value in one.items()}  # fmt: skip
    assert {one["v"]["identifier"] for one in cx2["edges"]} == ids


def test_every_report_is_an_association(fixed_graph: Graph) -> None:
    lines = [
        json.loads(one) for one in exported(fixed_graph, "kgx-jsonl", level="full").splitlines()
    ]
    reports = [one for one in lines if one["id"].startswith("therapath:evidence-")]
    assert len(reports) == fixed_graph.counts()["Evidence"]
    refuting = fixed_graph.counts()["REFUTES"]
    assert sum(one.get("negated", False) for one in reports) == refuting
    nodes = {one["id"] for one in lines if "subject" not in one}
    for one in lines:
        if "subject" in one:
            assert {one["subject"], one["object"]} <= nodes
            assert set(one.get("publications", ())) <= nodes
    assert (
        sum(one.get("predicate") == "biolink:subclass_of" for one in lines)
        == (fixed_graph.counts()["IS_A"])
    )
    triples = rdflib.Graph().parse(exported(fixed_graph, "turtle", level="full"), format="turtle")
    of = rdflib.URIRef("https://w3id.org/therapath/claim")
    assert len(set(triples.objects(None, of))) == fixed_graph.counts()["Claim"]


# Parts


@pytest.mark.parametrize(
    "filters",
    [
        {"therapy": "MSC therapy"},
        {"condition": "progressive MS", "outcome": "EDSS", "effect": "improved"},
        {"predicate": [Predicate.ACTS_THROUGH]},
        {"subject": "MSC-NP", "direct": True},
        {"object": "EDSS", "min_patients": 20},
        {"design": [DesignType.RCT]},
        {"condition": "MS", "year_from": 2010, "min_score": 0.2},
    ],
)
def test_a_part_is_what_the_same_question_answers(
    fixed_graph_each: Graph, filters: dict[str, Any]
) -> None:
    graph = fixed_graph_each
    question = dict(filters)
    for name, other in (("therapy", "subject"), ("outcome", "object")):
        if name in question:
            question[other] = question.pop(name)
    if "predicate" in question:
        [question["predicate"]] = question["predicate"]
    asked = ClaimsQuestion(**question)
    answer = graph.run(claims(graph.database, graph.resolver, asked, limit=500)).body
    found = drawn(graph, **filters)
    edges = {edge["id"]: edge for _, _, edge in found.edges(data=True)}
    assert set(edges) == {claim.id for claim in answer.items} != set()
    for claim in answer.items:
        assert edges[claim.id]["score"] == claim.score
        assert edges[claim.id]["evidence_count"] == claim.evidence_count
    # Evidence and what it cites are those let in.
    full = drawn(graph, level="full", **filters)
    assert types(full)["Evidence"] == sum(claim.evidence_count for claim in answer.items)
    assert types(full)["Claim"] == len(answer.items)


def test_what_lies_around_an_entity(fixed_graph: Graph) -> None:
    near = drawn(fixed_graph, around="natalizumab", direct=True)
    center = {data["name"]: node for node, data in near.nodes(data=True)}["natalizumab"]
    assert all(center in (source, target) for source, target in near.edges())
    far = drawn(fixed_graph, around="natalizumab", direct=True, steps=2)
    whole = drawn(fixed_graph).to_undirected()
    reached = nx.single_source_shortest_path_length(whole, center, cutoff=2)
    assert set(far) == set(reached)
    assert set(near.edges(keys=True)) < set(far.edges(keys=True))
    some = drawn(
        fixed_graph, around="natalizumab", direct=True, steps=6, predicate=[Predicate.TREATS]
    )
    assert {data["predicate"] for *_, data in some.edges(data=True)} == {"TREATS"}


def test_the_answer_of_a_question(fixed_graph: Graph) -> None:
    text = "which therapies report EDSS improvement in progressive MS"
    asked = TherapiesQuestion(outcome="EDSS", effect="improved", condition="progressive MS")
    answer = fixed_graph.run(therapies(fixed_graph.database, fixed_graph.resolver, asked)).body
    expected = {claim.id for item in answer.items for claim in item.claims}
    assert claim_ids(fixed_graph, question=text) == expected != set()
    # Its words restrict the evidence too.
    humans = drawn(fixed_graph, question=f"{text}, in humans", level="full")
    designs = {data.get("design_type") for _, data in humans.nodes(data=True)}
    assert not designs & {"animal", "in_vitro", "review_remark", "opinion"}


def test_the_claims_of_paths(fixed_graph: Graph) -> None:
    ends = {"start": "MSC-NP", "end": "EDSS"}
    asked = paths(fixed_graph.database, fixed_graph.resolver, PathsQuestion(**ends))
    steps = {step.id for path in fixed_graph.run(asked).body.items for step in path.steps}
    assert claim_ids(fixed_graph, **ends) == steps != set()


@pytest.mark.parametrize("level", [str(one) for one in ExportLevel])
@pytest.mark.parametrize("name", FORMATS)
def test_nothing_let_in_is_an_empty_file(fixed_graph: Graph, name: str, level: str) -> None:
    content = exported(fixed_graph, name, level=level, year_from=2199)
    assert b"TEST:T" not in content
    if name == "graphml":
        assert len(nx.parse_graphml(content.decode())) == 0


@pytest.mark.parametrize(
    ("asked", "error", "field"),
    [
        ({"therapy": "nothing of this name"}, UnknownName, "therapy"),
        ({"around": "EDSSS"}, UnknownName, "around"),
        ({"start": "MSC-NP"}, InvalidValue, "to"),
        ({"around": "EDSS", "question": "EDSS"}, InvalidValue, "question"),
        ({"question": "tell me a joke"}, NotUnderstood, "q"),
        ({"level": "all"}, InvalidValue, "level"),
        ({"year_from": 2010, "year_to": 2000}, InvalidValue, "year_from"),
    ],
)
def test_what_cannot_be_exported(
    fixed_graph: Graph, asked: dict[str, Any], error: Any, field: str
) -> None:
    with pytest.raises(error) as raised:
        prepared(fixed_graph, "graphml", **asked)
    assert raised.value.field == field


def test_surroundings_have_a_limit(fixed_graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_queries, "MOST_AROUND", 3)
    with pytest.raises(InvalidValue, match="more than 3 claims") as raised:
        prepared(fixed_graph, "sif", around="EDSS", steps=3)
    assert raised.value.field == "steps"


# Files, packing


def test_files_are_there_whole_or_not_at_all(fixed_graph: Graph, tmp_path: Path) -> None:
    graph, plain = fixed_graph, exported(fixed_graph, "graphml")

    def to(format_name: str, name: str) -> list[Path]:
        return graph.run(write_export(prepared(graph, format_name), tmp_path / name))

    assert to("graphml", "a.graphml.gz") == [tmp_path / "a.graphml.gz"]
    assert gzip.decompress((tmp_path / "a.graphml.gz").read_bytes()) == plain
    assert to("graphml", "a.graphml")[0].read_bytes() == plain
    nodes, edges = to("csv", "pair")
    rows = list(csv.DictReader(io.StringIO(edges.read_text(encoding="utf-8"), newline="")))
    assert len(rows) == 52
    with zipfile.ZipFile(to("csv", "pair.zip")[0]) as packed:
        assert packed.read("nodes.csv") == nodes.read_bytes()
        assert packed.read("edges.csv") == edges.read_bytes()
    [lines] = to("kgx-jsonl", "one.jsonl")
    first, second = to("kgx-jsonl", "two")
    assert lines.read_bytes() == first.read_bytes() + second.read_bytes()
    with pytest.raises(InvalidValue, match="is one file"):
        to("graphml", "a.zip")
    with pytest.raises(InvalidValue, match="cannot be written"):
        to("graphml", "missing/a.graphml")
    (tmp_path / "a file").write_text("kept")
    with pytest.raises(InvalidValue, match="cannot be written"):
        to("csv", "a file")
    assert {one.name for one in tmp_path.iterdir()} == {
        *("a.graphml.gz", "a.graphml", "pair", "pair.zip", "one.jsonl", "two", "a file")
    }


def test_packed_exports_are_the_same_each_time(fixed_graph: Graph) -> None:
    for pack in (zipped, lambda export: gzipped(one_file(export))):
        found = {fixed_graph.run(joined(pack(prepared(fixed_graph, "kgx-tsv")))) for _ in range(2)}
        assert len(found) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"format": "sif"},
        {"format": "turtle", "level": "full"},
        {"format": "node-link", "level": "full", "condition": "MS"},
    ],
)
def test_how_far_it_is(
    fixed_graph: Graph, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_queries, "_PAGE", 7)
    told: list[tuple[int, float]] = []
    export = prepared(fixed_graph, asked.pop("format"), **asked)
    export = replace(export, told=lambda *seen: told.append(seen))
    fixed_graph.run(joined(one_file(export)))
    assert (shares := [share for _, share in told]) == sorted(shares)
    assert (0 < shares[0] < 0.5, shares[-1]) == (True, pytest.approx(1, abs=0.02))
    assert sum(rows for rows, _ in told) > 52


# A graph that changes, a reader that goes away


@pytest.fixture
def changing(latest: RealNeo4j, tmp_path: Path) -> Iterator[Graph]:
    """A graph of its own, which a test may change."""
    latest.up()
    graph = Graph(latest, fixed_terms())
    graph.clear()
    graph.load_rows(tmp_path, fixed_rows()[:30])
    yield graph
    graph.close()


def test_a_graph_that_changes_is_noticed(
    changing: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_queries, "_PAGE", 5)
    export = prepared(changing, "csv")
    (tmp_path / "pair").mkdir()
    (tmp_path / "pair" / "nodes.csv").write_text("before")

    async def interrupted() -> list[Path]:
        read, pages = Database.read, 0

        async def reading(self: Database, statement: Query, **parameters: Any) -> dict[str, Any]:
            nonlocal pages
            pages += statement.name == "export/claims"
            if pages == 3:
                pages = 99
                await self.write(lambda tx: tx.run(changed()))
            return await read(self, statement, **parameters)

        with monkeypatch.context() as patch:
            patch.setattr(Database, "read", reading)
            return await write_export(export, tmp_path / "pair")

    with pytest.raises(GraphChanged, match="changed while it was being exported"):
        changing.run(interrupted())
    assert [one.name for one in (tmp_path / "pair").iterdir()] == ["nodes.csv"]
    assert (tmp_path / "pair" / "nodes.csv").read_text() == "before"


def changed() -> Query:
    from kg.cypher import query

    return query("graph/changed")


def test_a_reader_that_goes_away_ends_the_work(
    fixed_graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_queries, "_PAGE", 1)
    read, pages = Database.read, []

    async def reading(self: Database, statement: Query, **parameters: Any) -> dict[str, Any]:
        pages.append(statement.name)
        return await read(self, statement, **parameters)

    async def work() -> int:
        question = ExportQuestion(format="sif")
        export = await prepare_export(fixed_graph.database, fixed_graph.resolver, question)
        chunks = one_file(export)
        for _ in range(3):
            await anext(chunks)
        await chunks.aclose()
        seen = len(pages)
        await asyncio.sleep(0.3)
        assert len(pages) == seen
        return seen

    monkeypatch.setattr(Database, "read", reading)
    # All of it takes a page for each of some 60 entities and 52 claims.
    assert fixed_graph.run(work()) < 60
