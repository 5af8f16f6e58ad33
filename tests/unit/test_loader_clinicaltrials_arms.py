"""ClinicalTrials.gov: what the groups of results were given, and numbers as they are typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from trial_records import facts, group, measure, study

from loaders.clinicaltrials.direction import higher_is_better
from loaders.clinicaltrials.numbers import months, number, probability, years

# Totals


def pooled(tmp_path: Path, groups: list[dict[str, Any]], counts: list[list[int]]) -> set[str]:
    record = study()
    record["resultsSection"]["adverseEventsModule"] = {
        "eventGroups": groups,
        "otherEvents": [
            {"term": f"Event {index}", "stats": [
                {"groupId": one["id"], "numAffected": count, "numAtRisk": one["otherNumAtRisk"]}
                for one, count in zip(groups, row, strict=True)]}
            for index, row in enumerate(counts)
        ],
    }  # fmt: skip
    found = facts(tmp_path, record, "HAS_ADVERSE_EVENT")
    return {fact["result"]["arm"] for fact in found if fact["result"].get("pooled")}


GROUPS = [group("A", "Low dose", 10), group("B", "High dose", 12), group("C", "Placebo arm", 9)]


def test_a_total_beside_its_parts_is_pooled(tmp_path: Path) -> None:
    assert pooled(tmp_path, [*GROUPS, group("D", "Total", 31)], [[1, 2, 3, 6]]) == {"Total"}
    # Of some of the others: both doses, without the placebo.
    assert pooled(tmp_path, [*GROUPS, group("D", "All doses", 22)], [[1, 2, 3, 3]]) == {"All doses"}


def test_a_total_is_told_by_its_numbers_too(tmp_path: Path) -> None:
    groups = [*GROUPS, group("D", "Any MSC", 22)]
    adds_up = [[1, 2, 3, 3], [0, 4, 1, 4], [2, 2, 0, 4]]
    assert pooled(tmp_path, groups, adds_up) == {"Any MSC"}
    assert pooled(tmp_path, groups, [*adds_up, [1, 1, 1, 5]]) == set()
    # Two counts that add up are chance.
    assert pooled(tmp_path, groups, adds_up[:2]) == set()


def test_a_name_alone_makes_no_total(tmp_path: Path) -> None:
    groups = [*GROUPS, group("D", "Combined therapy", 14)]
    assert pooled(tmp_path, groups, [[1, 2, 3, 1]]) == set()


# Arms


@pytest.mark.parametrize(
    ("title", "therapy"),
    [
        ("LOW DOSE", "Autologous bone marrow MSC"),
        ("2. High dose", "Autologous bone marrow MSC"),
        ("Placebo", "Placebo"),
        ("Placebo for 24 weeks", "Placebo"),
        ("Vitamin D", "Vitamin D"),
        ("Autologous bone marrow MSC 2x10^6 cells/kg", "Autologous bone marrow MSC"),
        ("Autologous bone marrow MSC + Ocrelizumab",
         "Autologous bone marrow MSC + Ocrelizumab (NCT09990001)"),
        ("Placebo, then Autologous bone marrow MSC",
         "Placebo, then Autologous bone marrow MSC (NCT09990001)"),
        ("Total", "Total (NCT09990001)"),
        ("Cohort A", "Cohort A (NCT09990001)"),
    ],
)  # fmt: skip
def test_what_a_group_was_given(tmp_path: Path, title: str, therapy: str) -> None:
    record = study()
    measure(record)["groups"][0]["title"] = title
    found = facts(tmp_path, record, "REPORTS_OUTCOME")
    assert [
        fact["subject"]["name"]
        for fact in found
        if fact["result"]["arm"] == title and "value" in fact["result"]
    ] == [therapy]


def test_a_dose_in_an_arm_label_is_the_arm_s(tmp_path: Path) -> None:
    record = study()
    measure(record)["groups"][0]["title"] = "Autologous bone marrow MSC 2x10^6 cells/kg"
    found = facts(tmp_path, record, "REPORTS_OUTCOME")[0]
    assert found["treatment"]["dose"] == 2e6
    assert found["treatment"]["dose_unit"] == "cells/kg"


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        (
            "Fingolimod 0.5 mg once daily by mouth",
            {"dose": 0.5, "dose_unit": "mg", "route": "oral"},
        ),
        ("Fingolimod 0.5 mg or 1.25 mg orally", {"route": "oral"}),
        ("Fingolimod 5-10 mg", {}),
        ("Fingolimod 10 mg/mL", {}),
        ("After 100 mg of methylprednisolone", {}),
        ("Fingolimod intravenously, then subcutaneously", {}),
        ("Fingolimod against oral mucositis", {}),
    ],
)
def test_route_and_dose_are_not_guessed(
    tmp_path: Path, description: str, expected: dict[str, Any]
) -> None:
    record = study()
    arms = record["protocolSection"]["armsInterventionsModule"]
    arms["interventions"] = [{"name": "Fingolimod", "type": "DRUG", "description": description}]
    assert facts(tmp_path, record, "TREATS")[0].get("treatment", {}) == expected


# Numbers as they are typed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Week 24", 5.5195),
        ("24-week", 5.5195),
        ("six months", 6.0),
        ("Baseline (Day 1) to Week 16", 3.6797),
        ("Baseline, Day 14", 0.46),
        ("2 year/end of study", 24.0),
        ("Week 24 (Month 6)", 5.5195),
        ("12 and 24 weeks", None),
        ("Weeks 12-24", None),
        ("Month 6 to Month 12", None),
        ("Up to 24 weeks", None),
        ("every 3 months", None),
        ("3 years, 5 months", None),
        ("Baseline", None),
        (None, None),
    ],
)
def test_times(text: str | None, expected: float | None) -> None:
    assert months(text) == expected


def test_a_period_ends_where_it_is_up_to() -> None:
    assert months("Up to 24 weeks", period=True) == 5.5195
    assert months("Days 1-28", period=True) is None


def test_numbers_and_probabilities() -> None:
    assert [number(text) for text in ("1,234", "-3.5", ".5", "NA", "<0.1", "nan", "-", "12,5")] == [
        1234.0, -3.5, 0.5, None, None, None, None, None,
    ]  # fmt: skip
    assert probability("P = .04") == (0.04, "")
    assert probability("p<.0001") == (0.0001, "<")
    assert probability("≤0.01") == (0.01, "<=")
    assert probability("0.05 < p") is None
    assert probability("NS") is None


def test_ages_in_years() -> None:
    assert years("18 Years") == 18.0
    assert years("6 Months") == 0.5
    assert years("5 Days") == 0.0137
    assert years("N/A") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Higher scores indicate better function.", True),
        ("higher scores reflecting the worse severity", False),
        ("Lower scores mean less pain", False),
        ("ranges from 0 (absent disease) to 12 (severe disease)", False),
        ("0 = no itch; 10 = worst itch imaginable", False),
        ("0 (worst) to 100 (best health)", True),
        ("Higher values mean better pain control", None),
        ("Higher scores indicate better function; higher values mean worse pain", None),
        ("A scale of 10 points", None),
    ],
)
def test_which_end_of_a_scale_is_good(text: str, expected: bool | None) -> None:
    assert higher_is_better(text) is expected
