"""Facts made by hypothesis: what goes in comes out, and totals equal a slow count."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_facts import facts
from real_neo4j import Graph

from kg.batch import Prepared
from kg.identifiers import name_key
from kg.intake import accept, check_fact
from kg.model.claim import ClaimPage, Evidence
from kg.model.fact import Fact
from kg.scoring import weight

pytestmark = pytest.mark.neo4j

_NUMBERS = itertools.count()


def content(evidence: Evidence, page: ClaimPage) -> dict[str, Any]:
    """The fact that an evidence tells, as far as the graph keeps it apart from the claim."""
    said = evidence.as_said
    found: dict[str, Any] = {
        "subject": {"id": said.subject_id, "name": said.subject},
        "predicate": page.predicate,
        "object": {"id": said.object_id, "name": said.object},
        "effect_direction": page.effect_direction,
        "evidence_direction": evidence.evidence_direction,
        "stage": evidence.stage,
    }
    if said.condition is not None:
        found["condition"] = {"id": said.condition_id, "name": said.condition}
    for part in ("result", "design", "treatment", "population", "study", "publication"):
        model = getattr(evidence, part)
        found[part] = model.model_dump(exclude_none=True) if model else {}
    found["provenance"] = evidence.provenance.model_dump(exclude_none=True)
    return found


def expected(fact: Fact) -> dict[str, Any]:
    plain = fact.model_dump(exclude_none=True)
    found: dict[str, Any] = {
        "effect_direction": None,
        "stage": None,
        **{part: {} for part in ("result", "design", "treatment", "population")},
        **{part: {} for part in ("study", "publication")},
        **plain,
    }
    for part in ("subject", "object", "condition"):
        if part in found:
            found[part] = {"id": found[part].get("id"), "name": found[part]["name"]}
    return found


@settings(max_examples=15)
@given(st.lists(facts(), min_size=1, max_size=12))
@example([])
def test_what_goes_in_comes_out(
    graph_for_examples: Graph, folder: Path, given_rows: list[dict[str, Any]]
) -> None:
    graph = graph_for_examples
    # As a file or a request brings them: text and numbers of JSON.
    rows = json.loads(json.dumps(given_rows, default=str))
    prepared = [accept(row, graph.terms, record=None, strict=False) for row in rows]
    taken = [
        (check_fact(row), each)
        for row, each in zip(rows, prepared, strict=True)
        if isinstance(each, Prepared)
    ]
    before = graph.build_id()
    # A source of its own: newer content of one would take the place of the older.
    number = next(_NUMBERS)
    report = graph.load_rows(folder, rows, f"made {number}") if rows else None
    if report is not None:
        # A name may be that of a term with a scale (a value off it is refused), nothing else.
        assert set(report.reasons) <= {"out_of_range"}
        assert report.loaded + report.already_there == len(taken)
    pages = {each.claim_id: graph.claim(each.claim_id) for _, each in taken}
    for fact, each in taken:
        assert isinstance(fact, Fact)
        page = pages[each.claim_id]
        [evidence] = [found for found in page.evidence if found.id == each.evidence_id]
        assert content(evidence, page) == expected(fact)
        assert evidence.weight == weight(
            fact.design.type if fact.design else None, fact.provenance.confidence
        )
        assert (fact.condition is None) == (page.condition is None)
    for page in pages.values():
        assert_totals(page)
    build = graph.build_id()
    assert (build == before) == (not report or report.loaded == 0)
    if rows:
        graph.load_rows(folder, reversed(rows), f"again {number}")
        assert graph.build_id() == build


def assert_totals(page: ClaimPage) -> None:
    """A claim's totals, counted anew from the evidence on its page."""
    units: dict[str, dict[str, float]] = {}
    for each in page.evidence:
        if each.study:
            unit = f"study {each.study.id or name_key(each.study.name)}"
        else:
            unit = each.publication.id if each.publication else each.id
        entry = units.setdefault(unit, {"supports": 0, "refutes": 0, "patients": 0})
        side = str(each.evidence_direction)
        entry[side] = max(entry[side], each.weight)
        entry["patients"] = max(entry["patients"], each.patients or 0)
    supporting = sum(each.evidence_direction == "supports" for each in page.evidence)
    assert page.evidence_count == len(page.evidence)
    assert (page.supporting_count, page.refuting_count) == (
        supporting,
        len(page.evidence) - supporting,
    )
    assert page.study_count == sum(unit.startswith("study ") for unit in units)
    assert page.patient_count == sum(entry["patients"] for entry in units.values())
    against = math.prod(1 - entry["supports"] for entry in units.values())
    doubt = math.prod(1 - entry["refutes"] for entry in units.values())
    assert page.score == pytest.approx((1 - against) * doubt, abs=1e-4)


@pytest.fixture(scope="module")
def graph_for_examples(fixed_graph: Graph) -> Graph:
    """One graph that all examples add to, the fixed one's facts in it already."""
    return fixed_graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")
