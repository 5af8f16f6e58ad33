"""The packaged evidence and its documents, as the tests about them read them."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.model.fact import Fact
from kg.terms import packaged_terms

ROOT = Path(__file__).parents[2]
EVIDENCE = ROOT / "loaders" / "evidence"
FILES = sorted((EVIDENCE / "ms-stem-cell").glob("*.yaml"))
DOCUMENTS = ROOT.parent / "shared" / "documents"

needs_documents = pytest.mark.skipif(
    not DOCUMENTS.is_dir(), reason=f"the documents are not at {DOCUMENTS}"
)

EDSS = "NCIT:C112520"
PROGRESSIVE = "MONDO:0005284"
RELAPSING_REMITTING = "MONDO:0005314"
MSC_NP = "therapath:msc-np-therapy"
HSCT = "MAXO:0000747"

#: Words of a document that may stand in a row in a packaged file.
LONGEST_RUN = 7


@cache
def rows() -> dict[str, list[dict[str, Any]]]:
    """The rows of each file, as they are written."""
    return {file.name: yaml.safe_load(file.read_text(encoding="utf-8"))["facts"] for file in FILES}


@cache
def facts() -> list[Fact]:
    return [Fact.model_validate(row) for part in rows().values() for row in part]


@cache
def documents() -> dict[str, str]:
    """Text by SHA-256, decoded without changing line ends."""
    contents = [path.read_bytes() for path in sorted(DOCUMENTS.glob("*.txt"))]
    return {hashlib.sha256(each).hexdigest(): each.decode("utf-8") for each in contents}


def ids(fact: Fact) -> tuple[str, str, str | None]:
    terms = packaged_terms()
    condition = terms.map(fact.condition).id if fact.condition else None
    return terms.map(fact.subject).id, terms.map(fact.object).id, condition


def about(subject: str, target: str | None = None) -> list[Fact]:
    return [fact for fact in facts() if ids(fact)[0] == subject and target in (None, ids(fact)[1])]


def spelt(fact: Fact) -> str:
    provenance = fact.provenance
    named = " ".join(str(part) for part in (fact.subject.name, fact.predicate, fact.object.name))
    return f"{named} @ {provenance.section} {provenance.start}-{provenance.end}"


def words(text: str) -> list[str]:
    """Words without addresses, hyphenated ones apart."""
    return re.findall(r"\w+", re.sub(r"https?://\S+", " | ", text.casefold()))
