"""Identifiers in one spelling, names in one key, ids that never meet by accident."""

from __future__ import annotations

import hashlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import (
    OWN_PREFIX,
    claim_id,
    evidence_id,
    is_curie,
    name_key,
    normalise_curie,
    own_id,
    page_addresses,
    slug,
    source_id,
)
from kg.vocabulary import EntityType


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("MONDO:0005301", "MONDO:0005301"),
        ("mondo:0005301", "MONDO:0005301"),
        (" MONDO:0005301 ", "MONDO:0005301"),
        ("http://purl.obolibrary.org/obo/MONDO_0005301", "MONDO:0005301"),
        ("https://doi.org/10.1000/ABC", "DOI:10.1000/abc"),
        ("doi:10.1000/ABC(1)", "DOI:10.1000/abc(1)"),
        ("pubmed:123", "PMID:123"),
        ("https://pubmed.ncbi.nlm.nih.gov/123", "PMID:123"),
        ("nct01234567", "NCT01234567"),
        ("ClinicalTrials.gov:NCT01234567", "NCT01234567"),
        ("NCT:NCT01234567", "NCT01234567"),
        ("EXT:a/b#c", "EXT:a/b#c"),
        ("Own.Prefix-1:x", "Own.Prefix-1:x"),
    ],
)
def test_an_identifier_has_one_spelling(given_text: str, expected: str) -> None:
    assert normalise_curie(given_text) == expected
    assert normalise_curie(expected) == expected


@pytest.mark.parametrize(
    "text", ["", "EDSS", "MONDO:", ":1", "MONDO: 1", "1:2", "a b:c", "NCT1", "'}) //", "x:\x00"]
)
def test_what_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected an identifier"):
        normalise_curie(text)
    assert not is_curie(text)


@pytest.mark.parametrize(
    "same",
    [
        ("Relapsing–Remitting  MS", "relapsing-remitting ms", " RELAPSING REMITTING MS "),
        ("ＥＤＳＳ", "edss"),
        ("ﬁngolimod", "Fingolimod"),
        ("STRASSE", "straße"),
        ("e\u0301", "é"),
    ],
)
def test_names_that_are_written_differently_share_a_key(same: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in same}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("resume", "résumé"), ("MSC", "MSCs"), ("T1", "T 1"), ("α", "a")]
)
def test_nothing_else_is_folded(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(max_size=30))
def test_a_key_is_its_own_key(name: str) -> None:
    assert name_key(name_key(name)) == name_key(name)


def test_own_ids_depend_on_type_and_name_only() -> None:
    assert own_id(EntityType.THERAPY, "Herbal tea") == own_id("Therapy", "HERBAL  tea")
    assert own_id(EntityType.THERAPY, "tea") != own_id(EntityType.OUTCOME, "tea")
    assert own_id(EntityType.THERAPY, "Herbal tea").startswith("therapath:therapy-herbal-tea-")
    assert is_curie(own_id(EntityType.THERAPY, "🧬"))
    assert normalise_curie(own_id(EntityType.THERAPY, "名")) == own_id(EntityType.THERAPY, "名")


def test_ids_whose_hashes_begin_alike_stay_apart() -> None:
    """Names with no readable part, found by trying: the first five digits of the hash agree."""
    seen: dict[str, str] = {}
    for number in itertools.count():
        name = "名" * (number % 7 + 1) + "".join(chr(0x4E00 + int(c)) for c in str(number))
        identity = own_id(EntityType.THERAPY, name)
        begin = identity[: len("therapath:therapy-") + 5]
        if begin in seen:
            break
        seen[begin] = identity
    assert identity != seen[begin]
    assert len(identity) == len("therapath:therapy-") + 16


def test_two_long_names_that_begin_alike_stay_apart() -> None:
    long = "x" * 100
    assert own_id("Therapy", long + "a") != own_id("Therapy", long + "b")
    assert len(own_id("Therapy", long)) < 100
    assert source_id(long + "a") != source_id(long + "b")


def test_a_claim_is_what_makes_it_unique() -> None:
    parts = ("S:1", "REPORTS_OUTCOME", "O:1", "C:1", "improved")
    identity = claim_id(*parts)
    assert len(identity) == 32
    assert claim_id(*parts) == identity
    for place, other in enumerate(("S:2", "TREATS", "O:2", "C:2", "worsened")):
        assert claim_id(*(*parts[:place], other, *parts[place + 1 :])) != identity
    # A null is no empty text, and no part runs into the next.
    assert claim_id("S:1", "P", "O:1", None, None) != claim_id("S:1", "P", "O:1", "", None)
    assert claim_id("S:1", "P", "O:1", None, "x") != claim_id("S:1", "P", "O:1", "x", None)
    assert claim_id("S:1P", "", "O:1", None, None) != claim_id("S:1", "P", "O:1", None, None)


def test_evidence_is_a_record_of_a_claim() -> None:
    assert evidence_id("claim", b"record") == evidence_id("claim", b"record")
    assert evidence_id("claim", b"record") != evidence_id("other", b"record")
    assert evidence_id("claim", b"record") == hashlib.sha256(b"claim\x1frecord").hexdigest()[:32]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Herbal tea!", "herbal-tea"),
        ("ÄÖÜ", "aou"),
        ("🧬", ""),
        ("--a--", "a"),
        ("A" * 99, "a" * 48),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_pages_about_ids_are_elsewhere_and_safe() -> None:
    pages = page_addresses()
    assert pages["MONDO"] == "https://purl.obolibrary.org/obo/MONDO_"
    assert pages["NCT"] + "NCT01234567" == "https://clinicaltrials.gov/study/NCT01234567"
    assert OWN_PREFIX not in pages
    assert all(start.startswith(("https://", "http://")) for start in pages.values())
