"""Words of facts to ids of the vocabulary: exactly, in a fixed order of kinds, no guess."""

from __future__ import annotations

import pytest

from kg.errors import InvalidValue
from kg.identifiers import own_id
from kg.model.fact import EntityRef
from kg.terms import Term, Terms, packaged_terms
from kg.vocabulary import EntityType

THERAPY, OUTCOME = EntityType.THERAPY, EntityType.OUTCOME

TERMS = Terms(
    [
        Term("A:1", THERAPY, "First", synonyms=("One", "Shared"), xrefs=("X:1",)),
        Term("A:2", THERAPY, "Second", synonyms=("First", "Shared")),
        Term("A:3", OUTCOME, "First", xrefs=("X:1",)),
        Term("A:4", THERAPY, "Twin"),
        Term("A:5", THERAPY, "TWIN"),
    ]
)


def mapped(kind: EntityType, name: str, identity: str | None = None) -> tuple[str, bool]:
    found = TERMS.map(EntityRef(type=kind, name=name, id=identity))
    assert found.type is kind
    return found.id, found.term is not None


@pytest.mark.parametrize(
    ("kind", "name", "identity", "expected"),
    [
        (THERAPY, "anything", "A:2", ("A:2", True)),  # an id wins over the name
        (THERAPY, "Second", "X:1", ("A:1", True)),  # then a cross-reference, of the type
        (OUTCOME, "anything", "X:1", ("A:3", True)),
        (THERAPY, "FIRST", None, ("A:1", True)),  # then a name, before a synonym (A:2's)
        (THERAPY, "one", None, ("A:1", True)),  # then a synonym
        (OUTCOME, "first", None, ("A:3", True)),
        (THERAPY, "Fir", None, (own_id(THERAPY, "Fir"), False)),  # no guess
        (OUTCOME, "Second", None, (own_id(OUTCOME, "Second"), False)),
        (THERAPY, "Fir", "EXT:9", ("EXT:9", False)),  # its own id is kept
        (THERAPY, "First", "EXT:9", ("A:1", True)),
    ],
)
def test_how_words_are_mapped(
    kind: EntityType, name: str, identity: str | None, expected: tuple[str, bool]
) -> None:
    assert mapped(kind, name, identity) == expected
    assert mapped(kind, name, identity) == expected  # from the cache too


@pytest.mark.parametrize("name", ["Shared", "twin"])
def test_several_of_one_kind_are_ambiguous(name: str) -> None:
    with pytest.raises(InvalidValue, match="ambiguous") as refused:
        mapped(THERAPY, name)
    assert refused.value.field == "name"


def test_an_id_of_another_type_is_refused() -> None:
    with pytest.raises(InvalidValue, match="is of type Outcome, not Therapy") as refused:
        mapped(THERAPY, "First", "A:3")
    assert refused.value.field == "id"


def test_a_term_answers_to_all_its_names() -> None:
    assert TERMS.by_id["A:1"].keys == ["a:1", "first", "one", "shared", "x:1"]


def test_properties_leave_out_what_is_not_known() -> None:
    found = TERMS.by_id["A:4"].properties()
    assert None not in found.values()
    assert found["type"] == "Therapy"


@pytest.mark.parametrize(
    ("kind", "name", "ancestor"),
    [
        ("Condition", "primary progressive multiple sclerosis", "progressive MS"),
        ("Condition", "SPMS", "progressive MS"),
        ("Condition", "RRMS", "MS"),
        ("Therapy", "AHSCT", "stem cell therapy"),
        ("Therapy", "MSC-NP", "stem cell therapy"),
        ("Therapy", "mesenchymal stem cell therapy", "stem cell therapy"),
        ("Outcome", "EDSS", "disability"),
    ],
)
def test_the_packaged_hierarchy_joins_what_belongs_together(
    kind: str, name: str, ancestor: str
) -> None:
    terms = packaged_terms()

    def term(text: str) -> Term:
        found = terms.map(EntityRef(type=EntityType(kind), name=text)).term
        assert found is not None, text
        return found

    above, todo = set(), [term(name).id]
    while todo:
        for parent in terms.by_id[todo.pop()].parents:
            if parent not in above:
                above.add(parent)
                todo.append(parent)
    assert term(ancestor).id in above


def test_relapsing_remitting_is_not_progressive() -> None:
    terms = packaged_terms()
    progressive = terms.map(EntityRef(type=EntityType.CONDITION, name="progressive MS")).id
    remitting = terms.map(EntityRef(type=EntityType.CONDITION, name="RRMS")).term
    assert remitting is not None
    assert progressive not in remitting.parents
