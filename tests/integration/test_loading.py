"""Loading: nothing disappears, nothing counts twice, no order or format leaves a trace."""

from __future__ import annotations

import copy
import gzip
import random
from pathlib import Path
from typing import Any

import pytest
from real_neo4j import FIXED_GRAPH, Graph, fixed_rows, fixed_terms, write_rows

from kg.batch import Prepared
from kg.errors import LoadError
from kg.identifiers import own_id
from kg.intake import accept
from kg.queries.graph import sources
from kg.scoring import DESIGN_WEIGHT
from kg.vocabulary import DesignType, EntityType

pytestmark = pytest.mark.neo4j


def test_loading_twice_changes_nothing(graph_each: Graph) -> None:
    first = graph_each.load(FIXED_GRAPH)
    assert (first.read, first.loaded, first.already_there, first.rejected) == (56, 56, 0, 0)
    build, version, counts = graph_each.build_id(), graph_each.version(), graph_each.counts()
    second = graph_each.load(FIXED_GRAPH)
    assert (second.read, second.loaded, second.already_there, second.rejected) == (56, 0, 56, 0)
    assert graph_each.build_id() == build
    assert graph_each.version() == version
    assert graph_each.counts() == counts


def test_both_versions_build_the_same_graph(graph_each: Graph, fixed_build_id: str) -> None:
    graph_each.load(FIXED_GRAPH)
    assert graph_each.build_id() == fixed_build_id


