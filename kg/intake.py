"""From one row of anybody's data to a fact, or to a reason why not.

The same checks serve every loader and ``POST /v1/facts``. A rejection names the field, a
reason code out of :data:`REASONS`, and what was expected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from kg.batch import Batch, Prepared, PreparedTerm, prepare
from kg.database import Database
from kg.entities import said
from kg.errors import InvalidValue
from kg.identifiers import source_id
from kg.model.answer import FactResult, FactsResult
from kg.model.entity import EntitySummary
from kg.model.fact import Fact, Result
from kg.model.term import TermRecord
from kg.ontologies import terms_of
from kg.setup import ensure_ready
from kg.terms import Mapped, Terms, packaged_terms
from kg.vocabulary import ENTITY_TYPES_WITH_HIERARCHY
from kg.writer import SourceInfo, Written, write_batch

__all__ = [
    "REASONS",
    "Rejection",
    "accept",
    "accept_fact",
    "accept_term",
    "check_fact",
    "outside_scale",
    "take_in",
]

#: Reason codes of the reject ledger and what each means.
REASONS = {
    "ambiguous_name": "the name stands for several entities; an id is needed",
    "bad_identifier": "not of the form PREFIX:LOCAL or NCT00000000",
    "bad_format": "text not of the expected form",
    "control_character": "an invisible control character in a text",
    "cycle": "a hierarchy in which a term stands above itself",
    "duplicate_field": "the same field twice in one record",
    "empty": "a text without content",
    "empty_file": "a file without records",
    "inconsistent": "two values that cannot both be true",
    "line_too_long": "a line over the size limit",
    "malformed": "not well-formed JSON, CSV or YAML",
    "missing_field": "a required field is not there",
    "not_a_record": "well-formed, but not a record with fields",
    "not_applicable": "a field that this predicate does not take",
    "out_of_range": "a number outside what is possible",
    "quote_lacks_name": "the quote does not name the subject or the object",
    "quote_not_found": "the quote does not stand in the document",
    "too_long": "a text over the size limit",
    "unknown_field": "a field that facts do not have",
    "unknown_predicate": "a predicate outside the closed list",
    "unknown_value": "a word outside a closed list",
    "unresolved_name": "no vocabulary has the name, and loading is strict",
    "wrong_encoding": "not UTF-8",
    "wrong_entity_type": "an entity of a type that this place does not take",
    "wrong_type": "text where a number is expected, or the other way round",
}

_BY_ERROR_TYPE = {
    "extra_forbidden": "unknown_field",
    "missing": "missing_field",
    "enum": "unknown_value",
    "less_than": "out_of_range",
    "less_than_equal": "out_of_range",
    "greater_than": "out_of_range",
    "greater_than_equal": "out_of_range",
    "finite_number": "out_of_range",
    "string_too_long": "too_long",
    "string_too_short": "empty",
    "string_pattern_mismatch": "bad_format",
    "string_unicode": "wrong_encoding",
    "model_type": "not_a_record",
    "model_attributes_type": "not_a_record",
    "dict_type": "not_a_record",
}

_EXPECTED = {
    "extra_forbidden": "facts have no such field",
    "missing": "required, but not there",
    "model_type": "expected a record with fields",
    "string_type": "expected text",
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "bool_type": "expected true or false",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row is not a fact."""

    field: str
    reason: str
    message: str


def check_fact(row: Any) -> Fact | Rejection:
    """Validate one row, as it was parsed."""
    try:
        return Fact.model_validate(row)
    except ValidationError as error:
        return _rejection(error)


def accept(
    row: Any, terms: Terms, *, record: str | None, strict: bool, fuzzy: float | None = None
) -> Prepared | Rejection:
    """Validate one row and prepare it for writing.

    With ``strict`` a name that no vocabulary has is a rejection; otherwise it becomes an
    entity of its own and is listed in the report. With ``fuzzy`` such a name is first compared
    with all known ones, and mapped to the one most like it if it is at least as like as that
    (0 to 1).
    """
    fact = check_fact(row)
    if isinstance(fact, Rejection):
        return fact
    return accept_fact(fact, terms, record=record, strict=strict, fuzzy=fuzzy)


def accept_fact(
    fact: Fact, terms: Terms, *, record: str | None, strict: bool, fuzzy: float | None = None
) -> Prepared | Rejection:
    """Prepare a fact that is valid for writing; see :func:`accept`."""
    try:
        if fuzzy is not None:
            fact = with_likely_ids(fact, terms, fuzzy)
        prepared = prepare(fact, terms, record)
    except InvalidValue as error:
        return _mapping_rejection(fact, terms, error)
    outside = outside_scale(fact.result, prepared.entities[1][0], terms)
    if outside:
        return outside
    if strict and prepared.unresolved:
        missing = prepared.unresolved[0]
        return Rejection(
            _field_of(fact, missing),
            "unresolved_name",
            f"no vocabulary has the {missing.type} {missing.name!r}",
        )
    return prepared


def with_likely_ids(fact: Fact, terms: Terms, at_least: float) -> Fact:
    """The fact, with an id and its score for each name that only likeness finds.

    The guess becomes part of the fact, beside its words, so that it does not change when other
    vocabularies are loaded later.
    """
    found = {
        role: ref.model_copy(update={"id": mapped.id, "match_score": mapped.score})
        for role in ("subject", "object", "condition")
        if (ref := getattr(fact, role)) is not None
        and ref.id is None
        and (mapped := terms.map(ref, fuzzy=at_least)).match == "fuzzy"
    }
    return fact.model_copy(update=found) if found else fact


