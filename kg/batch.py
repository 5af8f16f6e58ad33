"""Facts made ready to be written: ids, properties, weights, and rows by kind of node.

All of it is plain work that needs no database, so it can run beside a write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kg import scoring
from kg.entities import Said, added
from kg.identifiers import claim_id, evidence_id, name_key, own_id
from kg.model import EntityRef, EntitySummary, Fact
from kg.terms import Mapped, Terms
from kg.vocabulary import EntityType, EvidenceDirection, Predicate

__all__ = ["EVIDENCE_PARTS", "Batch", "Prepared", "PreparedTerm", "direct_and_totals", "prepare"]

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
#: Details of a study or publication that live on its node.
STUDY_DETAILS = ("phase", "enrollment", "status", "why_stopped")
PUBLICATION_DETAILS = ("title", "year", "journal", "url")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A fact ready to be written."""

    claim_id: str
    evidence_id: str
    record: str | None
    claim: dict[str, Any]
    evidence: dict[str, Any]
    entities: tuple[tuple[Mapped, str, dict[str, Any]], ...]
    """Each with the name the source gave and details of a study."""
    publication: dict[str, Any] | None

    @property
    def unresolved(self) -> list[EntitySummary]:
        """Entities other than studies that no vocabulary has."""
        return [
            EntitySummary(id=mapped.id, name=name, type=mapped.type)
            for mapped, name, _ in self.entities
            if mapped.term is None and mapped.type is not EntityType.STUDY
        ]


@dataclass(frozen=True, slots=True)
class PreparedTerm:
    """What a source says about an entity, ready to be written."""

    id: str
    said: Said


@dataclass
class Batch:
    """Prepared facts, each evidence once, as rows for the statements in ``cypher/write``."""

    evidence: dict[str, dict[str, Any]] = field(default_factory=dict)
    claims: dict[str, dict[str, Any]] = field(default_factory=dict)
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
    names: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    publications: dict[str, dict[str, Any]] = field(default_factory=dict)
    first_names: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The row of ``names`` that an entity is created with, by the entity's id."""
    terms: dict[str, Said] = field(default_factory=dict)
    """What the source says about entities, by their ids."""
    _reports: dict[str, list[scoring.Report]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.evidence) + len(self.terms)

    def add_term(self, term: PreparedTerm) -> bool:
        """Add one; false where it says nothing that the batch does not say already."""
        known = self.terms.get(term.id)
        both = term.said if known is None else added(known, term.said)
        self.terms[term.id] = both
        return both != known

    def add(self, fact: Prepared) -> bool:
        """Add one; false where the batch holds the same evidence already."""
        if fact.evidence_id in self.evidence:
            return False
        self.evidence[fact.evidence_id] = _evidence_row(fact)
        self.claims[fact.claim_id] = fact.claim
        self._reports.setdefault(fact.claim_id, []).append(_report(fact.evidence))
        for mapped, name, details in fact.entities:
            self._add_entity(mapped, name, details)
        if fact.publication is not None:
            row = fact.publication
            known = self.publications.get(row["id"])
            self.publications[row["id"]] = row if known is None else _merged(known, row["details"])
        return True

    def _add_entity(self, mapped: Mapped, name: str, details: dict[str, Any]) -> None:
        kind = str(mapped.type)
        if mapped.term is not None:
            if mapped.id not in self.entities:
                properties = mapped.term.properties()
                self.entities[mapped.id] = {"type": kind, "properties": properties}
            return
        key = (mapped.id, kind, name)
        known = self.names.get(key)
        if known is not None:
            if details:
                self.names[key] = _merged(known, details)
            return
        row = {
            "id": mapped.id,
            "type": kind,
            "name": name,
            "keys": sorted({name_key(mapped.id), name_key(name)}),
            "details": details,
        }
        self.names[key] = row
        if mapped.id not in self.entities:
            self.entities[mapped.id] = {"type": kind, "properties": _first_properties(row)}
            self.first_names[mapped.id] = row

    @cached_property
    def claim_rows(self) -> dict[str, dict[str, Any]]:
        """Each claim as if it were new, with this batch's totals; asked for when it is full."""
        return {
            identity: _claim_row(claim, self._reports[identity])
            for identity, claim in self.claims.items()
        }


def _first_properties(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "type": row["type"],
        "name": row["name"],
        "synonyms": [],
        "xrefs": [],
        "keys": row["keys"],
        **row["details"],
    }


def _merged(row: dict[str, Any], details: dict[str, Any]) -> dict[str, Any]:
    """Each detail keeps its least value, as ``write/names`` does it."""
    kept = row["details"]
    if kept == details:
        return row
    least = {key: min(kept.get(key, value), value) for key, value in details.items()}
    return {**row, "details": {**kept, **least}}


def _report(evidence: dict[str, Any]) -> scoring.Report:
    return scoring.Report(
        supports=evidence["evidence_direction"] == EvidenceDirection.SUPPORTS,
        unit=evidence["unit"],
        strength=evidence["strength"],
        patients=evidence.get("patients", 0),
        study=evidence["unit_is_study"],
    )


