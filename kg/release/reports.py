"""Lines of JSON made into rows of evidence without a model of each fact.

What several facts say alike (a study, a design, a reference) is checked and mapped once and kept;
of each fact only what it alone says is. The checks, the mapping and what identifies evidence are
those of :mod:`kg.intake` and :mod:`kg.batch`, part by part. Whatever is out of the ordinary is
left to these, which also know how to say what is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError

from kg.batch import Prepared
from kg.errors import InvalidValue
from kg.evidence_parts import (
    EVIDENCE_PARTS,
    PUBLICATION_DETAILS,
    REFERENCES,
    details_of,
    patients_of,
    said_by_part,
    said_of,
    study_of,
    weighed,
)
from kg.identifiers import claim_id, evidence_id
from kg.intake import outside_scale
from kg.json_text import could_repeat
from kg.model import EntityRef, Fact
from kg.model.fact import is_measured, part_model
from kg.release.layout import CLAIM_KEYS, EVIDENCE
from kg.terms import Mapped, Terms
from kg.vocabulary import EntityType, Predicate

__all__ = ["GROUPS", "HEAD", "Naming", "Published", "Report", "Reports", "report_of"]

#: Columns that each report has for itself, behind its position and source.
HEAD = (
    "record",
    *CLAIM_KEYS,
    "id",
    "claim_id",
    "evidence_direction",
    "weight",
    "strength",
    "unit",
    "unit_is_study",
    "patients",
    "stage",
    "measure_id",
)
#: The other columns, by the reference or part of a fact that fills them.
GROUPS = {
    name: tuple(column for column in EVIDENCE.names if column.startswith(f"{name}_"))
    for name in (*REFERENCES, *EVIDENCE_PARTS)
}

if set(HEAD[6:]).union(*GROUPS.values()) != set(EVIDENCE.names):  # pragma: no cover
    raise TypeError("evidence has a column that no part of a fact fills")

#: Parts that hardly two facts share.
_OWN = frozenset({"result", "provenance"})
_FIELDS = frozenset(Fact.model_fields)
#: Different ones of a kind that are kept.
_KEPT = 50_000
#: From here on JSON's numbers need not be what they seem: one of more digits may have been whole.
_WHOLE = 2.0**53

_Json = dict[str, Any]


class _Unusual(Exception):
    """The line is not simply a good fact."""


@dataclass(slots=True, eq=False)
class Naming:
    """An entity as facts name it."""

    mapped: Mapped
    name: str
    details: _Json


@dataclass(slots=True, eq=False)
class Published:
    """A publication as facts name it."""

    id: str
    details: _Json


@dataclass(slots=True, eq=False)
class _Part:
    """What a reference or part gives every fact that has it."""

    text: bytes
    """What it says as JSON, without the braces; part of what identifies evidence."""
    values: tuple[Any, ...]
    """Its columns."""
    model: Any
    naming: Naming | None = None
    published: Published | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """The qualifiers of a fact whose types and qualifiers go together."""

    text: bytes
    predicate: str
    effect: str | None
    side: str
    stage: str | None
    compares: bool


@dataclass(frozen=True, slots=True)
class Report:
    """A row of evidence with what it names."""

    head: tuple[Any, ...]
    """The columns of :data:`HEAD`."""
    parts: tuple[tuple[Any, ...] | None, ...]
    """The columns of each of :data:`GROUPS`; null where the fact does not have the part."""
    entities: tuple[Naming, ...] = ()
    publication: Published | None = None


def report_of(fact: Prepared) -> Report:
    """The row of a fact that was prepared; its names are the caller's to take."""
    evidence = fact.evidence
    derived = (evidence.get(name) for name in HEAD[8:])
    head = (fact.record, *map(fact.claim.get, CLAIM_KEYS), fact.evidence_id, fact.claim_id)
    parts = (tuple(map(evidence.get, columns)) for columns in GROUPS.values())
    return Report(
        (*head, *derived),
        tuple(part if part.count(None) < len(part) else None for part in parts),
    )


