"""What the parts of a fact become: properties of its evidence, and nodes beside it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import EnumType
from functools import lru_cache
from typing import Any

from kg import scoring
from kg.identifiers import own_id
from kg.model.fact import EntityRef, Fact, Result, StudyRef, part_types
from kg.terms import Mapped
from kg.vocabulary import DesignType, EntityType

__all__ = [
    "EVIDENCE_PARTS",
    "PUBLICATION_DETAILS",
    "REFERENCES",
    "STUDY_DETAILS",
    "details_of",
    "patients_of",
    "said_by",
    "said_by_part",
    "said_of",
    "study_of",
    "weighed",
]

#: Parts of a fact that become properties of its evidence, each field as ``<part>_<field>``.
EVIDENCE_PARTS = (
    "result",
    "design",
    "treatment",
    "population",
    "study",
    "publication",
    "provenance",
)
#: References of a fact whose words become properties of its evidence.
REFERENCES = ("subject", "object", "condition")
#: Details of a study or publication that live on its node.
STUDY_DETAILS = ("phase", "enrollment", "status", "why_stopped")
PUBLICATION_DETAILS = ("title", "year", "journal", "url")


def _fields_of(part: str) -> tuple[tuple[str, str, bool], ...]:
    """Of each field of a part: its name, the property it becomes, whether it is enumerated."""
    return tuple(
        (field, f"{part}_{field}", isinstance(kind, EnumType))
        for field, kind in part_types(part).items()
    )


#: Worked out once, because every fact goes through them.
_PART_FIELDS = {part: _fields_of(part) for part in EVIDENCE_PARTS}
_REFERENCE_FIELDS = {
    name: (f"{name}_said", f"{name}_said_id", f"{name}_said_type", f"{name}_match_score")
    for name in REFERENCES
}


def said_by(fact: Fact) -> dict[str, Any]:
    """All that the fact says beside what its claim says, in the model's order.

    Evidence is identified by this, so what is added here later must be left out where a fact
    does not have it.
    """
    given = fact.__dict__
    found: dict[str, Any] = {"evidence_direction": str(fact.evidence_direction)}
    if fact.stage is not None:
        found["stage"] = str(fact.stage)
    for name in REFERENCES:
        ref = given[name]
        if ref is not None:
            found |= said_of(name, ref)
    for name in EVIDENCE_PARTS:
        part = given[name]
        if part is not None:
            found |= said_by_part(name, part)
    return found


def said_of(role: str, ref: EntityRef) -> dict[str, Any]:
    """The words of a reference, as the subject, object or condition of a fact."""
    words, curie, kind, score = _REFERENCE_FIELDS[role]
    found: dict[str, Any] = {words: ref.name}
    if ref.id is not None:
        found[curie] = ref.id
    found[kind] = str(ref.type)
    if ref.match_score is not None:
        found[score] = _unsigned(ref.match_score)
    return found


def said_by_part(name: str, part: Any) -> dict[str, Any]:
    """What a part says, where it says something; zero has one sign."""
    values = part.__dict__
    return {
        key: str(value) if enumerated else _unsigned(value)
        for field, key, enumerated in _PART_FIELDS[name]
        if (value := values[field]) is not None
    }


def _unsigned(value: Any) -> Any:
    return value + 0.0 if value.__class__ is float else value


def study_of(study: StudyRef) -> tuple[Mapped, str, dict[str, Any]]:
    """What a study is mapped to, its name and its details."""
    identity = study.id or own_id(EntityType.STUDY, study.name)
    return Mapped(identity, EntityType.STUDY, None), study.name, details_of(study, STUDY_DETAILS)


def details_of(part: Any, fields: Iterable[str]) -> dict[str, Any]:
    """The fields that have a value, enumerations as text."""
    values = part.__dict__
    return {
        name: str(value) if isinstance(value, str) else value
        for name in fields
        if (value := values[name]) is not None
    }


@lru_cache(maxsize=10_000)
def weighed(design: DesignType | None, confidence: float | None) -> tuple[float, int]:
    """Weight and strength of a report, see :mod:`kg.scoring`."""
    weight = scoring.weight(design, confidence)
    return weight, scoring.strength(weight)


def patients_of(result: Result | None, study: StudyRef | None) -> int | None:
    """The people a report is about: those analysed, else at risk, else enrolled."""
    if result is not None:
        if result.n is not None:
            return result.n
        if result.at_risk is not None:
            return result.at_risk
    return study.enrollment if study else None
