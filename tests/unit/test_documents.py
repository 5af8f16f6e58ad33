"""Quotes of facts looked up in a folder of documents."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from real_neo4j import fixed_rows, fixed_terms, write_rows

from kg.errors import LoadError
from loaders.documents import Documents
from loaders.inputs import find
from loaders.pipeline import LoadOptions, check
from loaders.report import Report

TEXT = "Background. MSC-NP improved the EDSS in many. End."
QUOTE = "MSC-NP improved the EDSS"


def quoting(quote: str = QUOTE, **changes: Any) -> dict[str, Any]:
    row = fixed_rows()[0]
    row["provenance"] |= {"quote": quote, "start": TEXT.index("MSC"), **changes}
    row["provenance"]["end"] = row["provenance"]["start"] + len(quote)
    row["publication"] = {"id": "PMID:77"}
    return row


def checked(folder: Path, *rows: Any, keep: bool = False) -> Report:
    documents = Documents(folder)
    path = write_rows(folder.parent / "facts.jsonl", rows)
    report = Report()
    options = LoadOptions(documents=documents, keep_bad_quotes=keep)
    check(find([path]), fixed_terms(), options, report)
    assert report.balanced
    return report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "documents"
    found.mkdir()
    return found


@pytest.mark.parametrize("name", ["PMID_77.txt", "pmid-77.md", "report of PMID 77, final.txt"])
def test_a_document_is_found_by_its_publication(folder: Path, name: str) -> None:
    (folder / name).write_text(TEXT)
    report = checked(folder, quoting(), quoting("MSC-NP worsened the EDSS", record="other"))
    assert (report.loaded, dict(report.reasons)) == (1, {"quote_not_found": 1})
    assert dict(report.quotes) == {"looked up": 1}


def test_a_document_is_found_by_its_digest(folder: Path) -> None:
    (folder / "anything").write_text(TEXT)
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    report = checked(folder, quoting(document_sha256=digest))
    assert dict(report.quotes) == {"looked up": 1}


def test_a_fact_without_its_document_is_counted(folder: Path) -> None:
    (folder / "PMID_770.txt").write_text("another one")
    (folder / "PMID_77 a.txt").write_text(TEXT)
    (folder / "PMID_77 b.txt").write_text("which of the two?")
    report = checked(folder, quoting("nothing of the kind"))
    assert (report.loaded, dict(report.quotes)) == (1, {"no document": 1})


def test_bad_quotes_can_be_kept_and_counted(folder: Path) -> None:
    (folder / "PMID-77").write_text(TEXT)
    report = checked(folder, quoting("nothing of the kind"), keep=True)
    assert (report.loaded, report.rejected) == (1, 0)
    assert dict(report.quotes) == {"flagged: quote_not_found": 1}


def test_a_folder_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(LoadError, match="no such folder of documents"):
        Documents(folder / "nowhere")
