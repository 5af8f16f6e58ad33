"""Names mapped by likeness: only if asked, and the guess is part of the fact with its score."""

from __future__ import annotations

from typing import Any

from kg.batch import Prepared
from kg.intake import accept
from kg.restore import fact_of
from kg.terms import packaged_terms
from loaders.report import Report


def row(subject: str, object_: str, **more: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "Therapy", "name": subject},
        "predicate": "HAS_ADVERSE_EVENT",
        "object": {"type": "AdverseEvent", "name": object_},
        "evidence_direction": "supports",
        "provenance": {"knowledge_level": "observation", "agent_type": "manual_agent"},
        **more,
    }


def taken(given: dict[str, Any], fuzzy: float | None) -> Prepared:
    found = accept(given, packaged_terms(), record="1", strict=False, fuzzy=fuzzy)
    assert isinstance(found, Prepared)
    return found


def test_likeness_chooses_nothing_unless_asked() -> None:
    found = taken(row("natalizumabb", "Headachee"), None)
    assert found.claim["subject_id"].startswith("therapath:")
    assert found.alike == []


def test_a_likely_id_is_kept_with_its_score_beside_the_words() -> None:
    found = taken(row("natalizumabb", "Headache"), 0.9)
    assert found.claim["subject_id"] == "DRUGBANK:DB00108"
    assert found.evidence["subject_said"] == "natalizumabb"
    assert found.evidence["subject_said_id"] == "DRUGBANK:DB00108"
    assert 0.9 <= found.evidence["subject_match_score"] < 1
    assert "object_match_score" not in found.evidence
    ((words, mapped, score),) = found.alike
    assert (words, mapped.id) == ("natalizumabb", "DRUGBANK:DB00108")
    assert score == found.evidence["subject_match_score"]


def test_the_guess_stays_when_the_fact_is_mapped_again() -> None:
    found = taken(row("natalizumabb", "Headache"), 0.9)
    again = fact_of(found.evidence, found.claim)
    assert taken(again.model_dump(exclude_none=True, mode="json"), None).evidence_id == (
        found.evidence_id
    )


def test_a_score_below_the_threshold_is_no_match() -> None:
    assert taken(row("natalizumabb", "Headache"), 0.99).alike == []


def test_an_id_that_the_source_gives_is_never_guessed_over() -> None:
    given = row("natalizumabb", "Headache")
    given["subject"]["id"] = "CHEBI:999999999"
    assert taken(given, 0.9).claim["subject_id"] == "CHEBI:999999999"


def test_the_report_lists_guesses_and_candidates_for_the_rest() -> None:
    report = Report()
    report.mention(taken(row("natalizumabb", "zzzqq"), 0.9))
    report.mention(taken(row("fingolimodd", "Headache"), None))
    report.suggest(packaged_terms())
    found = report.as_map()
    assert [(one["name"], one["matched"]["name"]) for one in found["fuzzy"]] == [
        ("natalizumabb", "natalizumab")
    ]
    by_name = {one["name"]: one["candidates"] for one in found["unresolved"]}
    assert by_name["zzzqq"] == []
    assert by_name["fingolimodd"][0]["name"] == "fingolimod"
