"""The shapes of questions, and what each reads; what fits no shape is not read at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask import EXAMPLES, readings
from kg.queries.therapies import TherapiesQuestion


def read(text: str) -> list[dict[str, Any]]:
    """Every reading's filters, with the kind of question."""
    return [
        {
            "kind": "therapies" if isinstance(reading.question, TherapiesQuestion) else "claims",
            **{key: str(value) for key, value in reading.question.as_map().items()},
        }
        for reading in readings(text)
    ]


def therapies(**filters: str) -> dict[str, Any]:
    return {"kind": "therapies", **filters}


def claims(predicate: str, **filters: str) -> dict[str, Any]:
    return {"kind": "claims", "predicate": predicate, **filters}


EDSS_BETTER = therapies(outcome="EDSS", effect="improved")
IN_PROGRESSIVE = therapies(outcome="EDSS", effect="improved", condition="progressive MS")


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_example_is_read(text: str) -> None:
    assert read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("which therapies report EDSS improvement in progressive MS", IN_PROGRESSIVE),
        ("Which therapies report EDSS improvement in progressive MS?", IN_PROGRESSIVE),
        ("  which  THERAPIES report\tEDSS improvement\nin progressive MS ??", IN_PROGRESSIVE),
        (
            "Please tell me which treatments show improvement in EDSS in progressive MS",
            IN_PROGRESSIVE,
        ),
        ("what treatments improve EDSS in patients with progressive MS", IN_PROGRESSIVE),
        ("which therapies lead to an improvement of EDSS for the progressive MS", IN_PROGRESSIVE),
        ("what improves EDSS", EDSS_BETTER),
        (
            "which cell therapies worsen disability in multiple sclerosis",
            therapies(
                therapy="cell therapies",
                outcome="disability",
                effect="worsened",
                condition="multiple sclerosis",
            ),
        ),
        ("which therapies report no change in EDSS", therapies(outcome="EDSS", effect="unchanged")),
        ("which therapies report no EDSS change", therapies(outcome="EDSS", effect="unchanged")),
        (
            "which therapies had no significant effect on EDSS in SPMS",
            therapies(outcome="EDSS", effect="unchanged", condition="SPMS"),
        ),
        (
            "which drugs do not change EDSS",
            therapies(therapy="drugs", outcome="EDSS", effect="unchanged"),
        ),
        ("side effects of natalizumab", claims("HAS_ADVERSE_EVENT", subject="natalizumab")),
        ("What are the adverse events of AHSCT?", claims("HAS_ADVERSE_EVENT", subject="AHSCT")),
        (
            "harms of AHSCT in RRMS",
            claims("HAS_ADVERSE_EVENT", subject="AHSCT", condition="RRMS"),
        ),
        ("how does MSC therapy work", claims("ACTS_THROUGH", subject="MSC therapy")),
        ("mechanism of action of natalizumab", claims("ACTS_THROUGH", subject="natalizumab")),
        (
            "what does AHSCT improve in RRMS",
            claims("REPORTS_OUTCOME", subject="AHSCT", effect="improved", condition="RRMS"),
        ),
        ("what do drugs worsen", claims("REPORTS_OUTCOME", subject="drugs", effect="worsened")),
        ("outcomes of AHSCT", claims("REPORTS_OUTCOME", subject="AHSCT")),
        ("which therapies treat multiple sclerosis", claims("TREATS", object="multiple sclerosis")),
        ("which cell types does AHSCT use", claims("USES_CELL_TYPE", subject="AHSCT")),
    ],
)
def test_what_is_asked(text: str, expected: dict[str, Any]) -> None:
    assert read(text)[0] == expected


def test_a_verb_before_improved_is_tried_too() -> None:
    found = read("which interventions reported improved EDSS in people with progressive MS")
    assert IN_PROGRESSIVE in found


def test_a_preposition_inside_a_name_is_tried_too() -> None:
    found = [
        (reading.question.outcome, reading.question.condition)
        for reading in readings("which therapies report improvement in quality of life in MS")
        if isinstance(reading.question, TherapiesQuestion)
    ]
    assert found[0] == ("quality of life", "MS")
    assert ("quality of life in MS", None) in found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "EDSS",
        "what is the weather",
        "which therapies report no improvement in EDSS",
        "which therapies report no EDSS improvement",
        "is natalizumab better than AHSCT",
        "drop all claims",
        "MATCH (n) DETACH DELETE n",
        "side effects of",
        "which therapies",
    ],
)
def test_what_fits_no_shape_is_not_read(text: str) -> None:
    """Above all nothing that is denied: it must never be answered as if it were affirmed."""
    assert list(readings(text)) == []


@given(st.text(max_size=200))
def test_any_text_is_read_or_not(text: str) -> None:
    for reading in readings(text):
        assert reading.question.as_map()


@pytest.mark.parametrize(
    "text",
    [
        "which " + "in " * 330,
        "which therapies report improvement in " + "a in " * 190,
        "which " + "which therapies report " * 40 + "improvement in x",
        " " * 1000,
        "what does " + "improve " * 120,
    ],
)
def test_long_questions_are_read_at_once(text: str) -> None:
    import time

    began = time.perf_counter()
    assert len(list(readings(text[:1000]))) < 1000
    assert time.perf_counter() - began < 0.5
