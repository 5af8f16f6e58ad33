"""Made-up sources that meet everywhere, and what a graph holds, to compare graphs by.

A file of such a source is JSON Lines: first what it says of itself, then facts and terms.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from real_neo4j import Graph

from loaders.files import lines, opened
from loaders.loader import InputFile
from loaders.pipeline import LoadOptions, load
from loaders.report import Report
from loaders.rows import Reader, Row, SourceDetails

Source = dict[str, Any]


def read_said(file: InputFile) -> Reader:
    """The loader of such files."""

    def rows() -> Iterator[Row]:
        with opened(file.path) as stream:
            for number, line in lines(stream):
                found = json.loads(line or b"null")
                if number == 1:
                    reader.details = SourceDetails(**found)
                else:
                    kind = "term" if "predicate" not in found else "fact"
                    yield Row(number, found, kind=kind)  # type: ignore[arg-type]

    reader = Reader(iter(()))
    reader.rows = rows()
    return reader


def write_said(folder: Path, source: Source) -> InputFile:
    """A source as a file."""
    name = source["name"]
    path = folder / f"{name}.said"
    head = {key: source[key] for key in ("name", "version", "vocabulary") if key in source}
    with path.open("w", encoding="utf-8") as stream:
        for row in (head, *source["rows"]):
            stream.write(json.dumps(row) + "\n")
    return InputFile(path, name, "said")


def load_said(
    graph: Graph, folder: Path, *sources: Source, options: LoadOptions | None = None
) -> Report:
    """Load sources, as ``therapath load`` does; ``loaders.datasets.read`` is :func:`read_said`."""
    report = Report()
    files = [write_said(folder, source) for source in sources]
    graph.run(load(graph.database, files, graph.terms, options or LoadOptions(), report))
    assert report.balanced
    return report


_PICTURE = """
RETURN COLLECT {
  MATCH (n) WHERE n:Entity OR n:Publication OR n:Claim OR n:Evidence
  RETURN [COLLECT { UNWIND labels(n) AS label RETURN label ORDER BY label }, properties(n),
          COLLECT {
            MATCH (n)-[r]->(m)
            WHERE NOT m:Source AND NOT m:Graph
            WITH type(r) AS kind, properties(r) AS properties, m.id AS id
            RETURN [kind, id, properties] ORDER BY kind, id, properties.claim_id
          }] AS one ORDER BY n.id
} AS rows
"""
_SOURCES = """
RETURN COLLECT {
  MATCH (s:Source)
  RETURN [s.name, s.evidence_count, s.term_count, s.complete, s.vocabulary,
          COUNT { (s)<-[:FROM_SOURCE]-(:Evidence) }, COUNT { (s)<-[:FROM_SOURCE]-(:Entity) },
          COLLECT {
            MATCH (s)<-[r:FROM_SOURCE]-(n)
            RETURN [n.id, CASE WHEN n:Entity THEN properties(r) END] ORDER BY n.id
          }] AS one ORDER BY s.name
} AS rows
"""


def picture(graph: Graph) -> dict[str, Any]:
    """All that the graph says, with every property and relationship, by id."""
    return {f"{one[1]['id']} {one[0][0]}": one for one in graph.ask(_PICTURE)}  # type: ignore[index]


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What two pictures do not share."""
    return [
        f"{key}\n  {one.get(key)}\n  {other.get(key)}"
        for key in sorted({*one, *other})
        if one.get(key) != other.get(key)
    ]


def stated(graph: Graph) -> dict[str, Any]:
    """What each source says; what it counts of itself is what there is."""
    found = list(graph.ask(_SOURCES))
    for name, evidence, terms, _, _, mentions, described, _ in found:  # type: ignore[misc]
        assert (evidence, terms) == (mentions, described), name
    return {str(one[0]): one for one in found}  # type: ignore[index]


def waiting(graph: Graph) -> int:
    """Claims that wait to be mapped again."""
    return len(graph.ask("RETURN COLLECT { MATCH (:Graph)-[:REMAPS]->(c) RETURN c.id } AS rows"))


