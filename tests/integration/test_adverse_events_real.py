"""A real trial record, loaded: each arm's numbers as the record has them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from real_neo4j import Graph, RealNeo4j, write_rows

from kg.model.question import AdverseEventsQuestion, ResultsQuestion
from kg.queries.adverse_events import adverse_events
from kg.queries.results import results
from kg.terms import packaged_terms

REAL = Path(__file__).parents[3] / "shared" / "data" / "trials" / "ctgov_v2_studies.jsonl"
#: Dupilumab against placebo, 97 in each arm; the record has results.
TRIAL = "NCT02210780"

pytestmark = [
    pytest.mark.neo4j,
    pytest.mark.skipif(not REAL.exists(), reason="the trial records are not beside the project"),
]


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    rows = map(json.loads, REAL.read_text(encoding="utf-8").splitlines())
    return next(
        row for row in rows if row["protocolSection"]["identificationModule"]["nctId"] == TRIAL
    )


@pytest.fixture(scope="module")
def trial(
    latest: RealNeo4j, record: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Any:
    graph = Graph(latest, packaged_terms())
    graph.clear()
    graph.load(write_rows(tmp_path_factory.mktemp("trial") / "record.jsonl", [record]))
    yield graph
    graph.close()


def expected(record: dict[str, Any], group: str) -> dict[tuple[str, bool | None], tuple[int, int]]:
    """Affected and at risk of each event of one group, straight from the record."""
    module = record["resultsSection"]["adverseEventsModule"]
    [totals] = [one for one in module["eventGroups"] if one["id"] == group]
    found: dict[tuple[str, bool | None], tuple[int, int]] = {
        ("Any serious adverse event", True): (
            totals["seriousNumAffected"],
            totals["seriousNumAtRisk"],
        ),
        ("Any other adverse event", False): (
            totals["otherNumAffected"],
            totals["otherNumAtRisk"],
        ),
    }
    if "deathsNumAtRisk" in totals:
        found["All-cause mortality", None] = (
            totals["deathsNumAffected"],
            totals["deathsNumAtRisk"],
        )
    for table, serious in (("seriousEvents", True), ("otherEvents", False)):
        for event in module.get(table, []):
            for stat in event["stats"]:
                if stat["groupId"] == group:
                    numbers = (stat["numAffected"], stat["numAtRisk"])
                    found[event["term"], serious] = numbers
    return found


def test_each_arm_has_the_numbers_of_the_record(trial: Graph, record: dict[str, Any]) -> None:
    groups = record["resultsSection"]["adverseEventsModule"]["eventGroups"]
    [placebo] = [one["id"] for one in groups if "lacebo" in one["title"]]
    [treated] = [one["id"] for one in groups if one["id"] != placebo]
    said = {
        row["id"]: row["said"]
        for row in trial.ask(
            "RETURN COLLECT { MATCH (e:Evidence) RETURN {id: e.id, said: e.object_said} } AS rows"
        )
    }
    question = AdverseEventsQuestion(therapy="Dupilumab")
    found = trial.run(adverse_events(trial.database, trial.resolver, question, limit=500)).body
    arms = {
        (said[arm.evidence_id], row.serious): (arm.affected, arm.at_risk)
        for row in found.items
        for arm in row.arms
    }
    assert arms == expected(record, treated)
    control = expected(record, placebo)
    for row in found.items:
        # One arm, one study: nothing is added.
        assert (row.studies, row.arm_count, row.heterogeneity) == (1, 1, None)
        [against] = row.against
        name = said[row.arms[0].evidence_id]
        numbers = (against.comparator_affected, against.comparator_at_risk)
        assert numbers == control[name, row.serious]
        difference = row.affected / row.at_risk - numbers[0] / numbers[1]
        assert against.risk_difference == round(difference, 4)
    assert found.without_denominator == []


def test_results_of_a_measure_by_arm(trial: Graph, record: dict[str, Any]) -> None:
    measures = record["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"]
    first = measures[0]
    values = [
        float(one["value"])
        for class_ in first["classes"]
        for category in class_["categories"]
        for one in category["measurements"]
    ]
    question = ResultsQuestion(outcome=first["title"])
    found = trial.run(results(trial.database, trial.resolver, question, limit=500)).body
    given = [item for item in found.items if item.value is not None or item.change is not None]
    assert sorted(item.value or item.change or 0.0 for item in given) == sorted(values)
    # One study: whatever it says, nothing is pooled, and each result says why.
    assert found.summaries == []
    assert all(item.left_out for item in found.items)
