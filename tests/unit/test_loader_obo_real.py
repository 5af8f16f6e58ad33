"""Ontologies as they are published, and one as large as they come."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.terms import Terms
from loaders.inputs import find
from loaders.loader import InputFile
from loaders.obo import LOADER
from loaders.pipeline import LoadOptions, check
from loaders.report import Report
from loaders.rows import Reader, Row

DATA = Path(__file__).parents[3] / "shared" / "data"
FILES = DATA / "ontology-files"
needs_data = pytest.mark.skipif(not FILES.is_dir(), reason=f"no ontology files at {FILES}")


def read(path: Path, **options: str) -> Reader:
    return LOADER.read(InputFile(path, path.name, "obo", options=options))


def by_id(found: list[Row]) -> dict[str, dict[str, Any]]:
    return {row.data["id"]: row.data for row in found if row.problem is None}


def checked(path: Path) -> Report:
    report = Report()
    check([InputFile(path, path.name, "obo")], Terms(()), LoadOptions(), report)
    assert report.balanced
    return report


@needs_data
def test_hpo_whole() -> None:
    """Counts as pronto 2.7.4 has them, worked out apart from this reader."""
    [file] = find([FILES / "hp.obo.gz"])
    assert file.format == "obo"
    reader = read(file.path)
    found = list(reader.rows)
    data, left_out = by_id(found), reader.left_out
    assert len(found) == len(data) == 18_460
    assert sum(len(row["synonyms"]) for row in data.values()) == 19_687
    assert sum(len(row["parents"]) for row in data.values()) == 22_813
    assert sum(len(row["xrefs"]) for row in data.values()) == 21_733
    obsolete = {key: count for key, count in left_out.items() if key.startswith("obsolete")}
    assert sum(obsolete.values()) == 450
    # 19,484 stanzas: 450 obsolete, 573 in branches that are no findings, and the root.
    branches = sum(count for key, count in left_out.items() if key.startswith("HP, "))
    assert branches + 1 + 450 + 18_460 == 19_484
    assert data["HP:0008665"]["xrefs"].count("HP:0000057") == 1
    report = checked(file.path)
    assert (report.read, report.loaded) == (18_460, 18_460)


@needs_data
def test_maxo_in_both_formats() -> None:
    reader, excerpt = read(FILES / "maxo.obo"), read(FILES / "maxo-base.json")
    whole, base = by_id(list(reader.rows)), by_id(list(excerpt.rows))
    assert Counter(key.partition(":")[0] for key in whole) == {
        "MAXO": 1_903,
        "CHEBI": 1_380,
        "GO": 637,
        "CL": 307,
        "HP": 164,
    }
    assert set(base) == {key for key in whole if key.startswith("MAXO:")}
    for key, row in base.items():
        assert row["name"] == whole[key]["name"]
        assert row.get("description") == whole[key].get("description")
        assert set(row["parents"]) <= set(whole[key]["parents"])
    assert (reader.details.name, reader.details.version) == (
        "Medical Action Ontology (maxo)",
        "2024-07-29",
    )
    assert excerpt.details.name == "Medical Action Ontology (maxo-base)"
    assert checked(FILES / "maxo.obo").rejected == 0


@needs_data
def test_a_branch_of_maxo() -> None:
    data = by_id(list(read(FILES / "maxo-base.json", branch="MAXO:0000003").rows))
    assert data["MAXO:0000003"]["name"] == "diagnostic procedure"
    assert data["MAXO:0000003"]["parents"] == []
    assert 100 < len(data) < 1_000
    assert all(row["parents"] for key, row in data.items() if key != "MAXO:0000003")


@needs_data
@pytest.mark.parametrize("name", ["goslim_generic", "phenio", "obo_error_detection"])
def test_other_obo_graphs_are_taken_or_told(name: str) -> None:
    report = checked(DATA / "kgx" / "samples" / f"{name}.json")
    assert report.rejected == 0
    assert report.loaded == {"goslim_generic": 72}.get(name, 0)
    assert report.left_out


def test_reading_hundred_thousand_terms_is_fast_and_lean(tmp_path: Path) -> None:
    """Some three times MONDO, in a process of its own."""
    path = tmp_path / "big.obo"
    with path.open("w") as stream:
        stream.write("format-version: 1.2\nontology: big\n\n")
        for n in range(1, 100_001):
            stream.write(
                f'[Term]\nid: DOID:{n}\nname: disease number {n}\ndef: "{"words " * 20}" [x]\n'
                f'synonym: "disorder {n}" EXACT []\nxref: MESH:D{n}\nis_a: DOID:{n // 2}\n\n'
            )
    code = (
        "import re, sys, time\nfrom pathlib import Path\nfrom loaders.obo import LOADER\n"
        "from loaders.loader import InputFile\nstarted = time.process_time()\n"
        "count = sum(1 for _ in LOADER.read(InputFile(Path(sys.argv[1]), 'a', 'obo')).rows)\n"
        "told = Path('/proc/self/status').read_text()\n"
        "peak = int(re.search(r'VmHWM:\\s+(\\d+)', told)[1]) // 1024\n"
        "print(count, time.process_time() - started, peak)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    count, seconds, peak = done.stdout.split()
    assert int(count) == 100_000
    assert float(seconds) < 30
    assert int(peak) < 400
