"""What several sources say of one entity, in whatever order they come."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kg.entities import Said, added, described
from kg.ontologies import terms_digest
from kg.term_writer import said_rows
from kg.terms import Term, Terms
from kg.vocabulary import EntityType

NAMES = ("tea", "Tea", "herb", "infusion")
PACKAGED = Terms([Term("PACK:1", EntityType.THERAPY, "walk", synonyms=("tea",), origin="ours")])


def sets(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(values)).map(lambda found: tuple(sorted(found)))


said = st.builds(
    Said,
    type=st.sampled_from(["Therapy", "Outcome"]),
    name=st.none() | st.sampled_from(NAMES),
    origin=st.just("herbal 1"),
    synonyms=sets(*NAMES),
    xrefs=sets("X:1", "X:2"),
    parents=sets("P:1", "P:2"),
    description=st.none() | st.sampled_from(["one", "two"]),
)


@given(st.lists(said, min_size=1, max_size=4))
def test_what_a_source_says_adds_up_in_any_order(parts: list[Said]) -> None:
    found = set()
    for order in itertools.permutations(parts):
        both = order[0]
        for part in order[1:]:
            both = added(both, part)
        found.add(described("X:9", None, {"s": both}).properties["name"])
        found.add(tuple(described("X:9", None, {"s": both}).properties.get("synonyms", ())))
        assert added(both, both) == both
    assert len(found) == 2


@given(said, said)
def test_saying_it_again_changes_nothing(one: Said, other: Said) -> None:
    before = {"id": "X:9", "labels": [], "details": {}, "said": {"s": added(one, other)}}
    rows = said_rows("s", {"X:9": other}, PACKAGED, {"X:9": before})
    names = {one.name, other.name} - {None}
    if one.name is None or other.name is None or one.name == other.name or len(names) == 2:
        again = added(added(one, other), other)
        assert (not rows.changed) == (again == added(one, other))


def test_properties_are_the_inverse_of_reading_them() -> None:
    one = Said("Therapy", "tea", "herbal", ("a", "b"), ("X:1",), ("P:1",), "Text.")
    assert Said.of(one.properties()) == one
    least = Said("Therapy", None, "herbal")
    assert Said.of(least.properties()) == least


def test_the_packaged_vocabulary_leads() -> None:
    node = described(
        "PACK:1",
        PACKAGED.by_id["PACK:1"],
        {"s": Said("Outcome", "Walking", "other", ("tea", "stroll"), parents=("P:1",))},
    )
    assert node.properties["name"] == "walk"
    assert node.properties["synonyms"] == ["tea", "Walking", "stroll"]
    assert node.properties["origin"] == "ours"
    assert (node.types, node.parents) == (("Therapy",), ("P:1",))


def test_the_digest_of_ontologies_knows_no_order() -> None:
    assert terms_digest([]) is None
    one = terms_digest([("a", "1"), ("b", None)])
    assert one == terms_digest([("b", None), ("a", "1")])
    assert one != terms_digest([("a", "1"), ("b", "2")])
