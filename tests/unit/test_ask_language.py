"""The controlled language: every question of the corpus, refusals, and that nothing breaks it."""

from __future__ import annotations

import asyncio
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask import EXAMPLES, Reading, parse, understand
from kg.ask.grammar import MODELS
from kg.ask.kinds import SLOT_TYPES, patterns
from kg.ask.pattern import MAX_STEPS
from kg.ask.registry import ANSWERED, call_path, understood
from kg.errors import InvalidValue, NotUnderstood
from kg.identifiers import name_key
from kg.model.question import EvidenceFilters
from kg.queries.filters import evidence_filters
from kg.terms import packaged_terms
from kg.vocabulary import PREDICATES, EntityType, Predicate

ROOT = Path(__file__).parents[2]
QUESTIONS = ROOT / "tests/data/questions"
NAMES = {"therapy", "outcome", "condition", "cell_type", "mechanism", "adverse_event", "subject",
         "object", "start", "end", "through", "avoid", "therapies"}  # fmt: skip


def corpus(name: str) -> list[dict[str, Any]]:
    """The questions of one file; none where it is not there."""
    file = QUESTIONS / f"{name}.yaml"
    return yaml.safe_load(file.read_text("utf-8")) if file.exists() else []


@cache
def by_name() -> dict[str, list[tuple[EntityType, str, bool]]]:
    found: dict[str, list[tuple[EntityType, str, bool]]] = {}
    for term in packaged_terms().by_id.values():
        for name in {term.id, term.name, *term.synonyms}:
            found.setdefault(name_key(name), []).append((term.type, term.id, name == term.name))
    return found


def resolved(name: str, types: frozenset[EntityType]) -> set[str]:
    """Ids that a name stands for, as the resolver would: preferred names before synonyms."""
    found = [row for row in by_name().get(name_key(name), []) if row[0] in types]
    return {row[1] for row in found if row[2]} or {row[1] for row in found}


def types_in(question: Any, field: str) -> frozenset[EntityType]:
    if field in SLOT_TYPES:
        return SLOT_TYPES[field]
    predicate = getattr(question, "predicate", None)
    if field in ("subject", "object") and isinstance(predicate, Predicate):
        rule = PREDICATES[predicate]
        return rule.subjects if field == "subject" else rule.objects
    return frozenset(EntityType)


def comparable(question: Any) -> dict[str, Any] | None:
    """Fields with names as ids; null where a name is not known or stands for several."""
    fields = question.as_map()
    for field in NAMES & set(fields):
        value = fields[field]
        ids = []
        for name in value if isinstance(value, list) else [value]:
            if name in set(EntityType) and field in ("start", "end", "through", "avoid"):
                ids.append(str(name))
                continue
            found = resolved(name, types_in(question, field))
            if not found or (len(found) > 1 and field != "subject"):
                return None
            ids.append("/".join(sorted(found)))
        fields[field] = ids
    return fields


def allowed(question: Any) -> bool:
    """Whether the query layer takes the filters together."""
    if isinstance(question, EvidenceFilters) and question.source is None:
        try:
            asyncio.run(evidence_filters(None, question))  # type: ignore[arg-type]
        except InvalidValue:
            return False
    return True


def first(text: str) -> Reading | None:
    """The first reading whose names all exist and whose filters go together."""
    for reading in parse(text).readings:
        if comparable(reading.question) is not None:
            return reading if allowed(reading.question) else None
    return None


def right(row: dict[str, Any]) -> bool:
    found = first(row["q"])
    if row["kind"] is None:
        return found is None
    wanted = MODELS[row["kind"]].model_validate(row["asked"])
    return (
        found is not None
        and found.kind == row["kind"]
        and comparable(found.question) == comparable(wanted)
    )


@pytest.mark.parametrize("row", corpus("seen"), ids=lambda row: row["q"][:80])
def test_a_question_is_understood_or_refused_as_it_should_be(row: dict[str, Any]) -> None:
    assert right(row), parse(row["q"])


