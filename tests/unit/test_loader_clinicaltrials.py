"""ClinicalTrials.gov: what a study's record becomes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from trial_records import facts, group, measure, read_all, study, written


def one(found: list[dict[str, Any]], **parts: str) -> dict[str, Any]:
    """The one fact about these: ``arm``, ``object``, ``subject``."""
    kept = [
        fact
        for fact in found
        if all(
            (fact["result"].get("arm") if part == "arm" else fact[part]["name"]) == name
            for part, name in parts.items()
        )
    ]
    assert len(kept) == 1, kept
    return kept[0]


# Treatments


def test_each_treatment_is_in_trials_for_each_condition(tmp_path: Path) -> None:
    found = [
        fact
        for fact in facts(tmp_path, study(), "TREATS")
        if fact["provenance"]["section"] == "armsInterventionsModule"
    ]
    assert [(fact["subject"]["name"], fact["object"]["name"]) for fact in found] == [
        ("Autologous bone marrow MSC", "Multiple Sclerosis"),
        ("Autologous bone marrow MSC", "Optic Neuritis"),
        ("Vitamin D", "Multiple Sclerosis"),
        ("Vitamin D", "Optic Neuritis"),
    ]
    cells = found[0]
    assert cells["stage"] == "in_trials"
    assert cells["result"] == {"arm": "Low dose; High dose"}
    assert cells["treatment"] == {
        "route": "intrathecal",
        "donor": "autologous",
        "cell_source": "bone marrow",
    }
    assert cells["study"] == {
        "id": "NCT09990001",
        "name": "Cells in MS",
        "phase": "PHASE1_PHASE2",
        "enrollment": 40,
        "status": "TERMINATED",
        "why_stopped": "Slow accrual",
    }
    assert cells["design"] == {
        "type": "rct",
        "phase": "PHASE1_PHASE2",
        "arms": 3,
        "masking": "DOUBLE",
    }
    assert cells["population"] == {
        "age_min": 18.0,
        "sex": "ALL",
        "edss_min": 3.0,
        "edss_max": 6.5,
    }


def test_a_placebo_does_not_treat_and_is_counted(tmp_path: Path) -> None:
    found, _, reader = read_all(written(tmp_path, study()))
    treating = {fact["subject"]["name"] for fact in found if fact["predicate"] == "TREATS"}
    assert treating == {"Autologous bone marrow MSC", "Vitamin D"}
    assert reader.left_out["an intervention that is a placebo, a sham or no treatment"] == 1


@pytest.mark.parametrize(
    ("name", "treats"),
    [
        ("Placebo (for MSC)", False),
        ("Matching placebo", False),
        ("Sham bone marrow aspiration", False),
        ("No treatment", False),
        ("Physiological saline", False),
        ("Intrathecal saline injection", False),
        ("Control group", False),
        ("Conventional therapy plus placebo", False),
        ("Cognitive control training", True),
        ("Cyclosporin + placebo", True),
        ("Hypertonic saline 7%", True),
        ("Vitamin C or placebo", True),
        ("Shampoo", True),
        ("Exercise", True),
    ],
)
def test_what_is_a_treatment_by_its_name(tmp_path: Path, name: str, treats: bool) -> None:
    record = study()
    arms = record["protocolSection"]["armsInterventionsModule"]
    del arms["armGroups"]
    arms["interventions"] = [{"name": "MSC"}, {"name": name, "type": "OTHER"}]
    found = {fact["subject"]["name"] for fact in facts(tmp_path, record, "TREATS")}
    assert found == ({"MSC", name} if treats else {"MSC"})


def test_linked_papers_are_further_reports(tmp_path: Path) -> None:
    found, _, reader = read_all(written(tmp_path, study()))
    linked = [
        (fact["subject"]["name"], fact["publication"]["id"], fact["provenance"]["agent_type"])
        for fact in found
        if fact["provenance"]["section"] == "referencesModule"
    ]
    assert linked == [
        ("Autologous bone marrow MSC", "PMID:111", "manual_agent"),
        ("Vitamin D", "PMID:111", "manual_agent"),
        ("Autologous bone marrow MSC", "PMID:222", "automated_agent"),
        ("Vitamin D", "PMID:222", "automated_agent"),
    ]
    assert reader.left_out["a reference that is background"] == 1
    assert reader.left_out["a reference without a PubMed id"] == 1
    results = [fact for fact in found if fact["predicate"] != "TREATS"]
    assert {fact["publication"]["id"] for fact in results} == {"PMID:111"}


def test_of_several_result_papers_none_stands_on_the_numbers(tmp_path: Path) -> None:
    record = study()
    record["protocolSection"]["referencesModule"]["references"][1]["type"] = "RESULT"
    assert all("publication" not in fact for fact in facts(tmp_path, record, "REPORTS_OUTCOME"))


@pytest.mark.parametrize(
    ("design", "expected"),
    [
        ({"studyType": "INTERVENTIONAL", "designInfo": {"allocation": "NON_RANDOMIZED"}},
         "non_randomised_trial"),
        ({"studyType": "INTERVENTIONAL", "designInfo": {"allocation": "NA",
          "interventionModel": "SINGLE_GROUP"}}, "single_arm"),
        ({"studyType": "INTERVENTIONAL"}, None),
        ({"studyType": "OBSERVATIONAL", "designInfo": {"observationalModel": "COHORT"}}, "cohort"),
        ({"studyType": "OBSERVATIONAL", "designInfo": {"observationalModel": "CASE_CONTROL"}},
         None),
        ({"studyType": "EXPANDED_ACCESS"}, None),
    ],
)  # fmt: skip
def test_designs(tmp_path: Path, design: dict[str, Any], expected: str | None) -> None:
    record = study()
    record["protocolSection"]["designModule"] = design
    found = facts(tmp_path, record, "TREATS")[0]
    assert found.get("design", {}).get("type") == expected


# Outcomes


def test_a_measurement_of_an_arm(tmp_path: Path) -> None:
    found = facts(tmp_path, study(), "REPORTS_OUTCOME")
    low = one([fact for fact in found if "value" in fact["result"]], arm="Low Dose")
    assert low["subject"]["name"] == "Autologous bone marrow MSC"
    assert low["object"] == {"type": "Outcome", "name": "Fatigue score"}
    assert low["condition"]["name"] == "Multiple Sclerosis"
    assert low["result"] == {
        "arm": "Low Dose",
        "unit": "units on a scale",
        "value": 20.5,
        "estimate_type": "mean",
        "dispersion": 3.1,
        "dispersion_type": "Standard Deviation",
        "n": 10,
        "timepoint_months": 5.5195,
    }
    assert "effect_direction" not in low
    placebo = one([fact for fact in found if "value" in fact["result"]], arm="Placebo arm")
    assert (placebo["subject"]["name"], placebo["result"]["value"]) == ("Saline", 30.0)


def test_not_available_is_no_number(tmp_path: Path) -> None:
    found, _, reader = read_all(written(tmp_path, study()))
    assert not [fact for fact in found if fact.get("result", {}).get("arm") == "High dose"]
    assert reader.left_out["a measurement that the record gives as NA"] == 1


def test_an_analysis_names_its_comparator_and_keeps_the_sign_of_p(tmp_path: Path) -> None:
    found = facts(tmp_path, study(), "REPORTS_OUTCOME")
    [analysis] = [fact for fact in found if "estimate" in fact["result"]]
    assert analysis["result"] == {
        "arm": "Low Dose",
        "comparator": "Placebo arm",
        "unit": "units on a scale",
        "p_value": 0.001,
        "timepoint_months": 5.5195,
        "estimate": -9.5,
        "estimate_type": "mean_difference",
        "ci_low": -12.0,
        "ci_high": -7.0,
    }
    assert analysis["provenance"]["quote"] == '"pValue": "<0.001"'
    assert analysis["provenance"]["knowledge_level"] == "statistical_association"
    # Fewer points, of a scale whose high end is worse.
    assert analysis["effect_direction"] == "improved"


@pytest.mark.parametrize(
    ("change", "effect", "direction"),
    [
        ({"description": "Lower scores indicate worse fatigue."}, "worsened", None),
        ({"description": "A scale from 1 to 84."}, None, "decreased"),
        ({"title": "Reduction of fatigue score"}, None, "decreased"),
        ({"pValue": "0.2"}, None, "no_difference"),
        ({"pValue": "0.07", "ciPctValue": "90"}, None, None),
        ({"pValue": "<0.1"}, None, None),
        ({"pValue": "NS"}, None, None),
        ({"nonInferiorityType": "NON_INFERIORITY"}, None, None),
        ({"groupIds": ["OG000"]}, None, None),
    ],
)
def test_directions_only_where_the_record_shows_them(
    tmp_path: Path, change: dict[str, Any], effect: str | None, direction: str | None
) -> None:
    record = study()
    node = measure(record)
    for key, value in change.items():
        (node if key in ("title", "description") else node["analyses"][0])[key] = value
    found = facts(tmp_path, record, "REPORTS_OUTCOME")
    [analysis] = [fact for fact in found if "estimate" in fact["result"]]
    assert analysis.get("effect_direction") == effect
    assert analysis["result"].get("change_direction") == direction


def test_classes_and_categories_are_what_is_measured(tmp_path: Path) -> None:
    record = study()
    node = measure(record)
    node["title"] = "EDSS"
    measurements = node["classes"][0]["categories"][0]["measurements"][:1]
    node["classes"] = [
        {"title": "Month 6", "categories": [{"measurements": measurements}]},
        {"title": "Change, month 12", "categories": [{"title": "worst eye",
         "measurements": measurements}]},
    ]  # fmt: skip
    found = [fact["result"] for fact in facts(tmp_path, record, "REPORTS_OUTCOME")][:2]
    assert [
        (r["measure"], r["timepoint_months"], r.get("value"), r.get("change")) for r in found
    ] == [
        ("EDSS: Month 6", 6.0, 20.5, None),
        ("EDSS: Change, month 12, worst eye", 12.0, None, 20.5),
    ]


def test_intervals_are_not_ranges(tmp_path: Path) -> None:
    record = study()
    node = measure(record)
    node["classes"][0]["categories"][0]["measurements"][0] |= {
        "lowerLimit": "18",
        "upperLimit": "24",
    }
    node["dispersionType"] = "90% Confidence Interval"
    low = facts(tmp_path, record, "REPORTS_OUTCOME")[0]["result"]
    assert (low["ci_low"], low["ci_high"]) == (18.0, 24.0)
    assert low["dispersion_type"] == "90% Confidence Interval"
    node["dispersionType"] = "Full Range"
    found, _, reader = read_all(written(tmp_path, record))
    assert not [fact for fact in found if fact.get("result", {}).get("ci_low") == 18]
    assert sum(count for why, count in reader.left_out.items() if "limits of a range" in why) == 1


def test_nobody_analysed_is_left_out(tmp_path: Path) -> None:
    record = study()
    measure(record)["denoms"][0]["counts"][0]["value"] = "0"
    found, _, reader = read_all(written(tmp_path, record))
    assert not [fact for fact in found if fact.get("result", {}).get("value") == 20.5]
    assert reader.left_out["a measurement of a group in which nobody was analysed"] == 1


def test_other_denominators_are_not_people(tmp_path: Path) -> None:
    record = study()
    measure(record)["denoms"][0]["units"] = "Eyes"
    assert "n" not in facts(tmp_path, record, "REPORTS_OUTCOME")[0]["result"]


# Adverse events


def test_adverse_events_of_each_arm(tmp_path: Path) -> None:
    found = facts(tmp_path, study(), "HAS_ADVERSE_EVENT")
    seen = [
        (fact["subject"]["name"], fact["object"]["name"], fact["result"]["serious"],
         fact["result"]["affected"], fact["result"]["at_risk"])
        for fact in found
    ]  # fmt: skip
    assert sorted(seen) == [
        ("Autologous bone marrow MSC", "Any other adverse event", False, 2, 10),
        ("Autologous bone marrow MSC", "Any serious adverse event", True, 1, 10),
        ("Autologous bone marrow MSC", "Headache", False, 2, 10),
        ("Autologous bone marrow MSC", "Seizure", True, 1, 10),
        ("Saline", "Any other adverse event", False, 3, 11),
        ("Saline", "Any serious adverse event", True, 0, 11),
        ("Saline", "Headache", False, 3, 11),
        ("Saline", "Seizure", True, 0, 11),
    ]
    assert {fact["result"]["timepoint_months"] for fact in found} == {12.0}
    assert len({fact["provenance"]["record"] for fact in found}) == len(found)


def test_nobody_at_risk_is_left_out_and_counted(tmp_path: Path) -> None:
    record = study()
    events = record["resultsSection"]["adverseEventsModule"]
    events["eventGroups"][1] = group("EG001", "Placebo arm", 0)
    for table in ("seriousEvents", "otherEvents"):
        events[table][0]["stats"][1] |= {"numAffected": 0, "numAtRisk": 0}
    found, problems, reader = read_all(written(tmp_path, record))
    assert problems == []
    events_found = [fact for fact in found if fact["predicate"] == "HAS_ADVERSE_EVENT"]
    assert {fact["result"]["arm"] for fact in events_found} == {"Low dose"}
    assert reader.left_out["adverse events of a group with nobody at risk"] == 4


def test_an_event_of_an_unknown_group_is_rejected(tmp_path: Path) -> None:
    record = study()
    events = record["resultsSection"]["adverseEventsModule"]
    events["seriousEvents"][0]["stats"][0]["groupId"] = "EG009"
    _, [problem], _ = read_all(written(tmp_path, record))
    assert (problem.reason, problem.field) == (
        "inconsistent",
        "resultsSection.adverseEventsModule.seriousEvents[0].stats[0].groupId",
    )
