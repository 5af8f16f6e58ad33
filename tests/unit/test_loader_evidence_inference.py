"""Evidence Inference: every accepted answer is a report, its direction only where it is sure."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from kg.errors import LoadError
from kg.model.fact import Fact
from kg.terms import Terms
from kg.vocabulary import ChangeDirection
from loaders import evidence_inference
from loaders.evidence_inference.benefit import KINDS, better, effect_of, patterns
from loaders.inputs import find
from loaders.pipeline import LoadOptions, check, read
from loaders.report import Report

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data" / "evidence" / "evidence_inference_v2.tsv"
needs_data = pytest.mark.skipif(not REAL.exists(), reason="needs the real Evidence Inference table")

ANSWER = {
    "prompt_id": "7",
    "pmcid": "PMC32174",
    "intervention": "drug A",
    "comparator": "placebo",
    "outcome": "relapse rate",
    "label": "significantly decreased",
    "label_code": "-1",
    "in_abstract": "UNK",
    "valid": "True",
    "evidence_start": "10",
    "evidence_end": "31",
    "evidence_text": "Relapses were fewer.",
}
COLUMNS = list(ANSWER)


def table(*answers: dict[str, str]) -> str:
    rows = ["\t".join(COLUMNS)]
    rows += ["\t".join({**ANSWER, **answer}[name] for name in COLUMNS) for answer in answers]
    return "\n".join(rows) + "\n"


def checked(*paths: Path) -> Report:
    report = Report()
    check(find(paths), Terms([]), LoadOptions(), report)
    assert report.balanced
    return report


def facts(path: Path) -> list[dict[str, Any]]:
    [file] = find([path])
    assert file.format == "evidence-inference"
    return [row.data for row in read(file).rows]


def fact(tmp_path: Path, **answer: str) -> dict[str, Any]:
    path = tmp_path / "answers.tsv"
    path.write_text(table(answer))
    [found] = facts(path)
    Fact.model_validate(found)
    return found


def test_an_answer_is_a_report_with_all_it_says(tmp_path: Path) -> None:
    assert fact(tmp_path) == {
        "subject": {"type": "Therapy", "name": "drug A"},
        "predicate": "REPORTS_OUTCOME",
        "object": {"type": "Outcome", "name": "relapse rate"},
        "effect_direction": "improved",
        "evidence_direction": "supports",
        "result": {"change_direction": "decreased", "comparator": "placebo"},
        "design": {"type": "rct"},
        "publication": {"id": "PMC:PMC32174"},
        "provenance": {
            "record": "prompt 7",
            "start": 10,
            "end": 31,
            "quote": "Relapses were fewer.",
            "knowledge_level": "knowledge_assertion",
            "agent_type": "manual_agent",
        },
    }


def test_an_outcome_that_the_table_does_not_know_gets_no_direction(tmp_path: Path) -> None:
    found = fact(tmp_path, outcome="diastolic blood pressure")
    assert "effect_direction" not in found
    assert found["result"]["change_direction"] == "decreased"


@pytest.mark.parametrize("outcome", ["pain", "diastolic blood pressure"])
def test_no_difference_is_unchanged_whatever_the_outcome(tmp_path: Path, outcome: str) -> None:
    found = fact(tmp_path, outcome=outcome, label="no significant difference")
    assert found["effect_direction"] == "unchanged"
    assert found["result"]["change_direction"] == "no_difference"


def test_both_spellings_of_the_label(tmp_path: Path) -> None:
    for label in ("significantly increase", "significantly increased"):
        found = fact(tmp_path, label=label)
        assert found["effect_direction"] == "worsened"
        assert found["result"]["change_direction"] == "increased"


def test_a_lost_span_has_no_offsets_and_entities_are_characters(tmp_path: Path) -> None:
    found = fact(tmp_path, evidence_start="-1", evidence_end="-1", outcome="IL-6 at 2&nbsp;h&lt;3")
    assert {"start", "end"}.isdisjoint(found["provenance"])
    assert found["object"]["name"] == "IL-6 at 2 h<3"


def test_in_abstract_is_the_section(tmp_path: Path) -> None:
    assert fact(tmp_path, in_abstract="1")["provenance"]["section"] == "abstract"
    assert "section" not in fact(tmp_path, in_abstract="0")["provenance"]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(table({}, {"valid": "False"}, {"label": "invalid prompt", "valid": "False"}))
    reader = read(find([path])[0])
    assert len(list(reader.rows)) == 1
    assert dict(reader.left_out) == {
        "the verifier did not accept the label": 1,
        "the annotator found the prompt invalid": 1,
    }


@pytest.mark.parametrize(
    ("broken", "field", "reason"),
    [
        ({"label": "went up"}, "label", "unknown_value"),
        ({"valid": "perhaps"}, "valid", "unknown_value"),
        ({"evidence_start": "x"}, "evidence_start", "wrong_type"),
        ({"evidence_start": "31"}, "provenance.end", "inconsistent"),
        ({"outcome": ""}, "object.name", "empty"),
        ({"intervention": "x" * 501}, "subject.name", "too_long"),
        ({"outcome": "one\ttoo many"}, "", "malformed"),
    ],
)
def test_wrong_rows_are_rejected_alone(
    tmp_path: Path, broken: dict[str, str], field: str, reason: str
) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(table({}, broken, {"prompt_id": "8"}))
    report = checked(path)
    assert (report.loaded, report.rejected) == (2, 1)
    assert [(entry.line, entry.field, entry.reason) for entry in report.rejects] == [
        (3, field, reason)
    ]


def test_wrong_files(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(table({"outcome": "Müller"}, {}).encode("latin-1"))
    report = checked(path)
    assert (report.loaded, [entry.reason for entry in report.rejects]) == (1, ["wrong_encoding"])
    path.write_text("prompt_id\tpmcid\n1\t2\n")
    [file] = find([path], "evidence-inference")
    [row] = read(file).rows
    assert row.problem is not None
    assert (row.problem.field, row.problem.reason) == ("label", "missing_field")
    packed = tmp_path / "b.tsv.gz"
    packed.write_bytes(gzip.compress(table({}).encode())[:-12])
    with pytest.raises(LoadError, match="damaged or cut short"):
        checked(packed)


ANNOTATIONS = (
    "UserID,PromptID,PMCID,Valid Label,Valid Reasoning,Label,Annotations,Label Code,In Abstract,"
    "Evidence Start,Evidence End\n"
    '0,2,3298351,True,True,no significant difference,"However, no\ndifference",0,True,1374,1485\n'
    "1,2,3298351,True,True,no significant difference,,0,False,1374,1485\n"
    "3,2,3298351,False,False,invalid prompt,,3,False,-1,0\n"
    "3,9,3298351,True,True,no significant difference,,3,False,-1,0\n"
)
PROMPTS = 'PromptID,PMCID,Outcome,Intervention,Comparator\n2,3298351,"pain, late",A ,B\n'


def test_the_projects_own_pair_of_files(tmp_path: Path) -> None:
    (tmp_path / "annotations_merged.csv").write_text(ANNOTATIONS)
    (tmp_path / "prompts_merged.csv").write_text(PROMPTS)
    [file] = find([tmp_path])
    assert (file.name, file.format) == ("annotations_merged", "evidence-inference")
    rows = list(read(file).rows)
    assert [row.problem.reason if row.problem else None for row in rows] == [
        None,
        None,
        "missing_field",
    ]
    first, second = rows[0].data, rows[1].data
    assert first["object"]["name"] == "pain, late"
    assert first["publication"] == {"id": "PMC:PMC3298351"}
    assert first["provenance"]["record"] == "prompt 2, annotator 0"
    assert second["provenance"]["record"] == "prompt 2, annotator 1"
    assert first["provenance"]["quote"] == "However, no\ndifference"
    report = checked(tmp_path)
    assert (report.loaded, report.rejected) == (2, 1)


def test_half_a_pair_says_what_is_missing(tmp_path: Path) -> None:
    for name, content in (("annotations.csv", ANNOTATIONS), ("prompts.csv", PROMPTS)):
        path = tmp_path / name
        path.write_text(content)
        report = checked(path)
        assert [entry.reason for entry in report.rejects] == ["missing_field"]
        assert "belong together" in report.rejects[0].message
        path.unlink()


@pytest.mark.parametrize(
    ("outcome", "way"),
    [
        ("Mortality", "lower"),
        ("pain intensity (VAS)", "lower"),
        ("Pain relief", "higher"),
        ("time to first relapse", "higher"),
        ("relapse-free survival", "higher"),
        ("number of pain-free patients", "higher"),
        ("reduction in pain", "higher"),
        ("time to recovery", "lower"),
        ("reduction in time to recovery", "higher"),  # turned twice
        ("quality of life", "higher"),
        ("deterioration of quality of life", "lower"),
        ("improvement in pain", "higher"),
        ("time to improvement", "lower"),
        ("nausea and vomiting", "lower"),
        ("pain and walking speed", None),
        ("pain and quality of life", None),
        ("PASI 75", "higher"),
        ("PASI score", "lower"),
        ("no pain", None),
        ("change in pain score", None),
        ("pain threshold", None),
        ("SF-36 bodily pain", None),
        ("Dermatology Life Quality Index", None),
        ("knowledge of side effects", None),
        ("cough resolution", None),
        ("protection against infection", None),
        ("dose reduction due to toxicity", None),
        ("painless ulcers", None),
        ("stroke volume", None),
        ("diastolic blood pressure", None),
        ("HbA1c", None),
        ("", None),
    ],
)
def test_which_way_is_good(outcome: str, way: str | None) -> None:
    assert better(outcome) == way


def test_directions_are_the_patients_side() -> None:
    assert effect_of("mortality", ChangeDirection.INCREASED) == "worsened"
    assert effect_of("mortality", ChangeDirection.DECREASED) == "improved"
    assert effect_of("overall survival", ChangeDirection.INCREASED) == "improved"
    assert effect_of("overall survival", ChangeDirection.DECREASED) == "worsened"
    assert effect_of("insulin", ChangeDirection.DECREASED) is None
    assert effect_of("insulin", ChangeDirection.NO_DIFFERENCE) == "unchanged"


def test_the_guide_lists_the_table() -> None:
    guide = (Path(evidence_inference.__file__).parent / "README.md").read_text()
    [listed] = re.findall(r"```\n(.*?)\n```", guide, re.DOTALL)
    assert [tuple(line.split(None, 1)) for line in listed.splitlines()] == list(patterns())
    assert {kind for kind, _ in patterns()} == set(KINDS)


@needs_data
def test_the_real_table() -> None:
    report = checked(REAL)
    # Counted with the csv module: 3,613 valid of 3,872 rows, 2,914 different ones among them.
    assert (report.read, report.loaded, report.already_there, report.rejected) == (
        3613,
        2914,
        699,
        0,
    )
    reader = read(find([REAL])[0])
    found = [row.data for row in reader.rows]
    assert dict(reader.left_out) == {"the verifier did not accept the label": 259}
    changes = [data["result"]["change_direction"] for data in found]
    assert {way: changes.count(way) for way in ChangeDirection} == {
        "increased": 1019,
        "decreased": 858,
        "no_difference": 1736,
    }
    effects = [data.get("effect_direction") for data in found]
    assert effects.count("unchanged") == 1736
    # The outcomes that get a direction were read one by one.
    assert (effects.count("improved"), effects.count("worsened")) == (224, 46)