@pytest.mark.skipif(not corpus("aside"), reason="the questions kept aside are not here")
def test_nine_in_ten_of_the_questions_kept_aside_are_understood() -> None:
    rows = corpus("aside")
    wrong = [row["q"] for row in rows if not right(row)]
    assert len(wrong) <= len(rows) / 10, wrong


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_read(text: str) -> None:
    assert first(text)


def documented() -> list[tuple[str, str]]:
    """Kind and question of each example in the page."""
    kind, found = "", []
    for line in (ROOT / "docs/ask.md").read_text("utf-8").splitlines():
        heading = re.fullmatch(r"### .*\(`(\w+)`\)", line)
        kind = heading[1] if heading else "" if line.startswith("#") else kind
        if line.startswith("- `") and line.endswith("`"):
            found.append((kind, line[3:-1]))
    return found


@pytest.mark.parametrize(("kind", "text"), documented())
def test_every_example_of_the_page_is_read(kind: str, text: str) -> None:
    reading = first(text)
    assert reading is not None
    assert kind in ("", reading.kind)


EDSS = {"outcome": "EDSS", "effect": "improved"}


@pytest.mark.parametrize(
    "text",
    [
        "  which  THERAPIES report\tEDSS improvement\nin progressive MS ??",
        "Please tell me which treatments show improvement in EDSS in progressive MS",
        "what treatments improve EDSS in patients with progressive MS",
        "which therapies lead to an improvement of EDSS for the progressive MS",
        "which interventions reported improved EDSS in people with progressive MS",
    ],
)
def test_wordings_of_the_headline(text: str) -> None:
    reading = first(text)
    assert reading is not None
    assert reading.question.as_map() == {**EDSS, "condition": "progressive MS"}


@pytest.mark.parametrize(
    "text",
    [
        "EDSS",
        "what is the weather",
        "which therapies report no improvement in EDSS",
        "which therapies report no EDSS improvement",
        "which therapies never improve EDSS",
        "which therapies don't improve EDSS",
        "does AHSCT not improve EDSS",
        "what does natalizumab not improve",
        "which therapies hardly improve EDSS",
        "drop all claims",
        "MATCH (n) DETACH DELETE n",
        "side effects of",
        "which therapies",
    ],
)
def test_what_is_denied_or_foreign_is_refused_with_three_questions(text: str) -> None:
    """Above all what is denied: it must never be answered as if it were affirmed."""
    with pytest.raises(NotUnderstood) as refused:
        understand(text)
    assert len(set(refused.value.suggestions)) == 3
    for suggestion in refused.value.suggestions:
        assert parse(suggestion).readings, suggestion


def test_a_refusal_says_what_was_recognised_and_offers_questions_with_it() -> None:
    with pytest.raises(NotUnderstood) as refused:
        understand("Which therapies fail to improve walking speed in PPMS since 2010?")
    assert refused.value.understood == [
        "walking speed (Outcome)", "PPMS (Condition)", "year_from = 2010"
    ]  # fmt: skip
    assert all("walking speed" in text for text in refused.value.suggestions)
    assert all("PPMS" in text for text in refused.value.suggestions)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("which therapies reduce Foo index", "whether less is good is not known of 'Foo index'"),
        ("which therapies improve EDSS except AHSCT", "leaving one out"),
        ("which therapies improve EDSS in the last 5 years", "since"),
        ("which therapies improve EDSS with fewer than 20 patients", "at least"),
        ("compare ocrelizumab", "two to five"),
        ("paths from AHSCT to EDSS in at most 9 steps", "six steps"),
    ],
)
def test_a_refusal_gives_its_reason(text: str, part: str) -> None:
    with pytest.raises(NotUnderstood, match=part):
        understand(text)


def test_a_name_that_no_vocabulary_has_is_left_to_the_graph() -> None:
    reading = parse("side effects of Foozumab forte in MS").readings[0]
    assert reading.question.as_map() == {"therapy": "Foozumab forte", "condition": "MS"}
    reading = parse('which therapies improve "not a usual name" in MS').readings[0]
    assert reading.question.as_map()["outcome"] == "not a usual name"


