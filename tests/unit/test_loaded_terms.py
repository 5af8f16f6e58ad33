"""Words of facts to terms of loaded ontologies: behind the packaged ones, and only if sure."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from kg.errors import InvalidValue
from kg.identifiers import _DASHES, key_of, own_id
from kg.model.fact import EntityRef
from kg.near_names import NearNames
from kg.terms import Mapped, Term, Terms
from kg.vocabulary import EntityType

CONDITION, THERAPY = EntityType.CONDITION, EntityType.THERAPY

PACKAGED = [
    Term("MONDO:1", CONDITION, "multiple sclerosis", synonyms=("MS",), xrefs=("EFO:1",)),
    Term("CHEBI:1", THERAPY, "natalizumab", synonyms=("Tysabri",)),
]
LOADED = [
    Term("MONDO:2", CONDITION, "mitral stenosis", synonyms=("MS", "stenosis of the mitral valve")),
    Term("MESH:D2", CONDITION, "Mitral Stenosis", synonyms=("MVS",)),
    Term("DOID:2", CONDITION, "stenotic mitral valve", synonyms=("MVS",)),
    Term("MONDO:3", CONDITION, "neuromyelitis optica", synonyms=("NMO",), xrefs=("MESH:D3", "X:9")),
    Term("MESH:D3", CONDITION, "Devic disease", synonyms=("NMO",)),
    Term("MONDO:4", CONDITION, "optic neuritis", xrefs=("X:9",)),
    Term("NEW:1", CONDITION, "Baló disease"),
    Term("OTHER:1", CONDITION, "baló  disease"),
    Term("CHEBI:5", THERAPY, "dimethyl fumarate"),
    Term("CHEBI:6", THERAPY, "diethyl fumarate"),
    Term("MONDO:7", CONDITION, "type 1 diabetes mellitus"),
    Term("MONDO:8", CONDITION, "hypothyroidism", synonyms=("underactive thyroid gland",)),
    Term("MESH:D8", CONDITION, "Hypothyroidism"),
    Term("MONDO:9", CONDITION, "sclerosis, tuberous"),
    Term("MONDO:10", CONDITION, "ichthyosis bullosa a"),
]
TERMS = Terms(PACKAGED, loaded=LOADED)


def mapped(
    kind: EntityType, name: str, identity: str | None = None, fuzzy: float | None = None
) -> Mapped:
    return TERMS.map(EntityRef(type=kind, name=name, id=identity), fuzzy)


@pytest.mark.parametrize(
    ("name", "identity", "expected", "match"),
    [
        ("MS", None, "MONDO:1", "synonym"),  # what is packaged comes first, by whatever name
        ("mitral stenosis", None, "MONDO:2", "name"),  # two vocabularies, the same name: one thing
        ("anything", "MONDO:2", "MONDO:2", "id"),
        ("anything", "EFO:1", "MONDO:1", "xref"),
        ("NMO", None, "MONDO:3", "synonym"),  # they refer to each other
        ("Optic  Neuritis", "X:9", "MONDO:4", "xref"),  # the name says which of two
    ],
)
def test_how_words_are_mapped(name: str, identity: str | None, expected: str, match: str) -> None:
    found = mapped(CONDITION, name, identity)
    assert (found.id, found.match, found.score, found.candidates) == (expected, match, None, ())
    assert found.term is not None


@pytest.mark.parametrize(
    ("name", "identity", "candidates"),
    [
        ("MVS", None, {"MESH:D2", "DOID:2"}),  # a shared synonym may be two things
        ("Baló disease", None, {"NEW:1", "OTHER:1"}),  # vocabularies without an order
        ("neither", "X:9", {"MONDO:3", "MONDO:4"}),
    ],
)
def test_several_are_listed_and_none_is_taken(
    name: str, identity: str | None, candidates: set[str]
) -> None:
    found = mapped(CONDITION, name, identity)
    assert (found.id, found.term) == (identity or own_id(CONDITION, name), None)
    assert found.match == "none"
    assert {term.id for term in found.candidates} == candidates


@pytest.mark.parametrize(
    ("kind", "name", "expected", "score"),
    [
        (THERAPY, "natalizumb", "CHEBI:1", 0.9523),
        (THERAPY, "Tysabry", "CHEBI:1", 0.8571),
        (CONDITION, "hypothiroidism", "MONDO:8", 0.9285),  # then as if it were written right
        (CONDITION, "tuberous sclerosis", "MONDO:9", 1.0),  # words in another order
        (CONDITION, "underactive thyroid glands", "MONDO:8", 0.9803),
    ],
)
def test_similar_names_only_if_asked(
    kind: EntityType, name: str, expected: str, score: float
) -> None:
    assert mapped(kind, name).match == "none"
    found = mapped(kind, name, fuzzy=0.85)
    assert (found.id, found.match, found.score) == (expected, "fuzzy", score)
    assert mapped(kind, name, fuzzy=score).match == "fuzzy"
    assert score == 1 or mapped(kind, name, fuzzy=score + 0.0002).match == "none"
    assert mapped(kind, name).match == "none"  # not from the cache


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (CONDITION, "type 2 diabetes mellitus"),  # another number,
        (CONDITION, "hyperthyroidism"),  # the opposite,
        (CONDITION, "ichthyosis bullosa b"),  # another letter,
        (CONDITION, "natalizumb"),  # another type,
        (CONDITION, "MSA"),  # and too short to tell
    ],
)
def test_what_is_alike_and_another_thing_is_not_taken(kind: EntityType, name: str) -> None:
    assert mapped(kind, name, fuzzy=0.8).match == "none"


def test_two_that_are_as_near_are_listed() -> None:
    twins = [Term("A:1", THERAPY, "fumarate one"), Term("A:2", THERAPY, "fumarate ode")]
    terms = Terms((), loaded=twins)
    found = terms.map(EntityRef(type=THERAPY, name="fumarate oxe"), fuzzy=0.8)
    assert (found.match, {term.id for term in found.candidates}) == ("none", {"A:1", "A:2"})
    assert terms.map(EntityRef(type=THERAPY, name="fumarates one"), fuzzy=0.8).id == "A:1"


def test_an_exact_match_is_never_fuzzy() -> None:
    assert mapped(THERAPY, "TYSABRI", fuzzy=0.5).match == "synonym"
    with pytest.raises(InvalidValue):
        mapped(THERAPY, "x", "MONDO:1", fuzzy=0.5)
    # What is ambiguous stays so.
    assert mapped(CONDITION, "MVS", fuzzy=0.5).match == "none"


def test_near_terms_are_listed_best_first() -> None:
    found = TERMS.near(THERAPY, "dimethyll fumarate", limit=2)
    assert [term.id for term, _ in found] == ["CHEBI:5", "CHEBI:6"]
    assert found[0][1] > found[1][1]
    assert [term.id for term, _ in TERMS.near(THERAPY, "dimethyll fumarate", limit=1)] == [
        "CHEBI:5"
    ]
    assert TERMS.near(CONDITION, "no such thing at all") == []


#: Letters that make no number, stage or opposite.
names = st.text(st.sampled_from("efgh "), min_size=5, max_size=12).map(key_of)


@given(
    st.lists(names.filter(bool), max_size=30),
    names.filter(lambda name: len(name) >= 5),
    st.sampled_from([0.3, 0.6, 0.8, 0.9, 1.0]),
)
def test_near_names_are_those_that_share_an_end(known: list[str], name: str, least: float) -> None:
    """Against a plain walk over all names."""

    def forms(text: str) -> set[str]:
        return {text, " ".join(sorted(text.split()))}

    expected = {}
    for other in known:
        scores = [
            Indel.normalized_similarity(one, two)
            for one in forms(name)
            for two in forms(other)
            if one[:3] == two[:3] or one[-3:] == two[-3:]
        ]
        if scores and max(scores) >= least:
            expected[other] = int(max(scores) * 10_000) / 10_000
    assert dict(NearNames(known).near(name, least)) == expected


@given(st.text(max_size=30) | st.text(st.sampled_from("aB-_ \t\x1c\n"), max_size=12))
def test_the_short_way_to_a_key_gives_the_same(text: str) -> None:
    plain = _DASHES.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()
    assert key_of(text) == plain


@pytest.mark.slow
def test_whole_ontologies_are_mapped_in_seconds() -> None:
    """200,000 terms with 600,000 names, and 100,000 mentions, as the bench measures them."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.resolving"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert (found["terms"], found["names"], found["mentions"]) == (200_000, 600_000, 100_000)
    assert found["index_seconds"] + found["look_up_seconds"] <= 10
    assert found["peak_memory_mib"] < 1_000
    assert found["matches"]["name"] + found["matches"]["synonym"] > 70_000
    assert found["fuzzy_matches"]["fuzzy"] > 800