class Reports:
    """Makes reports, and keeps what they share."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._parts: dict[str, dict[bytes, _Part]] = {name: {} for name in GROUPS}
        self._shapes: dict[tuple[Any, ...], _Shape] = {}
        self._measures: dict[str, str] = {}

    def report(self, line: bytes, record: str) -> Report | None:
        """The report in a line; null where it is not one, or has to be looked at closely."""
        try:
            return self._report(line, record)
        except (_Unusual, ValidationError, InvalidValue, orjson.JSONDecodeError):
            return None

    def _report(self, line: bytes, record: str) -> Report:
        row = orjson.loads(line)
        if row.__class__ is not dict or not row.keys() <= _FIELDS or could_repeat(line, row):
            raise _Unusual
        parts = [self._part(name, row.get(name)) for name in GROUPS]
        subject, object_, condition, result, design, _, _, study, publication, provenance = parts
        if not (subject and object_ and provenance) or not (subject.naming and object_.naming):
            raise _Unusual
        shape = self._shape(row, parts)
        given = [part for part in parts if part is not None]
        named = [part.naming for part in given if part.naming is not None]
        condition_id = condition.naming.mapped.id if condition and condition.naming else None
        ends = subject.naming.mapped.id, object_.naming.mapped.id
        claim = claim_id(ends[0], shape.predicate, ends[1], condition_id, shape.effect)
        said = b",".join([shape.text, *(part.text for part in given if part.text)])
        identity = evidence_id(claim, b"{%b}" % said)
        study_id = study.naming.mapped.id if study and study.naming else None
        weight, strength = weighed(
            design.model.type if design else None, provenance.model.confidence
        )
        results = result.model if result else None
        if outside_scale(results, object_.naming.mapped, self._terms):
            raise _Unusual
        head = (
            record,
            ends[0],
            shape.predicate,
            ends[1],
            condition_id,
            shape.effect,
            identity,
            claim,
            shape.side,
            weight,
            strength,
            study_id or (publication.model.id if publication else identity),
            study_id is not None,
            patients_of(results, study.model if study else None),
            shape.stage,
            self._measure_id(results.measure) if shape.compares and results else None,
        )
        return Report(
            head,
            tuple([part.values if part is not None else None for part in parts]),
            tuple(named),
            publication.published if publication else None,
        )

    def _part(self, name: str, given: Any) -> _Part | None:
        if given is None:
            return None
        if given.__class__ is not dict:
            raise _Unusual
        if name in _OWN:
            return self._made(name, given)
        kept, key = self._parts[name], orjson.dumps(given)
        found = kept.get(key)
        if found is None:
            if len(kept) >= _KEPT:
                kept.clear()
            found = kept[key] = self._made(name, given)
        return found

    def _made(self, name: str, given: _Json) -> _Part:
        for value in given.values():
            if value.__class__ is float and not -_WHOLE < value < _WHOLE:
                raise _Unusual
        model = part_model(name).__pydantic_validator__.validate_python(given)
        said = said_of(name, model) if name in REFERENCES else said_by_part(name, model)
        values = tuple(map(said.get, GROUPS[name]))
        part = _Part(orjson.dumps(said)[1:-1], values, model)
        if name in REFERENCES:
            part.naming = Naming(self._terms.map(model), model.name, {})
        elif name == "study":
            part.naming = Naming(*study_of(model))
        elif name == "publication":
            part.published = Published(model.id, details_of(model, PUBLICATION_DETAILS))
        return part

    def _shape(self, row: _Json, parts: list[_Part | None]) -> _Shape:
        """Looked at as a whole once for all facts of the same types and qualifiers."""
        effect, result = row.get("effect_direction"), parts[3]
        key = (
            row.get("predicate"),
            effect,
            row.get("evidence_direction"),
            row.get("stage"),
            *[part.model.type if part else None for part in parts[:3]],
            effect is None and result is not None and is_measured(result.model),
        )
        try:
            found = self._shapes.get(key)
        except TypeError:  # such as a list where a word should be
            raise _Unusual from None
        if found is None:
            fact: Fact = Fact.__pydantic_validator__.validate_python(row)
            said = {"evidence_direction": str(fact.evidence_direction)}
            if fact.stage is not None:
                said["stage"] = str(fact.stage)
            found = self._shapes[key] = _Shape(
                orjson.dumps(said)[1:-1],
                str(fact.predicate),
                str(fact.effect_direction) if fact.effect_direction else None,
                said["evidence_direction"],
                said.get("stage"),
                fact.predicate is Predicate.COMPARED_WITH,
            )
        return found

    def _measure_id(self, measure: str | None) -> str | None:
        if not measure:
            return None
        found = self._measures.get(measure)
        if found is None:
            if len(self._measures) >= _KEPT:
                self._measures.clear()
            ref = EntityRef(type=EntityType.OUTCOME, name=measure)
            found = self._measures[measure] = self._terms.map(ref).id
        return found
