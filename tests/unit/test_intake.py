"""Every reason a row can be refused for, with the field named; what is taken in as it is."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from real_neo4j import fixed_rows, fixed_terms

from kg.intake import REASONS, Rejection, accept, check_fact
from kg.json_text import decode
from kg.model.fact import Fact
from kg.terms import Term, Terms
from kg.vocabulary import EntityType

Change = Callable[[dict[str, Any]], None]


def row(change: Change | None = None, base: int = 0) -> dict[str, Any]:
    """The fixed graph's first fact (MSC-NP improved EDSS in SPMS), changed."""
    found = copy.deepcopy(fixed_rows()[base])
    if change:
        change(found)
    return found


def put(path: str, value: Any) -> Change:
    """Set one field, its parts made where they are missing."""

    def change(found: dict[str, Any]) -> None:
        *parents, last = path.split(".")
        for name in parents:
            found = found.setdefault(name, {})
        found[last] = value

    return change


def without(path: str) -> Change:
    def change(found: dict[str, Any]) -> None:
        *parents, last = path.split(".")
        for name in parents:
            found = found[name]
        del found[last]

    return change


def unmeasured(found: dict[str, Any]) -> None:
    """Neither a direction nor numbers that could stand for themselves."""
    found.pop("effect_direction")
    found["result"] = {"n": 20}


def refused(given: Any, *, strict: bool = False) -> Rejection:
    found = accept(given, fixed_terms(), record="1", strict=strict)
    assert isinstance(found, Rejection), found
    assert found.reason in REASONS
    assert found.message
    return found


