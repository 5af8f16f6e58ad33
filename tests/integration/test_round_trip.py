"""Facts made by hypothesis: what goes in comes out, and totals equal a slow count."""

from __future__ import annotations

import json
import math
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from real_neo4j import Graph, fixed_terms, write_rows

from kg.batch import Prepared
from kg.identifiers import name_key
from kg.intake import accept, check_fact
from kg.model import ClaimPage, Evidence, Fact
from kg.scoring import weight
from kg.vocabulary import (
    PREDICATES,
    AgentType,
    DesignType,
    Donor,
    EffectDirection,
    EntityType,
    EstimateType,
    EvidenceDirection,
    KnowledgeLevel,
    Phase,
    Predicate,
    Sex,
    Stage,
)

pytestmark = pytest.mark.neo4j

_ODD = [
    "علاج بالخلايا الجذعية",
    "תאי גזע",
    "幹細胞",
    "👩🏽‍⚕️🧬",
    "'}) DETACH DELETE n //",
    'a "quoted" \\ name',
    "é",
    "e\u0301",
    "ﬁ ligature",
    "İstanbul ß",
    "-",
    "NaN",
    "{}",
]


def _allowed(text: str) -> bool:
    controls = {"Cc", "Cs"}
    turning = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return all(unicodedata.category(c) not in controls and c not in turning for c in text)


def texts(size: int) -> st.SearchStrategy[str]:
    letters = st.text(
        st.characters(exclude_categories=("Cc", "Cs"), codec="utf-8"), min_size=1, max_size=size
    )
    return (letters | st.sampled_from(_ODD)).filter(lambda text: _allowed(text) and text.strip())


names, words, running = texts(40), texts(20), texts(60)
counts = st.integers(0, 1_000_000_000)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9)
fractions = st.floats(0, 1)
#: Ids that no vocabulary has.
curies = st.integers(1, 30).map(lambda number: f"EXT:{number}")


def maybe(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A record with any of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


def ordered(record: dict[str, Any], low: str, high: str) -> None:
    if low in record and high in record and record[low] > record[high]:
        record[low], record[high] = record[high], record[low]


@st.composite
def results(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(
        maybe(
            arm=names,
            comparator=names,
            measure=names,
            unit=words.filter(lambda unit: unit.casefold() != "proportion"),
            value=numbers,
            baseline=numbers,
            change=numbers,
            ci_low=numbers,
            ci_high=numbers,
            p_value=fractions,
            n=counts,
            responders=counts,
            affected=counts,
            at_risk=counts,
            serious=st.booleans(),
            timepoint_months=st.floats(0, 1200),
        )
    )
    if draw(st.booleans()):
        kinds = [kind for kind in EstimateType if kind is not EstimateType.PROPORTION]
        found["estimate"] = draw(numbers)
        found["estimate_type"] = draw(st.sampled_from(kinds))
    for low, high in (("ci_low", "ci_high"), ("affected", "at_risk"), ("responders", "n")):
        ordered(found, low, high)
    return found


@st.composite
def treatments(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(
        maybe(
            route=words,
            administrations=st.integers(1, 10_000),
            schedule=words,
            conditioning=words,
            cell_source=words,
            donor=st.sampled_from(Donor),
        )
    )
    if draw(st.booleans()):
        dose = st.floats(min_value=1e-300, allow_infinity=False, exclude_min=True)
        found |= {"dose": draw(dose), "dose_max": draw(dose), "dose_unit": draw(words)}
        ordered(found, "dose", "dose_max")
    return found


@st.composite
def populations(draw: st.DrawFn) -> dict[str, Any]:
    years, scores = st.floats(0, 150), st.floats(0, 10)
    found = draw(
        maybe(
            age_min=years,
            age_max=years,
            edss_min=scores,
            edss_max=scores,
            duration_min_years=years,
            duration_max_years=years,
            sex=st.sampled_from(Sex),
            course=words,
            description=running,
        )
    )
    for low, high in (
        ("age_min", "age_max"),
        ("edss_min", "edss_max"),
        ("duration_min_years", "duration_max_years"),
    ):
        ordered(found, low, high)
    return found


@st.composite
def provenances(draw: st.DrawFn) -> dict[str, Any]:
    found = draw(
        st.fixed_dictionaries(
            {
                "knowledge_level": st.sampled_from(KnowledgeLevel),
                "agent_type": st.sampled_from(AgentType),
            },
            optional={
                "section": words,
                "document_sha256": st.text("0123456789abcdef", min_size=64, max_size=64),
                "quote": running,
                "record": words,
                "extractor": words,
                "confidence": fractions,
            },
        )
    )
    if draw(st.booleans()):
        start = draw(st.integers(0, 999_999_999))
        found |= {"start": start, "end": draw(st.integers(start + 1, 1_000_000_000))}
    return found


def refs(kinds: frozenset[EntityType]) -> st.SearchStrategy[dict[str, Any]]:
    known = [term for term in fixed_terms().by_id.values() if term.type in kinds]
    new = st.fixed_dictionaries(
        {"type": st.sampled_from(sorted(kinds)), "name": names}, optional={"id": curies}
    )
    told = st.sampled_from(known).flatmap(
        lambda term: st.fixed_dictionaries(
            {
                "type": st.just(str(term.type)),
                "name": st.sampled_from([term.name, *term.synonyms, term.name.upper()]),
            },
            optional={"id": st.just(term.id)},
        )
    )
    return told | new


studies = st.fixed_dictionaries(
    {"name": names},
    optional={
        "id": st.integers(0, 20).map(lambda number: f"NCT{number:08d}"),
        "phase": st.sampled_from(Phase),
        "enrollment": counts,
        "status": words,
    },
)
publications = st.fixed_dictionaries(
    {"id": st.integers(1, 20).map(lambda number: f"PMID:{number}")},
    optional={
        "title": names,
        "year": st.integers(1600, 2200),
        "journal": words,
        "url": st.just("https://example.org/a?b=c#d"),
    },
)
designs = st.fixed_dictionaries(
    {"type": st.sampled_from(DesignType)},
    optional={
        "phase": st.sampled_from(Phase),
        "arms": st.integers(1, 1000),
        "masking": words,
        "limitations": running,
    },
)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    predicate = draw(st.sampled_from(Predicate))
    rule = PREDICATES[predicate]
    found: dict[str, Any] = {
        "subject": draw(refs(rule.subjects)),
        "predicate": str(predicate),
        "object": draw(refs(rule.objects)),
        "evidence_direction": str(draw(st.sampled_from(EvidenceDirection))),
        "provenance": draw(provenances()),
    }
    if rule.effect == "required" or (rule.effect == "optional" and draw(st.booleans())):
        found["effect_direction"] = str(draw(st.sampled_from(EffectDirection)))
    if predicate is Predicate.TREATS:
        if draw(st.booleans()):
            found["stage"] = str(draw(st.sampled_from(Stage)))
    elif draw(st.booleans()):
        found["condition"] = draw(refs(frozenset({EntityType.CONDITION})))
    for name, strategy in (
        ("result", results()),
        ("design", designs),
        ("treatment", treatments()),
        ("population", populations()),
        ("study", studies),
        ("publication", publications),
    ):
        if draw(st.booleans()):
            found[name] = draw(strategy)
    return found


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
    report = graph.load(write_rows(folder / "made.jsonl", rows)) if rows else None
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
        graph.load_rows(folder, reversed(rows), "again")
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