def accept_term(row: Any, terms: Terms, *, origin: str) -> PreparedTerm | Rejection:
    """Validate one row that describes an entity; ``origin`` is its source by name and version."""
    try:
        record = TermRecord.model_validate(row)
    except ValidationError as error:
        return _rejection(error)
    if record.type not in ENTITY_TYPES_WITH_HIERARCHY:
        message = f"a {record.type} is described by facts, not as a term"
        return Rejection("type", "wrong_entity_type", message)
    return PreparedTerm(*said(record, terms, origin))


def _rejection(error: ValidationError) -> Rejection:
    first = error.errors(include_url=False)[0]
    kind, context = first["type"], first.get("ctx", {})
    path = [str(part) for part in first["loc"]]
    if context.get("field"):
        path.append(str(context["field"]))
    field = ".".join(path)
    reason = kind if kind in REASONS else _BY_ERROR_TYPE.get(kind, "wrong_type")
    if kind == "enum" and field == "predicate":
        reason = "unknown_predicate"
    if kind == "float_type" and type(first.get("input")) is int:
        # A whole number is a number; this one has more digits than any that is stored.
        return Rejection(field, "out_of_range", "the number is too large")
    return Rejection(field, reason, _message(kind, first["msg"], first.get("input")))


def _message(kind: str, text: str, value: Any) -> str:
    """What was expected; where the value itself is wrong, also what was found."""
    if kind in REASONS:
        return text  # one of our own, which says it all
    text = _EXPECTED.get(kind, text)
    return text if kind in ("missing", "extra_forbidden") else f"{text}, not {_short(value)}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _mapping_rejection(fact: Fact, terms: Terms, error: InvalidValue) -> Rejection:
    """Which of the fact's entities could not be mapped."""
    for field in ("subject", "object", "condition"):
        ref = getattr(fact, field)
        if ref is None:
            continue
        try:
            terms.map(ref)
        except InvalidValue:
            reason = "wrong_entity_type" if error.field == "id" else "ambiguous_name"
            return Rejection(f"{field}.{error.field}", reason, str(error))
    return Rejection("result.measure", "ambiguous_name", str(error))


def _field_of(fact: Fact, missing: EntitySummary) -> str:
    for field in ("subject", "object", "condition"):
        ref = getattr(fact, field)
        if ref is not None and (ref.name, ref.type) == (missing.name, missing.type):
            return f"{field}.name"
    return "result.measure"


def outside_scale(result: Result | None, measured: Mapped, terms: Terms) -> Rejection | None:
    """A value that the measure's scale does not have, such as an EDSS of 11."""
    term = measured.term
    if result is None or term is None or term.minimum is None or term.maximum is None:
        return None
    if term is not terms.by_id.get(term.id):
        return None  # by way of an ontology, which must not turn facts away
    unit = result.unit
    if unit is not None and unit.casefold() not in ("points", "score", term.unit):
        return None  # such as a percentage of patients
    for name in ("value", "baseline"):
        number = getattr(result, name)
        if number is not None and not term.minimum <= number <= term.maximum:
            scale = f"{term.name} runs from {term.minimum:g} to {term.maximum:g}"
            return Rejection(f"result.{name}", "out_of_range", f"{scale}, not {number:g}")
    change, width = result.change, term.maximum - term.minimum
    if change is not None and abs(change) > width:
        message = f"{term.name} cannot change by more than {width:g}, not {change:g}"
        return Rejection("result.change", "out_of_range", message)
    return None


async def take_in(database: Database, rows: Sequence[Any], *, source: str) -> FactsResult:
    """Write a handful of rows in one transaction, with a result for each.

    Raises:
        DatabaseError: nothing was written.
    """
    await ensure_ready(database)
    info = SourceInfo(id=source_id(source), name=source, loader="http")
    written = Written(stale=True)
    while written.stale:  # ontologies may come and go between the mapping and the writing
        terms = await terms_of(database, packaged_terms())
        batch = Batch(digest=terms.digest)
        found = [accept(row, terms, record=None, strict=False) for row in rows]
        for prepared in found:
            if isinstance(prepared, Prepared):
                batch.add(prepared)
        written = Written()
        if len(batch):
            written = await write_batch(database, info, batch, packaged_terms())
    new = set(written.created)
    results = [_result(index, prepared, new) for index, prepared in enumerate(found)]
    unresolved = {
        entity.id: entity
        for prepared in found
        if isinstance(prepared, Prepared)
        for entity in prepared.unresolved
    }
    counts = Counter(result.status for result in results)
    return FactsResult(
        read=len(rows),
        loaded=counts["loaded"],
        already_there=counts["already_there"],
        rejected=counts["rejected"],
        results=results,
        unresolved=list(unresolved.values()),
    )


def _result(index: int, found: Prepared | Rejection, new: set[str]) -> FactResult:
    if isinstance(found, Rejection):
        return FactResult(
            index=index,
            status="rejected",
            field=found.field,
            reason=found.reason,
            message=found.message,
        )
    status = "loaded" if found.evidence_id in new else "already_there"
    # The second of two equal rows finds the first one's evidence.
    new.discard(found.evidence_id)
    return FactResult(
        index=index, status=status, claim_id=found.claim_id, evidence_id=found.evidence_id
    )
