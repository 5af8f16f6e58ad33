"""Quotes are checked against the document: the words, their place, and what they name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.intake import REASONS
from loaders.quotes import quote_problem

TEXT = "MSC–NP were safe.  In 20 patients, intrathecal MSC-NP lowered the EDSS score. No relapse."
START = TEXT.index("In 20")
QUOTE = "In 20 patients, intrathecal MSC-NP lowered the EDSS score."


def fact(subject: str = "MSC-NP", target: str = "EDSS", **provenance: Any) -> dict[str, Any]:
    return {
        "subject": {"type": "Therapy", "name": subject},
        "object": {"type": "Outcome", "name": target},
        "provenance": provenance,
    }


def no_synonyms(_entity: dict[str, Any]) -> Iterable[str]:
    return ()


def synonyms(entity: dict[str, Any]) -> Iterable[str]:
    known = {"Expanded Disability Status Scale": ["EDSS", "Kurtzke scale"], "cells": ["MSC-NP"]}
    return known.get(entity["name"], [])


def told(row: dict[str, Any], text: str = TEXT) -> tuple[str, str] | None:
    found = quote_problem(row, text, synonyms)
    assert found is None or (found.reason in REASONS and found.message)
    return (found.field, found.reason) if found else None


def test_a_good_quote() -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    row = fact(quote=QUOTE, start=START, end=START + len(QUOTE), document_sha256=digest)
    assert quote_problem(row, TEXT, no_synonyms) is None


@pytest.mark.parametrize("provenance", [{}, {"quote": None}, {"start": 0, "end": 5}])
def test_no_quote_is_no_problem(provenance: dict[str, Any]) -> None:
    assert told(fact("nothing of it", "nor of this", **provenance)) is None


@pytest.mark.parametrize(
    "quote", ["", "in 20 patients", QUOTE.replace("20", "21"), QUOTE + "  ", "MSC-NP were safe."]
)
def test_a_quote_is_exact(quote: str) -> None:
    # Also where only case, white space or a dash differ.
    assert told(fact(quote=quote)) == ("provenance.quote", "quote_not_found")


@pytest.mark.parametrize(
    ("subject", "target", "expected"),
    [
        ("msc np", "edss", None),
        ("MSC—NP", "EDSS score", None),
        ("cells", "Expanded Disability Status Scale", None),
        ("intrathecal  MSC-NP", "EDSS", None),
        ("MSC", "EDSS", None),
        ("SC-NP", "EDSS", "subject, 'SC-NP'"),
        ("natalizumab", "EDSS", "subject, 'natalizumab'"),
        ("MSC-NP", "relapse", "object, 'relapse'"),
        ("MSC-NP", "DSS", "object, 'DSS'"),
        ("MSC-NP", "-", "object, '-'"),
    ],
)
def test_a_quote_names_both(subject: str, target: str, expected: str | None) -> None:
    found = quote_problem(fact(subject, target, quote=QUOTE), TEXT, synonyms)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert (found.field, found.reason) == ("provenance.quote", "quote_lacks_name")
        assert expected in found.message


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [
        (START, START + len(QUOTE), None),
        (START + 1, START + len(QUOTE) + 1, "inconsistent"),
        (START, START + len(QUOTE) - 1, "inconsistent"),
        (0, len(TEXT) + 1, "out_of_range"),
        (-1, 5, "out_of_range"),
        (5, 5, "out_of_range"),
    ],
)
def test_offsets_are_the_quotes(start: int, end: int, reason: str | None) -> None:
    expected = ("provenance.start", reason) if reason else None
    assert told(fact(quote=QUOTE, start=start, end=end)) == expected


def test_another_document() -> None:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert told(fact(document_sha256=digest.upper())) is None
    assert told(fact(document_sha256=digest), TEXT + " ") == (
        "provenance.document_sha256",
        "inconsistent",
    )


@pytest.mark.parametrize("row", [{}, {"provenance": 1}, {"provenance": {"quote": 5}}])
def test_what_is_no_fact_is_left_to_its_own_check(row: dict[str, Any]) -> None:
    assert quote_problem(row, TEXT, no_synonyms) is None


WORDS = st.lists(
    st.text(st.characters(categories=["L", "N", "Zs", "P"]), min_size=1, max_size=12),
    min_size=3,
    max_size=12,
)


@given(WORDS, st.data())
def test_any_stretch_of_a_text_between_spaces_is_a_good_quote(
    words: list[str], data: st.DataObject
) -> None:
    """Names that stand apart in the quote are found, whatever they are made of."""
    words = [f"a{word}b" for word in words]  # a name has letters at its edges
    text = "\n".join(words)
    first = data.draw(st.integers(0, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    quote = "\n".join(words[first : last + 1])
    start = len("\n".join(words[:first])) + (1 if first else 0)
    row = fact(words[first], words[last], quote=quote, start=start, end=start + len(quote))
    assert quote_problem(row, text, no_synonyms) is None
    row["provenance"]["quote"] = quote + "\N{SNOWMAN}"
    found = quote_problem(row, text, no_synonyms)
    assert found is not None
    assert found.reason == "quote_not_found"