def _evidence_row(fact: Prepared) -> dict[str, Any]:
    return {
        "claim_id": fact.claim_id,
        "side": fact.evidence["evidence_direction"].upper(),
        "publication_id": fact.evidence.get("publication_id"),
        "study_id": fact.evidence["unit"] if fact.evidence["unit_is_study"] else None,
        "record": fact.record,
        "properties": fact.evidence,
    }


def _claim_row(claim: dict[str, Any], reports: list[scoring.Report]) -> dict[str, Any]:
    properties, direct = direct_and_totals(reports)
    direct |= {
        "claim_id": claim["id"],
        "condition_id": claim.get("condition_id"),
        "effect_direction": claim.get("effect_direction"),
    }
    return {
        "predicate": claim["predicate"],
        "properties": {**claim, **properties},
        "direct": direct,
    }


def direct_and_totals(
    reports: Iterable[scoring.Report],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the reports of a claim give its node, and its direct relationship."""
    found = scoring.totals(reports)
    claim = {name: getattr(found, name) for name in found.__slots__}
    direct = {
        "studies": found.study_count,
        "patients": found.patient_count,
        "score": found.score,
    }
    return claim, direct


def prepare(fact: Fact, terms: Terms, record: str | None = None) -> Prepared:
    """Ids and properties of one fact.

    Raises:
        InvalidValue: a name is ambiguous, or an id is of another type; ``field`` says which.
    """
    subject, object_ = terms.map(fact.subject), terms.map(fact.object)
    condition = terms.map(fact.condition) if fact.condition else None
    entities: list[tuple[Mapped, str, dict[str, Any]]] = [
        (subject, fact.subject.name, {}),
        (object_, fact.object.name, {}),
    ]
    if condition and fact.condition:
        entities.append((condition, fact.condition.name, {}))
    study = _study(fact, terms)
    if study:
        entities.append(study)
    effect = str(fact.effect_direction) if fact.effect_direction else None
    claim = {
        "id": claim_id(
            subject.id, fact.predicate, object_.id, condition.id if condition else None, effect
        ),
        "subject_id": subject.id,
        "predicate": str(fact.predicate),
        "object_id": object_.id,
    }
    if condition:
        claim["condition_id"] = condition.id
    if effect:
        claim["effect_direction"] = effect
    canonical = fact.__pydantic_serializer__.to_json(fact, exclude_none=True)
    identity = evidence_id(claim["id"], canonical)
    evidence = _evidence(fact, identity, study[0].id if study else None)
    measured = fact.result.measure if fact.result else None
    if measured and fact.predicate is Predicate.COMPARED_WITH:
        # A comparison names what was compared in its result; its id makes it findable.
        evidence["measure_id"] = terms.map(EntityRef(type=EntityType.OUTCOME, name=measured)).id
    return Prepared(
        claim_id=claim["id"],
        evidence_id=identity,
        record=record,
        claim=claim,
        evidence=evidence,
        entities=tuple(entities),
        publication=_publication(fact),
    )


def _study(fact: Fact, terms: Terms) -> tuple[Mapped, str, dict[str, Any]] | None:
    if fact.study is None:
        return None
    identity = fact.study.id or own_id(EntityType.STUDY, fact.study.name)
    details = _plain(fact.study, STUDY_DETAILS)
    return Mapped(identity, EntityType.STUDY, None), fact.study.name, details


def _publication(fact: Fact) -> dict[str, Any] | None:
    if fact.publication is None:
        return None
    return {
        "id": fact.publication.id,
        "details": _plain(fact.publication, PUBLICATION_DETAILS),
    }


def _plain(part: Any, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """The fields that have a value, enumerations as text."""
    values = part.__dict__
    return {
        name: str(values[name]) if isinstance(values[name], str) else values[name]
        for name in (fields or values)
        if values[name] is not None
    }


def _evidence(fact: Fact, identity: str, study_id: str | None) -> dict[str, Any]:
    weight = scoring.weight(fact.design.type if fact.design else None, fact.provenance.confidence)
    found: dict[str, Any] = {
        "id": identity,
        "evidence_direction": str(fact.evidence_direction),
        "weight": weight,
        "strength": scoring.strength(weight),
        "unit": study_id or (fact.publication.id if fact.publication else identity),
        "unit_is_study": study_id is not None,
        "patients": _patients(fact),
        "stage": fact.stage and str(fact.stage),
    }
    for name in ("subject", "object", "condition"):
        ref = getattr(fact, name)
        if ref is not None:
            found[f"{name}_said"] = ref.name
            found[f"{name}_said_id"] = ref.id
            found[f"{name}_said_type"] = str(ref.type)
    for name in EVIDENCE_PARTS:
        part = getattr(fact, name)
        if part is not None:
            found |= {f"{name}_{key}": value for key, value in _plain(part).items()}
    return {key: value for key, value in found.items() if value is not None}


def _patients(fact: Fact) -> int | None:
    """The people a report is about: those analysed, else at risk, else enrolled."""
    if fact.result is not None:
        if fact.result.n is not None:
            return fact.result.n
        if fact.result.at_risk is not None:
            return fact.result.at_risk
    return fact.study.enrollment if fact.study else None
