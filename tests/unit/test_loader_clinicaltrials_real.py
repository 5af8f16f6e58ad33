"""ClinicalTrials.gov: real studies, their numbers worked out a second way."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from trial_records import checked, read_all

SLICE = Path(__file__).parents[1] / "data" / "clinicaltrials" / "studies.jsonl"
REAL = Path(__file__).parents[3] / "shared" / "data" / "trials"
needs_data = pytest.mark.skipif(not REAL.is_dir(), reason=f"the real trials are not at {REAL}")

WITH_RESULTS = ("NCT00763412", "NCT02210780", "NCT05594173")
THERAPIES = {
    "1 Placebo": "Placebo",
    "Placebo": "Placebo",
    "2. Repaglinide": "repaglinide",
    "Repaglinide": "repaglinide",
    "Placebo qw": "Placebo",
    "Dupilumab 300 mg qw": "Dupilumab",
}
#: (study, event, arm, serious) → affected, at risk
Numbers = Counter[tuple[str, str, str, bool | None, int, int]]


def records(path: Path) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in path.read_text().splitlines()]
    return {one["protocolSection"]["identificationModule"]["nctId"]: one for one in found}


def events_of(nct: str, record: dict[str, Any]) -> Numbers:
    """Straight from the record: every event and total of every arm."""
    table = record["resultsSection"]["adverseEventsModule"]
    names = {one["id"]: one["title"] for one in table["eventGroups"]}
    found: Numbers = Counter()
    for serious, kind in ((True, "seriousEvents"), (False, "otherEvents")):
        for event in table.get(kind, []):
            for stat in event["stats"]:
                arm, numbers = names[stat["groupId"]], (stat["numAffected"], stat["numAtRisk"])
                found[nct, event["term"], arm, serious, *numbers] += 1
    for one in table["eventGroups"]:
        for serious, kind, name in (
            (None, "deaths", "All-cause mortality"),
            (True, "serious", "Any serious adverse event"),
            (False, "other", "Any other adverse event"),
        ):
            numbers = (one[f"{kind}NumAffected"], one[f"{kind}NumAtRisk"])
            found[nct, name, one["title"], serious, *numbers] += 1
    return found


def events_told(found: list[dict[str, Any]], nct: str) -> Numbers:
    results = [
        (fact["object"]["name"], fact["result"])
        for fact in found
        if fact["predicate"] == "HAS_ADVERSE_EVENT" and fact["study"]["id"] == nct
    ]
    return Counter(
        (nct, name, one["arm"], one.get("serious"), one["affected"], one["at_risk"])
        for name, one in results
    )


@pytest.mark.parametrize(
    ("nct", "count"), [("NCT00763412", 6), ("NCT02210780", 24), ("NCT05594173", 4)]
)
def test_adverse_events_of_each_arm_equal_the_record(nct: str, count: int) -> None:
    found, problems, _ = read_all(SLICE)
    assert problems == []
    told = events_told(found, nct)
    assert told == events_of(nct, records(SLICE)[nct])
    assert told.total() == count


@pytest.mark.parametrize(
    ("nct", "count"), [("NCT00763412", 30), ("NCT02210780", 28), ("NCT05594173", 12)]
)
def test_outcome_numbers_equal_the_record(nct: str, count: int) -> None:
    measures = records(SLICE)[nct]["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"]
    expected = Counter(
        (one["title"], name["title"], float(cell["value"]), float(cell.get("spread", "nan")))
        for one in measures
        for row in one["classes"]
        for category in row["categories"]
        for cell in category["measurements"]
        for name in one["groups"]
        if name["id"] == cell["groupId"]
    )
    found, _, _ = read_all(SLICE)
    told = [
        (fact["object"]["name"], fact["result"])
        for fact in found
        if fact["predicate"] == "REPORTS_OUTCOME"
        and fact["study"]["id"] == nct
        and "value" in fact["result"]
    ]
    assert len(told) == expected.total() == count
    assert Counter(
        (name, one["arm"], one["value"], str(one.get("dispersion"))) for name, one in told
    ) == Counter({
        (title, arm, value, "None" if spread != spread else str(spread)): many
        for (title, arm, value, spread), many in expected.items()
    })  # fmt: skip


def test_arms_are_given_what_the_record_links_to_them() -> None:
    found, _, _ = read_all(SLICE)
    given = {
        fact["result"]["arm"]: fact["subject"]["name"]
        for fact in found
        if fact["predicate"] != "TREATS" and fact["study"]["id"] != "NCT05594173"
    }
    assert given == THERAPIES
    only = {f["subject"]["name"] for f in found if f["study"]["id"] == "NCT05594173"}
    assert only == {"Food texture modification"}


def test_directions_of_a_real_trial() -> None:
    """Of its seven analyses, three are of scores whose description says which end is bad."""
    found, _, _ = read_all(SLICE)
    analyses = {
        fact["object"]["name"][:40]: (
            fact.get("effect_direction"),
            fact["result"].get("change_direction"),
            fact["result"]["estimate"],
            fact["provenance"]["quote"].split(",")[0],
        )
        for fact in found
        if "estimate" in fact.get("result", {})
    }
    smaller = '"pValue": "<0.0001"'
    assert analyses == {
        "Percentage of Participants Achieving an ": (None, "increased", 34.0, smaller),
        "Change From Baseline in Peak Weekly Aver": ("improved", None, -2.13, smaller),
        "Change From Baseline in Body Surface Are": (None, "decreased", -17.8, smaller),
        "Changes From Baseline in GISS Cumulative": ("improved", None, -2.4, smaller),
        "Change in Patient Oriented Eczema Measur": ("improved", None, -8.3, smaller),
    }


def test_the_slice_in_full() -> None:
    report = checked(SLICE)
    assert (report.rejected, report.already_there) == (0, 0)


@needs_data
def test_the_account_of_the_api_records() -> None:
    report = checked(REAL / "ctgov_v2_studies.jsonl")
    # Interventions × conditions without 7 placebos (146), 3 derived papers × 2 treatments (6),
    # 70 measurements, 7 analyses, 2 × 9 + 1 events and 5 × 3 totals.
    assert (report.loaded, report.rejected) == (146 + 6 + 70 + 7 + 19 + 15, 0)
    assert report.left_out == {
        "limits of a range or an interquartile range, beside a number that is taken": 30,
        "a study without interventions": 14,
        "a registered outcome without results": 11,
        "an intervention that is a placebo, a sham or no treatment": 7,
        "a reference that is background": 7,
        "a reference without a PubMed id": 2,
    }


@needs_data
def test_adverse_events_of_stem_cell_trials_equal_their_table() -> None:
    with (REAL / "msc_adverse_events.tsv").open(newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    table: Numbers = Counter(
        (row["nctId"], row["term"], row["groupTitle"], row["seriousness"] == "serious",
         int(row["numAffected"]), int(row["numAtRisk"]))
        for row in rows
    )  # fmt: skip
    found, problems, reader = read_all(REAL / "msc_trials_v2like.jsonl.gz")
    assert problems == []
    told: Numbers = Counter()
    for nct in {row["nctId"] for row in rows}:
        events = [fact for fact in found if "eventGroups" not in fact["provenance"]["record"]]
        told += events_told(events, nct)
    # Two groups of one trial had nobody.
    nobody = Counter({key: count for key, count in table.items() if key[5] == 0})
    assert (table.total(), nobody.total(), {key[0] for key in nobody}) == (
        3065,
        54,
        {"NCT03857841"},
    )
    assert told == table - nobody
    assert reader.left_out["adverse events of a group with nobody at risk"] == 54 + 2 * 3


@needs_data
@pytest.mark.parametrize(
    ("name", "loaded"),
    [
        # 3,571 interventions × conditions, 420 of them no treatments; 3,065 - 54 events;
        # totals of 85 groups (two kinds) and of 68 (deaths), two groups without people.
        ("msc_trials_v2like.jsonl.gz", 3_571 - 420 + 3_065 - 54 + 2 * 85 + 68 - 2 * 3),
        # 424 interventions × conditions, 67 of them no treatments; 243 papers × treatments;
        # 321 measurements; 93 analyses, 18 of three groups; 414 + 257 events; totals of
        # 15 groups (two kinds) and of 4 (deaths), one group without people.
        (
            "ctgov_legacy_fullstudies.jsonl.gz",
            424 - 67 + 243 + 321 + 93 - 18 + 414 + 257 + 2 * 15 + 4 - 3,
        ),
    ],
)
def test_real_files_load_in_full(name: str, loaded: int) -> None:
    report = checked(REAL / name)
    assert (report.loaded, report.rejected, report.already_there) == (loaded, 0, 0)
