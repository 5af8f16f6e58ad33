"""What the packaged vocabulary knows by a text, whole or still being typed."""

from __future__ import annotations

from kg.packaged_words import PackagedWords, packaged_words
from kg.terms import Term, Terms
from kg.vocabulary import EntityType

KNOWN = PackagedWords(
    Terms(
        [
            Term("A:1", EntityType.THERAPY, "stem cell therapy", synonyms=("SCT",), xrefs=("X:1",)),
            Term("A:2", EntityType.THERAPY, "stem-cell infusion"),
            Term("A:3", EntityType.CELL_TYPE, "Stem Cell", synonyms=("stemlike cellule",)),
            Term("A:4", EntityType.THERAPY, "Zelltherapie für alle"),
        ]
    )
)


def test_whole_names_and_ids() -> None:
    assert KNOWN.exactly("STEM  cell") == ["A:3"]
    assert KNOWN.exactly("sct") == KNOWN.exactly("x:1") == KNOWN.exactly("A:1") == ["A:1"]
    assert KNOWN.exactly("stem") == []


def test_all_words_the_last_of_which_may_go_on() -> None:
    assert KNOWN.with_words("stem cell") == ["A:1", "A:2", "A:3"]
    assert KNOWN.with_words("cell stem") == ["A:1", "A:2", "A:3"]
    assert KNOWN.with_words("stem ther") == ["A:1"]
    assert KNOWN.with_words("ste cell") == []  # only the last
    assert KNOWN.with_words("FÜR AL") == ["A:4"]
    assert KNOWN.with_words("zz") == KNOWN.with_words("stem zz") == KNOWN.with_words("–") == []


def test_very_many_are_cut() -> None:
    many = PackagedWords(
        Terms(Term(f"A:{n}", EntityType.THERAPY, f"agent {n}") for n in range(500))
    )
    assert len(many.with_words("agent")) == 200
    assert many.with_words("agent 49") == ["A:49", *(f"A:{n}" for n in range(490, 500))]


def test_the_packaged_vocabulary() -> None:
    assert packaged_words().exactly("EDSS") == ["NCIT:C112520"]
    assert "MONDO:0005301" in packaged_words().with_words("multiple scl")