#: Reason, field, change to a good row.
REFUSED: list[tuple[str, str, Change]] = [
    ("bad_format", "publication.url", put("publication.url", "example.org")),
    ("bad_format", "provenance.document_sha256", put("provenance.document_sha256", "ABC")),
    ("bad_identifier", "subject.id", put("subject.id", "no identifier")),
    ("bad_identifier", "publication.id", put("publication.id", "12345")),
    ("control_character", "subject.name", put("subject.name", "null\x00byte")),
    ("control_character", "subject.name", put("subject.name", "line\nbreak")),
    ("control_character", "object.name", put("object.name", "turned\u202eround")),
    ("control_character", "provenance.quote", put("provenance.quote", "bell\x07")),
    ("empty", "subject.name", put("subject.name", "")),
    ("empty", "object.name", put("object.name", "   ")),
    ("inconsistent", "result.ci_low", put("result", {"ci_low": 2, "ci_high": 1})),
    ("inconsistent", "result.affected", put("result", {"affected": 2, "at_risk": 1})),
    ("inconsistent", "result.responders", put("result", {"responders": 3, "n": 2})),
    ("inconsistent", "treatment.dose", put("treatment", {"dose": 2, "dose_max": 1})),
    ("inconsistent", "population.age_min", put("population", {"age_min": 9, "age_max": 8})),
    ("inconsistent", "population.edss_min", put("population", {"edss_min": 5, "edss_max": 4})),
    (
        "inconsistent",
        "population.duration_min_years",
        put("population", {"duration_min_years": 2, "duration_max_years": 1}),
    ),
    ("inconsistent", "provenance.end", lambda row: row["provenance"].update(start=9, end=3)),
    ("inconsistent", "provenance.end", lambda row: row["provenance"].update(start=3, end=3)),
    ("missing_field", "subject", without("subject")),
    ("missing_field", "subject.name", without("subject.name")),
    ("missing_field", "provenance", without("provenance")),
    ("missing_field", "evidence_direction", without("evidence_direction")),
    ("missing_field", "effect_direction", unmeasured),
    ("missing_field", "provenance.end", put("provenance.start", 3)),
    ("missing_field", "provenance.start", put("provenance.end", 3)),
    ("missing_field", "result.estimate_type", put("result", {"estimate": 2})),
    ("missing_field", "treatment.dose_unit", put("treatment", {"dose": 2})),
    ("not_a_record", "object", put("object", None)),
    ("not_a_record", "object", put("object", "EDSS")),
    ("not_a_record", "result", put("result", [1])),
    ("not_applicable", "stage", put("stage", "approved")),
    ("out_of_range", "result.p_value", put("result", {"p_value": 1.5})),
    ("out_of_range", "provenance.confidence", put("provenance.confidence", -0.1)),
    (
        "out_of_range",
        "result.estimate",
        put("result", {"estimate": 1.2, "estimate_type": "proportion"}),
    ),
    ("out_of_range", "result.value", put("result", {"value": 20, "unit": "Proportion"})),
    ("out_of_range", "result.n", put("result.n", -1)),
    ("out_of_range", "result.n", put("result.n", 10**10)),
    ("out_of_range", "result.value", put("result", {"value": float("inf")})),
    ("out_of_range", "result.value", put("result", {"value": float("nan")})),
    ("out_of_range", "result.value", put("result", {"value": 10**400})),
    ("out_of_range", "result.n", put("result.n", 10**400)),
    ("out_of_range", "result.value", put("result", {"value": 11, "unit": "points"})),
    ("out_of_range", "result.baseline", put("result", {"baseline": -1})),
    ("out_of_range", "result.change", put("result", {"change": -10.5})),
    ("out_of_range", "population.edss_max", put("population", {"edss_max": 10.5})),
    ("out_of_range", "publication.year", put("publication.year", 1492)),
    ("out_of_range", "treatment.dose", put("treatment", {"dose": 0, "dose_unit": "mg"})),
    ("too_long", "subject.name", put("subject.name", "x" * 501)),
    ("too_long", "provenance.quote", put("provenance.quote", "x" * 10_001)),
    ("unknown_field", "colour", put("colour", "red")),
    ("unknown_field", "subject.colour", put("subject.colour", "red")),
    ("unknown_field", "result.P_value", put("result.P_value", 0.5)),
    ("unknown_predicate", "predicate", put("predicate", "CURES")),
    ("unknown_predicate", "predicate", put("predicate", "reports_outcome")),
    ("unknown_value", "effect_direction", put("effect_direction", "better")),
    ("unknown_value", "subject.type", put("subject.type", "Drug")),
    ("unknown_value", "design.type", put("design.type", "rumour")),
    ("wrong_encoding", "subject.name", put("subject.name", "half \ud83d")),
    ("wrong_entity_type", "subject.type", put("subject.type", "Outcome")),
    ("wrong_entity_type", "object.type", put("object.type", "Condition")),
    ("wrong_entity_type", "condition.type", put("condition.type", "Outcome")),
    # An id of the vocabulary that stands for something of another type.
    ("wrong_entity_type", "object.id", put("object.id", "TEST:T1")),
    ("wrong_entity_type", "condition.id", put("condition.id", "TEST:O1")),
    ("wrong_type", "subject.name", put("subject.name", None)),
    ("wrong_type", "subject.name", put("subject.name", 7)),
    ("wrong_type", "result.n", put("result.n", "20")),
    ("wrong_type", "result.n", put("result.n", 20.5)),
    ("wrong_type", "result.n", put("result.n", True)),
    ("wrong_type", "result.value", put("result.value", "1.5")),
    ("wrong_type", "result.p_value", put("result.p_value", "<0.05")),
    ("wrong_type", "result.serious", put("result.serious", "yes")),
    ("wrong_type", "provenance.confidence", put("provenance.confidence", "0.9")),
]


@pytest.mark.parametrize(
    ("reason", "field", "change"), REFUSED, ids=[f"{r}-{f}" for r, f, _ in REFUSED]
)
def test_a_bad_field_is_named_with_its_reason(reason: str, field: str, change: Change) -> None:
    found = refused(row(change))
    assert (found.reason, found.field) == (reason, field)


@pytest.mark.parametrize("given", [None, 1, "text", [], [row()], True])
def test_what_is_no_record_is_said_so(given: Any) -> None:
    assert refused(given).reason == "not_a_record"


def test_two_nulls_for_one_thing_are_refused() -> None:
    def change(found: dict[str, Any]) -> None:
        found["subject"] = {"type": "Therapy", "id": None, "name": None}

    found = refused(row(change))
    assert (found.reason, found.field) == ("wrong_type", "subject.name")


