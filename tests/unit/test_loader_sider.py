"""SIDER: side effects with frequencies, exact ones as estimates and vague ones as bounds."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.errors import LoadError
from kg.model.fact import Fact
from kg.terms import Terms
from loaders.inputs import find
from loaders.pipeline import LoadOptions, check, read
from loaders.report import Report

REAL = Path(__file__).parents[3] / "shared/data/adverse-events/sider4_drug_side_effect.tsv.gz"
needs_data = pytest.mark.skipif(not REAL.exists(), reason="needs the real SIDER table")

HEADER = (
    "stitch_flat\tpubchem\tdrugbank_id\tdrug_name\tumls_cui\tmeddra_pt\t"
    "freq\tfreq_lower\tfreq_upper\n"
)
DRUG = "CID100000085\tPUBCHEM.COMPOUND:85\tDRUGBANK:DB02648\tCarnitine"
EVENT = "UMLS:C0000737\tAbdominal pain"
MADE_UP_NAMES = "CID100000085\tcarnitine\n"
MADE_UP_FREQUENCIES = (
    "CID100000085\tCID000010917\tC0000737\t\t9%\t0.09\t0.09\tPT\tC0000737\tAbdominal pain\n"
    "CID100000085\tCID000010917\tC0000737\tplacebo\t4%\t0.04\t0.04\tPT\tC0000737\tAbdominal pain\n"
    "CID100000085\tCID000010917\tC0000737\t\t9%\t0.09\t0.09\tLLT\tC0000737\tAbdominal pain\n"
    "CID100000085\tCID000010917\tC0004093\t\trare\t0\t0.001\tPT\tC0004093\tAsthenia\n"
)


def checked(*paths: Path) -> Report:
    report = Report()
    check(find(paths), Terms([]), LoadOptions(), report)
    assert report.balanced
    return report


def facts(path: Path) -> list[dict[str, Any]]:
    [file] = find([path])
    assert file.format == "sider"
    found = [row.data for row in read(file).rows]
    for data in found:
        Fact.model_validate(data)
    return found


def result(tmp_path: Path, frequency: str) -> dict[str, Any] | None:
    path = tmp_path / "a.tsv"
    path.write_text(f"{HEADER}{DRUG}\t{EVENT}\t{frequency}\n")
    [found] = facts(path)
    return found.get("result")


def test_a_line_is_a_report(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"{HEADER}{DRUG}\t{EVENT}\t9%\t0.09\t0.09\n")
    assert facts(path) == [
        {
            "subject": {"type": "Therapy", "id": "DRUGBANK:DB02648", "name": "Carnitine"},
            "predicate": "HAS_ADVERSE_EVENT",
            "object": {"type": "AdverseEvent", "id": "UMLS:C0000737", "name": "Abdominal pain"},
            "evidence_direction": "supports",
            "result": {
                "measure": "frequency on the label: 9%",
                "estimate": 0.09,
                "estimate_type": "proportion",
            },
            "provenance": {
                "record": "CID100000085; C0000737; 9%; 0.09-0.09",
                "section": "drug label",
                "knowledge_level": "knowledge_assertion",
                "agent_type": "text_mining_agent",
                "extractor": "SIDER",
            },
        }
    ]


def test_bounds_are_no_estimate_and_postmarketing_is_no_number(tmp_path: Path) -> None:
    assert result(tmp_path, "uncommon\t0.001\t0.01") == {
        "measure": "frequency on the label: uncommon",
        "estimate_type": "proportion",
        "ci_low": 0.001,
        "ci_high": 0.01,
    }
    assert result(tmp_path, "postmarketing\t0\t0.001") == {
        "measure": "frequency on the label: postmarketing"
    }
    assert result(tmp_path, "\t\t") is None


def test_a_drug_without_a_name_goes_by_its_compound(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"{HEADER}CID100000160\tPUBCHEM.COMPOUND:160\t\t\t{EVENT}\t\t\t\n")
    [found] = facts(path)
    assert found["subject"] == {
        "type": "Therapy",
        "id": "PUBCHEM.COMPOUND:160",
        "name": "PUBCHEM.COMPOUND:160",
    }


def test_siders_own_tables_with_names_and_placebo(tmp_path: Path) -> None:
    (tmp_path / "drug_names.tsv").write_text(MADE_UP_NAMES)
    (tmp_path / "meddra_freq.tsv").write_text(MADE_UP_FREQUENCIES)
    [file] = find([tmp_path])
    reader = read(file)
    drug, placebo, other = [row.data for row in reader.rows]
    assert dict(reader.left_out) == {
        "a lowest level term: the same report stands as its preferred term": 1
    }
    carnitine = {"type": "Therapy", "id": "PUBCHEM.COMPOUND:85", "name": "carnitine"}
    assert (drug["subject"], other["subject"]) == (carnitine, carnitine)
    assert placebo["subject"] == {"type": "Therapy", "name": "placebo"}
    assert (drug["result"]["estimate"], drug["result"]["comparator"]) == (0.09, "placebo")
    assert (placebo["result"]["estimate"], placebo["result"]["comparator"]) == (0.04, "carnitine")
    assert "comparator" not in other["result"]
    assert checked(tmp_path).loaded == 3


def test_side_effects_without_frequencies(tmp_path: Path) -> None:
    (tmp_path / "meddra_all_se.tsv").write_text(
        "CID100000085\tCID000010917\tC0000729\tPT\tC0000737\tAbdominal pain\n"
    )
    [found] = facts(tmp_path / "meddra_all_se.tsv")
    assert found["object"]["id"] == "UMLS:C0000737"
    assert found["provenance"]["record"] == "CID100000085 CID000010917; C0000729 C0000737"
    assert "result" not in found


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (f"{DRUG}\t{EVENT}\t9%\tnine\t0.09", "freq_lower", "wrong_type"),
        (f"{DRUG}\t{EVENT}\t9%\t0.2\t0.09", "result.ci_low", "inconsistent"),
        (f"{DRUG}\t{EVENT}\t900%\t9\t9", "result.estimate", "out_of_range"),
        (f"{DRUG}\t{EVENT}\t9%\tnan\tnan", "result.ci_low", "out_of_range"),
        (f"{DRUG}\t{EVENT}\t9%\t0.09", "", "malformed"),
        (f"{DRUG}\tUMLS:C0000737\t\t9%\t0.09\t0.09", "object.name", "empty"),
        (f"CIDs85\t\t\t\t{EVENT}\t9%\t0.09\t0.09", "subject.id", "bad_identifier"),
    ],
)
def test_wrong_lines_are_rejected_alone(tmp_path: Path, line: str, field: str, reason: str) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(f"{HEADER}{line}\n{DRUG}\t{EVENT}\trare\t0\t0.001\n")
    report = checked(path)
    assert report.loaded == 1
    assert [(entry.line, entry.field, entry.reason) for entry in report.rejects] == [
        (2, field, reason)
    ]


def test_wrong_own_tables(tmp_path: Path) -> None:
    path = tmp_path / "meddra_freq.tsv"
    path.write_text(MADE_UP_FREQUENCIES + "one\ttwo\n" + MADE_UP_FREQUENCIES.split("\n")[0][:-30])
    assert [entry.reason for entry in checked(path).rejects] == ["malformed", "malformed"]
    path.write_text(MADE_UP_FREQUENCIES.replace("placebo", "sugar"))
    [reject] = checked(path).rejects
    assert (reject.line, reject.field, reject.reason) == (2, "placebo", "unknown_value")
    path = tmp_path / "b.tsv.gz"
    path.write_bytes(gzip.compress((HEADER + f"{DRUG}\t{EVENT}\t\t\t\n").encode())[:-9])
    with pytest.raises(LoadError, match="damaged or cut short"):
        checked(path)


def test_other_tables_are_not_taken(tmp_path: Path) -> None:
    for name, content in {
        "a.tsv": "subject.name\tpredicate\n",
        "b.tsv": "CID1\tx\n",
        "c.tsv": "CID100000085\tx\ty\n",
        "d.tsv": "",
    }.items():
        (tmp_path / name).write_text(content)
        [file] = find([tmp_path / name])
        assert file.format == "tsv"


@needs_data
def test_the_real_table() -> None:
    report = checked(REAL)
    # As many as lines below the header, none twice (zcat | sort -u | wc -l).
    assert (report.read, report.loaded, report.rejected) == (145_321, 145_321, 0)
    [file] = find([REAL])
    kinds: Counter[str] = Counter()
    for row in read(file).rows:
        found = row.data.get("result", {})
        kinds["estimate" if "estimate" in found else "bounds" if "ci_low" in found else "none"] += 1
    # 18,623 with equal bounds; 22,551 words and 582 ranges; 17,577 postmarketing, 85,988 without.
    assert kinds == {"estimate": 18_623, "bounds": 23_133, "none": 103_565}
