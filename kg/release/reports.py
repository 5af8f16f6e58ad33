"""Lines of JSON made into rows of evidence without a model of each fact.

A line is cut into the texts of its fields. What several facts say alike (a study, a design, a
reference, a predicate) has the same text, and is checked and mapped once and kept; of each fact
only what it alone says is. The checks, the mapping and what identifies evidence are
those of :mod:`kg.intake` and :mod:`kg.batch`, part by part. Whatever is out of the ordinary is
left to these, which also know how to say what is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import itemgetter
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
from kg.model.fact import EntityRef, Fact, is_measured, part_model
from kg.release.layout import CLAIM_KEYS, EVIDENCE
from kg.terms import Mapped, Terms
from kg.vocabulary import EntityType, Predicate

__all__ = ["GROUPS", "HEAD", "OWN", "Naming", "Published", "Report", "Reports", "report_of"]

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
OWN = frozenset({"result", "provenance"})
#: Fields of a fact that are words.
_WORDS = ("predicate", "effect_direction", "evidence_direction", "stage")
#: A field of a fact with its text. Braces in a text, escaped words and nulls are not looked for:
#: then a line is not made of such fields alone.
_FIELD = re.compile(rb'"[a-z_]+": ?(?:\{[^{}]*\}|"[^"\\]*")')
#: The place of each in a fact.
_PLACES = {name.encode(): place for place, name in enumerate((*GROUPS, *_WORDS))}
_NAMES = tuple(GROUPS)
_NONE = (None,) * len(_PLACES)
_VALIDATORS = {name: part_model(name).__pydantic_validator__.validate_json for name in GROUPS}
#: The columns of a part, which are the fields of its model.
_VALUES = {
    name: itemgetter(*[column.removeprefix(f"{name}_") for column in GROUPS[name]]) for name in OWN
}
#: Different texts of fields that are kept.
_KEPT = 200_000

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
    """What a field gives every fact that has it."""

    place: int
    text: bytes = b""
    """What it says as JSON, without the braces; part of what identifies evidence."""
    values: tuple[Any, ...] | None = None
    """Its columns."""
    model: Any = None
    naming: Naming | None = None
    published: Published | None = None
    word: str | None = None


@dataclass(frozen=True, slots=True)
class _Shape:
    """The qualifiers of a fact whose types and qualifiers go together."""

    text: bytes
    predicate: str
    effect: str | None
    side: str
    stage: str | None
    compares: bool


@dataclass(slots=True)
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
        self._kept: dict[bytes, _Part] = {}
        self._shapes: dict[tuple[Any, ...], _Shape] = {}
        self._measures: dict[str, str] = {}

    def report(self, line: bytes, record: str) -> Report | None:
        """The report in a line; null where it is not one, or has to be looked at closely."""
        try:
            return self._report(line, record)
        except (_Unusual, ValidationError, InvalidValue, orjson.JSONDecodeError):
            return None

    def _report(self, line: bytes, record: str) -> Report:
        fields = self._fields(line)
        parts, words = fields[: len(GROUPS)], fields[len(GROUPS) :]
        subject, object_, condition, result, design, _, _, study, publication, provenance = parts
        if not (subject and object_ and provenance) or not (subject.naming and object_.naming):
            raise _Unusual
        shape = self._shape(line, parts, words)
        given = [part for part in parts if part is not None]
        condition_id = condition.naming.mapped.id if condition and condition.naming else None
        ends = subject.naming.mapped.id, object_.naming.mapped.id
        claim = claim_id(ends[0], shape.predicate, ends[1], condition_id, shape.effect)
        said = b",".join([shape.text, *[part.text for part in given if part.text]])
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
            tuple([part.values if part else None for part in parts]),
            tuple([part.naming for part in given if part.naming is not None]),
            publication.published if publication else None,
        )

    def _fields(self, line: bytes) -> list[_Part | None]:
        """The fields of a fact, each at its place."""
        texts = _FIELD.findall(line)
        if line != b"{%b}" % b",".join(texts) and line != b"{%b}" % b", ".join(texts):
            raise _Unusual
        found: list[_Part | None] = [*_NONE]
        kept = self._kept.get
        for text in texts:
            part = kept(text) or self._field(text)
            if found[part.place] is not None:
                raise _Unusual
            found[part.place] = part
        return found

    def _field(self, text: bytes) -> _Part:
        name, _, value = text.partition(b":")
        place = _PLACES.get(name[1:-1])
        if place is None:
            raise _Unusual
        if place >= len(_NAMES):
            part = _Part(place, word=_word(value))
        elif _NAMES[place] in OWN:
            return _own(place, value)
        else:
            part = self._shared(place, value)
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        self._kept[text] = part
        return part

    def _shared(self, place: int, text: bytes) -> _Part:
        name, model = _NAMES[place], _checked(place, text)
        said = said_of(name, model) if name in REFERENCES else said_by_part(name, model)
        values = tuple(map(said.get, GROUPS[name]))
        part = _Part(place, orjson.dumps(said)[1:-1], values, model)
        if name in REFERENCES:
            part.naming = Naming(self._terms.map(model), model.name, {})
        elif name == "study":
            part.naming = Naming(*study_of(model))
        elif name == "publication":
            part.published = Published(model.id, details_of(model, PUBLICATION_DETAILS))
        return part

    def _shape(self, line: bytes, parts: list[_Part | None], words: list[_Part | None]) -> _Shape:
        """Looked at as a whole once for all facts of the same types and qualifiers."""
        subject, object_, condition, result = parts[:4]
        effect = words[1]
        key = (
            *[word and word.word for word in words],
            subject and subject.model.type,
            object_ and object_.model.type,
            condition and condition.model.type,
            effect is None and result is not None and is_measured(result.model),
        )
        found = self._shapes.get(key)
        if found is None:
            fact: Fact = Fact.__pydantic_validator__.validate_json(line)
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


def _checked(place: int, text: bytes) -> Any:
    """The model of a reference or part."""
    model = _VALIDATORS[_NAMES[place]](text)
    if could_repeat(text, len(model.__pydantic_fields_set__)):
        raise _Unusual
    return model


def _own(place: int, text: bytes) -> _Part:
    """A part that is not kept: what :func:`kg.evidence_parts.said_by_part` says, in one go.

    Words of closed lists are texts, so they are left as they are.
    """
    name, model = _NAMES[place], _checked(place, text)
    values = _VALUES[name](model.__dict__)
    if 0.0 in values:  # which has one sign
        values = tuple(value + 0.0 if value.__class__ is float else value for value in values)
    said = {
        key: value for key, value in zip(GROUPS[name], values, strict=True) if value is not None
    }
    return _Part(place, orjson.dumps(said)[1:-1], values, model)


def _word(text: bytes) -> str:
    word = orjson.loads(text)
    if word.__class__ is not str:
        raise _Unusual
    return str(word)