def test_the_order_of_loading_leaves_no_trace(
    graph_each: Graph, fixed_build_id: str, tmp_path: Path
) -> None:
    rows = fixed_rows()
    for order, part in (("a", rows[30:]), ("b", rows[:30])):
        graph_each.load_rows(tmp_path, part, order)
    assert graph_each.build_id() == fixed_build_id


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_facts_and_batches_gives_the_same_graph(
    graph: Graph, fixed_build_id: str, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.pipeline.BATCH_SIZE", 7)
    rows = fixed_rows()
    random.Random(seed).shuffle(rows)
    graph.load_rows(tmp_path, rows)
    assert graph.build_id() == fixed_build_id


def test_details_of_one_thing_from_two_facts_agree_in_either_order(
    graph: Graph, tmp_path: Path
) -> None:
    """A study and a publication that two facts describe differently, a name spelt two ways."""
    one, two = copy.deepcopy(fixed_rows()[0]), copy.deepcopy(fixed_rows()[1])
    one["study"] |= {"phase": "PHASE2", "enrollment": 20, "name": "The study"}
    two["study"] |= {"phase": "PHASE1", "enrollment": 25, "name": "A study", "status": "Completed"}
    one["publication"] |= {"title": "B", "year": 2019}
    two["publication"] |= {"title": "A", "url": "https://example.org/"}
    one["subject"] = {"type": "Therapy", "name": "New therapy"}
    two["subject"] = {"type": "Therapy", "name": "NEW  therapy"}
    found = []
    for order in ([one, two], [two, one]):
        for together in (True, False):
            graph.clear()
            if together:
                graph.load_rows(tmp_path, order)
            else:
                for number, row in enumerate(order):
                    graph.load_rows(tmp_path, [row], str(number))
            found.append(graph.build_id())
    assert len(set(found)) == 1
    [study] = graph.ask("RETURN COLLECT { MATCH (s:Study) RETURN properties(s) } AS rows")
    assert (study["name"], study["synonyms"]) == ("A study", ["The study"])
    assert (study["phase"], study["enrollment"], study["status"]) == ("PHASE1", 20, "Completed")


def test_the_same_facts_from_two_sources_are_one_evidence_with_two_mentions(
    graph: Graph, fixed_build_id: str
) -> None:
    graph.load(FIXED_GRAPH)
    version = graph.version()
    report = graph.load(FIXED_GRAPH, source="Another name")
    assert (report.loaded, report.already_there) == (0, 56)
    assert graph.build_id() == fixed_build_id
    assert graph.version() != version  # the sources changed, and answers name them
    found = graph.run(sources(graph.database)).body.items
    assert {source.name: source.evidence_count for source in found} == {
        "Another name": 56,
        "fixed_graph": 56,
    }
    assert graph.load(FIXED_GRAPH, source="Another name").already_there == 56


def test_a_fact_twice_in_one_file_is_there_already(graph: Graph, tmp_path: Path) -> None:
    row = fixed_rows()[0]
    report = graph.load_rows(tmp_path, [row, row, row])
    assert (report.read, report.loaded, report.already_there) == (3, 1, 2)
    assert graph.counts()["Evidence"] == 1


def test_http_builds_the_same_graph_as_files(graph: Graph, tmp_path: Path) -> None:
    """With the packaged vocabulary, as ``POST /v1/facts`` has it."""
    from kg.terms import packaged_terms

    graph.terms = packaged_terms()
    graph.clear()
    graph.load(FIXED_GRAPH)
    loaded = graph.build_id()
    graph.clear()
    rows = fixed_rows()
    whole = graph.post(rows[:40])
    assert (whole.read, whole.loaded, whole.already_there, whole.rejected) == (40, 40, 0, 0)
    for row in rows[40:]:
        assert graph.post([row]).loaded == 1
    assert graph.build_id() == loaded
    assert graph.post(rows).already_there == 56


def test_totals_equal_a_slow_count_over_the_facts(graph: Graph) -> None:
    graph.load(FIXED_GRAPH)
    facts = [accept(row, fixed_terms(), record=None, strict=False) for row in fixed_rows()]
    claims: dict[str, list[dict[str, Any]]] = {}
    for row, prepared in zip(fixed_rows(), facts, strict=True):
        assert isinstance(prepared, Prepared)
        claims.setdefault(prepared.claim_id, []).append(row)
    expected = {identity: slow_totals(rows) for identity, rows in claims.items()}
    found = {
        row["id"]: {name: row[name] for name in expected[row["id"]]}
        for row in graph.ask("RETURN COLLECT { MATCH (c:Claim) RETURN properties(c) } AS rows")
    }
    assert found == expected
    direct = graph.ask(
        "RETURN COLLECT { MATCH ()-[r]->() WHERE r.claim_id IS NOT NULL RETURN properties(r) }"
        " AS rows"
    )
    assert {row["claim_id"]: (row["studies"], row["patients"], row["score"]) for row in direct} == {
        identity: (total["study_count"], total["patient_count"], total["score"])
        for identity, total in expected.items()
    }


def slow_totals(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The model's text, word for word: each independent unit once a side."""
    units: dict[str, dict[str, Any]] = {}
    for number, row in enumerate(rows):
        study, publication = row.get("study"), row.get("publication")
        unit = (study and study["name"]) or (publication and publication["id"]) or str(number)
        result = row.get("result", {})
        people = result.get("n", result.get("at_risk", (study or {}).get("enrollment", 0)))
        design = row.get("design")
        base = DESIGN_WEIGHT[DesignType(design["type"])] if design else 0.1
        weight = base * row["provenance"].get("confidence", 1)
        entry = units.setdefault(
            unit, {"patients": 0, "supports": 0, "refutes": 0, "study": study is not None}
        )
        entry["patients"] = max(entry["patients"], people)
        side = row["evidence_direction"]
        entry[side] = max(entry[side], weight)
    against, doubt = 1.0, 1.0
    for entry in units.values():
        against *= 1 - entry["supports"]
        doubt *= 1 - entry["refutes"]
    supporting = sum(row["evidence_direction"] == "supports" for row in rows)
    return {
        "evidence_count": len(rows),
        "supporting_count": supporting,
        "refuting_count": len(rows) - supporting,
        "study_count": sum(entry["study"] for entry in units.values()),
        "patient_count": sum(entry["patients"] for entry in units.values()),
        "score": pytest.approx((1 - against) * doubt, abs=1e-4),
    }


def test_totals_follow_when_evidence_comes_later(graph: Graph, tmp_path: Path) -> None:
    row = fixed_rows()[4]  # F05, registry A: 30 patients, 0.45
    graph.load_rows(tmp_path, [row], "first")
    prepared = accept(row, graph.terms, record=None, strict=False)
    assert isinstance(prepared, Prepared)
    assert graph.claim(prepared.claim_id).score == 0.45
    graph.load_rows(tmp_path, [fixed_rows()[5]], "second")  # F06 refutes it: 50 patients
    claim = graph.claim(prepared.claim_id)
    assert (claim.score, claim.study_count, claim.patient_count) == (0.2475, 2, 80)
    assert (claim.supporting_count, claim.refuting_count) == (1, 1)
    # The direct relationship follows.
    [direct] = graph.ask(
        "RETURN COLLECT { MATCH ()-[r:REPORTS_OUTCOME]->() RETURN properties(r) } AS rows"
    )
    assert (direct["score"], direct["studies"], direct["patients"]) == (0.2475, 2, 80)


def test_unresolved_names_are_kept_and_listed(graph: Graph) -> None:
    report = graph.load(FIXED_GRAPH)
    listed = {(entity.type, entity.name): count for entity, count in report.most_unresolved(20)}
    assert listed == {
        ("Therapy", "Herbal tea"): 4,
        ("Therapy", "علاج بالخلايا 🧬"): 1,
        ("Mechanism", "blockade of alpha-4 integrin"): 1,
        ("AdverseEvent", "Rash of no known kind"): 1,
        ("Outcome", "steps that nobody counted"): 1,  # what a comparison compared
    }
    names = graph.ask(
        "RETURN COLLECT { MATCH (n:Entity) WHERE n.origin IS NULL AND n.type <> 'Study'"
        " RETURN n.name ORDER BY n.name } AS rows"
    )
    assert set(names) == {name for kind, name in listed if kind != "Outcome"}


def test_strict_loading_writes_nothing_where_a_name_is_unknown(graph: Graph) -> None:
    before, version = graph.build_id(), graph.version()
    report = graph.load(FIXED_GRAPH, strict=True)
    assert report.written is False
    assert (report.loaded, report.already_there, report.rejected) == (49, 0, 7)
    assert report.reasons == {"unresolved_name": 7}
    assert graph.build_id() == before
    assert graph.version() == version


def test_strict_loading_writes_nothing_where_a_later_file_is_bad(
    graph: Graph, tmp_path: Path
) -> None:
    before = graph.build_id()
    good = write_rows(tmp_path / "a.jsonl", fixed_rows()[:3])
    bad = tmp_path / "b.jsonl"
    bad.write_text("{")
    report = graph.load(good, bad, strict=True)
    assert (report.written, report.rejected) == (False, 1)
    assert graph.build_id() == before
    bad.unlink()
    cut = tmp_path / "c.jsonl.gz"
    cut.write_bytes(gzip.compress(b'{"a": 1}\n' * 1000)[:-20])
    with pytest.raises(LoadError, match="damaged or cut short"):
        graph.load(good, cut, strict=True)
    assert graph.build_id() == before


def test_strict_loading_loads_what_is_wholly_known(graph: Graph, tmp_path: Path) -> None:
    known = [row for row in fixed_rows() if row["provenance"]["record"] in ("F01", "F12")]
    report = graph.load(write_rows(tmp_path / "known.jsonl", known), strict=True)
    assert (report.written, report.loaded, report.rejected) == (True, 2, 0)


INJECTIONS = [
    "'}) DETACH DELETE n //",
    '"}) MATCH (n) DETACH DELETE n //',
    "`) DETACH DELETE n //",
    "${jndi:ldap://localhost/a}",
    "$name",
    "a\\' OR 1=1 --",
    "<script>alert(1)</script>",
    "Robert'); DROP TABLE Claims;--",
    "\\u0027})",
    "{{7*7}}",
]


@pytest.mark.parametrize("name", INJECTIONS)
def test_cypher_in_a_name_is_a_name(graph: Graph, tmp_path: Path, name: str) -> None:
    from kg.queries.therapies import TherapiesQuestion, therapies

    row = fixed_rows()[0]
    row["subject"] = {"type": "Therapy", "name": name}
    row["study"] = {"name": name}
    row["publication"] = {"id": "PMID:1", "title": name}
    row["treatment"] = {"route": name}
    row["provenance"]["section"] = name
    before = graph.counts()["Entity"]
    graph.load_rows(tmp_path, [row])
    assert graph.counts()["Entity"] == before + 2
    question = TherapiesQuestion(therapy=name, route=name)
    [item] = graph.run(therapies(graph.database, graph.resolver, question)).body.items
    assert item.therapy.name == name
    [evidence] = graph.claim(item.claims[0].id).evidence
    assert evidence.as_said.subject == name
    assert evidence.provenance.section == name


def test_one_id_as_two_types_is_one_entity_with_both(graph: Graph, tmp_path: Path) -> None:
    therapy, outcome = copy.deepcopy(fixed_rows()[0]), copy.deepcopy(fixed_rows()[0])
    therapy["subject"] = {"type": "Therapy", "id": "EXT:1", "name": "Walking"}
    outcome["object"] = {"type": "Outcome", "id": "EXT:1", "name": "Walking"}
    builds = []
    for order in ([therapy, outcome], [outcome, therapy]):
        graph.clear()
        for number, row in enumerate(order):
            graph.load_rows(tmp_path, [row], str(number))
        builds.append(graph.build_id())
    assert builds[0] == builds[1]
    [labels] = graph.ask(
        "RETURN COLLECT { MATCH (n:Entity {id: 'EXT:1'}) RETURN labels(n) } AS rows"
    )
    assert set(labels) == {"Entity", "Therapy", "Outcome"}


def test_sources_whose_names_look_alike_stay_apart(graph: Graph, tmp_path: Path) -> None:
    """Two files whose names differ in signs only, or after 48 letters, are two sources."""
    long = "a very long name of a dataset that goes on and on until it is cut"
    names = ["ms-2024", "ms.2024", "MS 2024", f"{long} one", f"{long} two", "ärzte", "arzte"]
    for number, name in enumerate(names):
        graph.load_rows(tmp_path, [fixed_rows()[number]], name)
    found = graph.run(sources(graph.database)).body.items
    assert sorted(source.name for source in found) == sorted(names)


def test_names_of_signs_only_are_kept_apart(graph: Graph, tmp_path: Path) -> None:
    rows = []
    for name in ("名", "薬", "🧬", "+", "++", "β"):
        row = copy.deepcopy(fixed_rows()[0])
        row["subject"] = {"type": "Therapy", "name": name}
        rows.append(row)
    report = graph.load_rows(tmp_path, rows)
    assert len(report.unresolved) == 6
    assert own_id(EntityType.THERAPY, "名") in report.unresolved