#: Names that some ontologies below know, in part under several terms; ids likewise.
_THERAPIES = ["Herbal tea", "herbal  TEA", "Walking", "infusion x", "Infusion Y", "TeaHerb"]
_OUTCOMES = ["walking speed", "Walking", "mood", "Wellbeing", "steps a day", "EDSS"]
_CONDITIONS = ["rare disease one", "MS", "Rare Disease 2", "test condition"]
_IDS: list[str | None] = [None, None, None, "EXT:1", "EXT:2", "EXT:3", "OTHER:7"]


def made_fact(chance: random.Random, number: int) -> dict[str, Any]:
    """A fact about few things under many names."""

    def ref(kind: str, names: list[str]) -> dict[str, Any]:
        found = {"type": kind, "name": chance.choice(names)}
        identity = chance.choice(_IDS)
        return {**found, "id": identity} if identity else found

    study, paper = chance.randrange(3), chance.randrange(3)
    fact: dict[str, Any] = {
        "subject": ref("Therapy", _THERAPIES),
        "evidence_direction": chance.choice(["supports", "supports", "refutes"]),
        "provenance": {
            "record": str(number),
            "knowledge_level": "observation",
            "agent_type": "manual_agent",
        },
    }
    if chance.random() < 0.25:
        fact |= {"predicate": "COMPARED_WITH", "object": ref("Therapy", _THERAPIES)}
        fact["result"] = {"measure": chance.choice(_OUTCOMES), "n": chance.randrange(50)}
    else:
        fact |= {"predicate": "REPORTS_OUTCOME", "object": ref("Outcome", _OUTCOMES)}
        fact["effect_direction"] = chance.choice(["improved", "worsened"])
    if chance.random() < 0.6:
        fact["condition"] = ref("Condition", _CONDITIONS)
    if chance.random() < 0.6:
        fact["study"] = {"id": f"NCT0000000{study}", "name": f"Study {chance.choice('abc')}"}
        if chance.random() < 0.5:
            fact["study"] |= {"enrollment": chance.randrange(90), "phase": "PHASE2"}
    if chance.random() < 0.6:
        fact["publication"] = {"id": f"PMID:{paper}", "year": 2000 + chance.randrange(3)}
        if chance.random() < 0.5:
            fact["publication"]["title"] = chance.choice(["A title", "B title"])
    return fact


def made_term(chance: random.Random) -> dict[str, Any]:
    """A term about the same things; some stand in the packaged vocabulary of the tests."""
    kind, names = chance.choice(
        [("Therapy", _THERAPIES), ("Outcome", _OUTCOMES), ("Condition", _CONDITIONS)]
    )
    ids = [f"{prefix}:{number}" for prefix in ("EXT", "ONTO") for number in range(1, 5)]
    term: dict[str, Any] = {
        "id": chance.choice([*ids, "TEST:C1", "TEST:O2", "NCT00000001"]),
        "type": kind,
        "synonyms": chance.sample(names, chance.randrange(3)),
        "xrefs": chance.sample(["OTHER:7", "OTHER:8"], chance.randrange(2)),
        "parents": chance.sample([*ids, "TEST:C1"], chance.randrange(3)),
    }
    if term["id"] in ("TEST:C1", "TEST:O2"):
        term["type"] = "Condition" if term["id"] == "TEST:C1" else "Outcome"
    if chance.random() < 0.8:
        term["name"] = chance.choice([*names, f"term {chance.randrange(9)}"])
    if chance.random() < 0.4:
        term["description"] = f"Text {chance.randrange(3)}."
    return term


def made_source(chance: random.Random, name: str, version: str = "1") -> Source:
    """A source of facts, of terms, or of both; of terms alone it may be an ontology."""
    kind = chance.choice(["facts", "facts", "ontology", "ontology", "nodes", "mixed"])
    rows: list[dict[str, Any]] = []
    if kind != "facts":
        rows += [made_term(chance) for _ in range(chance.randint(1, 8))]
    if kind in ("facts", "mixed"):
        # Few numbers: several sources state the same fact.
        rows += [made_fact(random.Random(chance.randrange(25)), 1) for _ in range(12)]
    vocabulary = kind == "ontology" or (kind == "mixed" and chance.random() < 0.3)
    return {"name": name, "version": version, "vocabulary": vocabulary, "rows": rows}