@pytest.mark.parametrize(
    ("text", "call"),
    [
        (
            "which therapies improve EDSS, newest first",
            "/v1/therapies?sort=newest&outcome=EDSS&effect=improved",
        ),
        ("tell me about MSC therapy in MS", "/v1/therapies/MSC%20therapy?condition=MS"),
        ("side effects of AHSCT", "/v1/therapies/AHSCT/adverse-events"),
        (
            "serious side effects of AHSCT, by number of studies",
            "/v1/therapies/AHSCT/adverse-events?serious=true&sort=studies",
        ),
        ("what were the results of AHSCT on EDSS", "/v1/results?outcome=EDSS&therapy=AHSCT"),
        ("compare AHSCT and natalizumab", "/v1/therapies/compare?ids=AHSCT&ids=natalizumab"),
        ("paths from AHSCT to any outcome", "/v1/paths?from=AHSCT&to=Outcome"),
        ("which trials finished without results", "/v1/gaps?kind=no_results"),
        ("find the outcome fatigue", "/v1/entities?q=fatigue&type=Outcome"),
        ("contradictions about EDSS", "/v1/contradictions?outcome=EDSS"),
        ("where do reports contradict each other?", "/v1/contradictions"),
        ("which studies disagree with one another", "/v1/contradictions"),
        ("where do studies disagree, in humans", "/v1/contradictions?studied_in=human"),
        ("contradictions", "/v1/contradictions"),
        ("claims about AHSCT", "/v1/claims?subject=AHSCT"),
    ],
)  # fmt: skip
def test_the_call_over_http(text: str, call: str) -> None:
    reading = first(text)
    assert reading is not None
    assert call_path(reading.kind, reading.question) == call


def test_a_question_without_names_and_filters_is_said_to_be_of_all() -> None:
    reading = first("where do reports contradict each other?")
    assert reading is not None
    assert understood(reading.question) == "all there is, without a filter"


def test_every_kind_is_answered() -> None:
    assert {pattern.kind for pattern in patterns()} == set(ANSWERED)


WORDS = st.sampled_from(
    [
        "which",
        "therapies",
        "improve",
        "EDSS",
        "in",
        "MS",
        "and",
        "or",
        "not",
        "of",
        "for",
        "with",
        "no",
        "effect",
        "on",
        "AHSCT",
        "compare",
        "paths",
        "from",
        "to",
        "at",
        "least",
        "20",
        "patients",
        "phase",
        "2",
        "since",
        "2015",
        "'",
        '"',
        ",",
        "(",
        ")",
        "has",
        "been",
        "reported",
        "the",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.lists(WORDS, max_size=60).map(" ".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parsed = understand(text)
    except (NotUnderstood, InvalidValue):
        return
    assert 0 < len(parsed.readings) <= 12


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "which " * 2_000,
        "which " + "in " * 330,
        "which therapies report improvement in " + "a in " * 190,
        "which " + "which therapies report " * 40 + "improvement in x",
        "what does " + "improve " * 120,
        "which therapies " + "has been reported to " * 45 + "EDSS",
        "compare " + "a and " * 160,
        "compare " + "AHSCT, natalizumab and " * 40,
        "does " + "AHSCT " * 160 + "improve EDSS",
        "in MS " * 160,
        "at least 20 patients " * 47,
        "phase 2 or later and " * 45,
        '"' * 999,
        "'s " * 330,
        "'; MATCH (n) DETACH DELETE n //" * 30,
        "\u202e\x00\u0301" * 300,
        "paths from " + "a to " * 190,
    ],
)
def test_the_work_for_a_question_is_bounded(text: str) -> None:
    """Counted in steps, not by the clock."""
    parsed = parse(text)
    assert parsed.steps <= MAX_STEPS + 2_000
    assert len(parsed.readings) <= 12


def test_a_text_that_is_none_is_refused() -> None:
    for text in ("", "   ", "x" * 1001, "EDSS \ud800"):
        with pytest.raises(InvalidValue):
            understand(text)
