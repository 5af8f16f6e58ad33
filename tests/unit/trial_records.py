"""A made-up study in the shape of API v2, with everything that the loader reads."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from kg.model.fact import Fact
from kg.terms import Terms
from loaders.inputs import find
from loaders.pipeline import LoadOptions, check, read
from loaders.report import Report
from loaders.rows import Reader

__all__ = ["STUDY", "checked", "facts", "group", "measure", "read_all", "study", "written"]

STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT09990001", "briefTitle": "Cells in MS"},
        "statusModule": {
            "overallStatus": "TERMINATED",
            "whyStopped": "Slow accrual",
            "lastUpdatePostDateStruct": {"date": "2024-05-01"},
        },
        "conditionsModule": {"conditions": ["Multiple Sclerosis", "Optic Neuritis"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "designInfo": {"allocation": "RANDOMIZED", "maskingInfo": {"masking": "DOUBLE"}},
            "enrollmentInfo": {"count": 40},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Low dose", "type": "EXPERIMENTAL"},
                {"label": "High dose", "type": "EXPERIMENTAL"},
                {"label": "1. Placebo arm", "type": "PLACEBO_COMPARATOR"},
            ],
            "interventions": [
                {
                    "type": "BIOLOGICAL",
                    "name": "Autologous bone marrow MSC",
                    "description": "Given intrathecally.",
                    "armGroupLabels": ["Low dose", "High dose"],
                },
                {"type": "OTHER", "name": "Saline", "armGroupLabels": ["1. Placebo arm"]},
                {"type": "DRUG", "name": "Vitamin D", "armGroupLabels": [
                    "Low dose", "High dose", "1. Placebo arm"]},
            ],
        },
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n* EDSS between 3.0 and 6.5\n"
            "Exclusion Criteria:\n* none",
            "minimumAge": "18 Years",
            "maximumAge": "N/A",
            "sex": "ALL",
        },
        "referencesModule": {
            "references": [
                {"pmid": "111", "type": "RESULT"},
                {"pmid": "222", "type": "DERIVED"},
                {"pmid": "333", "type": "BACKGROUND"},
                {"citation": "a book", "type": "RESULT"},
            ]
        },
    },
    "resultsSection": {
        "outcomeMeasuresModule": {
            "outcomeMeasures": [
                {
                    "title": "Fatigue score",
                    "description": "Higher scores indicate worse fatigue symptoms.",
                    "paramType": "MEAN",
                    "dispersionType": "Standard Deviation",
                    "unitOfMeasure": "units on a scale",
                    "timeFrame": "Week 24",
                    "groups": [
                        {"id": "OG000", "title": "Low Dose"},
                        {"id": "OG001", "title": "High dose"},
                        {"id": "OG002", "title": "Placebo arm"},
                    ],
                    "denoms": [{"units": "Participants", "counts": [
                        {"groupId": "OG000", "value": "10"},
                        {"groupId": "OG001", "value": "12"},
                        {"groupId": "OG002", "value": "11"}]}],
                    "classes": [{"categories": [{"measurements": [
                        {"groupId": "OG000", "value": "20.5", "spread": "3.1"},
                        {"groupId": "OG001", "value": "NA"},
                        {"groupId": "OG002", "value": "30"}]}]}],
                    "analyses": [{
                        "groupIds": ["OG002", "OG000"],
                        "nonInferiorityType": "SUPERIORITY",
                        "pValue": "<0.001",
                        "paramType": "Mean Difference (Final Values)",
                        "paramValue": "-9.5",
                        "ciPctValue": "95",
                        "ciLowerLimit": "-12",
                        "ciUpperLimit": "-7"}],
                }
            ]
        },
        "adverseEventsModule": {
            "timeFrame": "Up to 12 months",
            "eventGroups": [
                {"id": "EG000", "title": "Low dose", "seriousNumAffected": 1,
                 "seriousNumAtRisk": 10, "otherNumAffected": 2, "otherNumAtRisk": 10},
                {"id": "EG001", "title": "Placebo arm", "seriousNumAffected": 0,
                 "seriousNumAtRisk": 11, "otherNumAffected": 3, "otherNumAtRisk": 11},
            ],
            "seriousEvents": [{"term": "Seizure", "stats": [
                {"groupId": "EG000", "numAffected": 1, "numAtRisk": 10},
                {"groupId": "EG001", "numAffected": 0, "numAtRisk": 11}]}],
            "otherEvents": [{"term": "Headache", "stats": [
                {"groupId": "EG000", "numAffected": 2},
                {"groupId": "EG001", "numAffected": 3, "numAtRisk": 11}]}],
        },
    },
    "derivedSection": {"miscInfoModule": {"versionHolder": "2024-06-01"}},
    "hasResults": True,
}  # fmt: skip


def study() -> dict[str, Any]:
    """A copy to change."""
    return copy.deepcopy(STUDY)


def measure(record: dict[str, Any]) -> dict[str, Any]:
    """Its one outcome measure."""
    found: dict[str, Any] = record["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]
    return found


def group(identity: str, title: str, at_risk: int, affected: int = 0) -> dict[str, Any]:
    """A group of a table of adverse events."""
    return {
        "id": identity,
        "title": title,
        "seriousNumAffected": affected,
        "seriousNumAtRisk": at_risk,
        "otherNumAffected": affected,
        "otherNumAtRisk": at_risk,
    }


def written(folder: Path, *records: dict[str, Any], name: str = "studies.jsonl") -> Path:
    """A file of studies, one a line."""
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


def read_all(*paths: Path) -> tuple[list[dict[str, Any]], list[Any], Reader]:
    """Facts that the model takes, problems, and the reader, of one input."""
    [file] = find(paths)
    assert file.format == "clinicaltrials"
    reader = read(file)
    rows = list(reader.rows)
    found = [row.data for row in rows if row.problem is None]
    for data in found:
        Fact.model_validate(data)
    return found, [row.problem for row in rows if row.problem is not None], reader


def facts(folder: Path, record: dict[str, Any], predicate: str) -> list[dict[str, Any]]:
    """Facts of one study with one predicate."""
    found, problems, _ = read_all(written(folder, record))
    assert problems == []
    return [fact for fact in found if fact["predicate"] == predicate]


def checked(*paths: Path) -> Report:
    """The account of a check."""
    report = Report()
    check(find(paths), Terms([]), LoadOptions(), report)
    assert report.balanced
    return report