def test_predicates_refuse_what_does_not_belong_to_them() -> None:
    by_record = {each["provenance"]["record"]: number for number, each in enumerate(fixed_rows())}

    def with_effect(record: str) -> Rejection:
        return refused(row(put("effect_direction", "improved"), by_record[record]))

    # TREATS, HAS_ADVERSE_EVENT, ACTS_THROUGH, USES_CELL_TYPE, DIFFERENTIATES_INTO
    for record in ("F55", "F30", "F40", "F50", "F53"):
        found = with_effect(record)
        assert (found.reason, found.field) == ("not_applicable", "effect_direction")
    condition = put("condition", {"type": "Condition", "name": "MS"})
    found = refused(row(condition, by_record["F55"]))
    assert (found.reason, found.field) == ("not_applicable", "condition")


def test_an_ambiguous_name_needs_an_id() -> None:
    terms = Terms(
        Term(f"EXT:{number}", EntityType.THERAPY, f"twin {number}", synonyms=("The Twin",))
        for number in (1, 2)
    )
    given = row(put("subject.name", "the twin"))
    found = accept(given, terms, record=None, strict=False)
    assert isinstance(found, Rejection)
    assert (found.reason, found.field) == ("ambiguous_name", "subject.name")
    assert "EXT:1" in found.message
    given["subject"]["id"] = "EXT:2"
    assert not isinstance(accept(given, terms, record=None, strict=False), Rejection)


def test_strict_loading_refuses_names_that_no_vocabulary_has() -> None:
    for path in ("subject.name", "object.name", "condition.name"):
        found = refused(row(put(path, "nobody knows it")), strict=True)
        assert (found.reason, found.field) == ("unresolved_name", path)
        assert not isinstance(
            accept(row(put(path, "nobody knows it")), fixed_terms(), record=None, strict=False),
            Rejection,
        )


#: Reasons that only a file or its documents can give; the tests of readers and of quotes
#: produce them.
OF_FILES = {
    "cycle",
    "duplicate_field",
    "empty_file",
    "line_too_long",
    "malformed",
    "quote_lacks_name",
    "quote_not_found",
}


def test_every_reason_is_produced_by_a_row() -> None:
    produced = {reason for reason, _, _ in REFUSED} | {"ambiguous_name", "unresolved_name"}
    assert produced | OF_FILES == set(REASONS)


@pytest.mark.parametrize(
    "name",
    [
        "علاج بالخلايا الجذعية",
        "תאי גזע",
        "幹細胞療法",
        "🧬🧠 therapy 👩🏽‍⚕️",
        "e\u0301 and é",
        "Zażółć gęślą jaźń",
        "a" * 500,
        "\u200bzero width",
        "'}) DETACH DELETE n //",
        "NaN",
        "null",
        "-0",
        "=1+1",
    ],
)
def test_names_of_every_script_are_taken_as_they_are(name: str) -> None:
    given = json.loads(json.dumps(row(put("subject.name", name))))
    found = check_fact(given)
    assert isinstance(found, Fact)
    assert found.subject.name == name


@pytest.mark.parametrize(
    "field",
    ["measure", "arm", "comparator"],
)
def test_optional_nulls_are_fields_that_are_not_there(field: str) -> None:
    found = check_fact(row(put(f"result.{field}", None)))
    assert isinstance(found, Fact)


def test_the_message_of_a_rejection_can_always_be_shown() -> None:
    """Also where a field's name is half a character."""
    for given in ({"\ud800": 1}, row(put("subject.\udfff", 1))):
        found = refused(given)
        (found.field + found.message).encode()


@pytest.mark.parametrize(
    ("text", "reason", "field"),
    [
        (b'{"a": 1, "a": 2}', "duplicate_field", "a"),
        (b'{"a": {"b": 1, "b": 1}}', "duplicate_field", "b"),
        (b'{"a": NaN}', "malformed", ""),
        (b'{"a": Infinity}', "malformed", ""),
        (b"{", "malformed", ""),
        (b"{} {}", "malformed", ""),
        (b"'a'", "malformed", ""),
        (b'{"a": "\xff"}', "wrong_encoding", ""),
        (b"[" * 200_000, "malformed", ""),
        (b"1" * 5_000, "malformed", ""),
        (b"", "malformed", ""),
    ],
)
def test_json_is_read_strictly(text: bytes, reason: str, field: str) -> None:
    found = decode(text)
    assert isinstance(found, Rejection)
    assert (found.reason, found.field) == (reason, field)
