"""Facts made ready to be written: ids, properties, weights, and rows by kind of node.

All of it is plain work that needs no database, so it can run beside a write.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson

from kg import scoring
from kg.entities import Said, added
from kg.evidence_parts import (
    PUBLICATION_DETAILS,
    REFERENCES,
    details_of,
    patients_of,
    said_by,
    study_of,
    weighed,
)
from kg.identifiers import claim_id, evidence_id, name_key
from kg.model.entity import EntitySummary
from kg.model.fact import EntityRef, Fact
from kg.terms import Mapped, Term, Terms
from kg.vocabulary import EntityType, EvidenceDirection, Predicate

__all__ = ["Batch", "Prepared", "PreparedTerm", "direct_and_totals", "prepare"]


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
    measured: tuple[Mapped, str] | None = None
    """What a comparison compared, and how its source calls it."""

    @property
    def ambiguous(self) -> list[tuple[str, tuple[Term, ...]]]:
        """Names that several terms of ontologies share, with these."""
        found = [(name, one.candidates) for one, name, _ in self.entities if one.candidates]
        if self.measured and self.measured[0].candidates:
            found.append((self.measured[1], self.measured[0].candidates))
        return found

    @property
    def alike(self) -> list[tuple[str, Mapped, float]]:
        """Names that were mapped by likeness: as said, to what, and how alike they are."""
        return [
            (name, mapped, self.evidence[score])
            for role, (mapped, name, _) in zip(REFERENCES, self.entities, strict=False)
            if (score := f"{role}_match_score") in self.evidence
        ]

    @property
    def unresolved(self) -> list[EntitySummary]:
        """Entities other than studies that no vocabulary has."""
        return [EntitySummary(id=key, name=name, type=kind) for key, name, kind in self.unknown]

    @property
    def unknown(self) -> list[tuple[str, str, EntityType]]:
        """The same as ids, names and types."""
        named = [(one, name) for one, name, _ in self.entities if one.type is not EntityType.STUDY]
        if self.measured:
            named.append(self.measured)
        return [(one.id, name, one.type) for one, name in named if one.term is None]


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
    digest: str | None = None
    """``Terms.digest`` of the terms its facts were mapped with."""
    _reports: dict[str, list[scoring.Report]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.evidence) + len(self.terms)

    def __getstate__(self) -> dict[str, Any]:
        """For another process: the claims' rows, without the reports they were made of."""
        return {**self.__dict__, "claim_rows": self.claim_rows, "_reports": {}}

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
                self.entities[mapped.id] = {"type": properties["type"], "properties": properties}
            if mapped.type is mapped.term.type:
                return
            name = mapped.term.name  # under another type than its own: one more label
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
    study = study_of(fact.study) if fact.study else None
    if study:
        entities.append(study)
    effect = str(fact.effect_direction) if fact.effect_direction else None
    predicate = str(fact.predicate)
    claim = {
        "id": claim_id(
            subject.id, predicate, object_.id, condition.id if condition else None, effect
        ),
        "subject_id": subject.id,
        "predicate": predicate,
        "object_id": object_.id,
    }
    if condition:
        claim["condition_id"] = condition.id
    if effect:
        claim["effect_direction"] = effect
    said = said_by(fact)
    identity = evidence_id(claim["id"], orjson.dumps(said))
    evidence = {**_derived(fact, identity, study[0].id if study else None), **said}
    measured = fact.result.measure if fact.result else None
    compared = None
    if measured and fact.predicate is Predicate.COMPARED_WITH:
        # A comparison names what was compared in its result; its id makes it findable.
        compared = terms.map(EntityRef(type=EntityType.OUTCOME, name=measured))
        evidence["measure_id"] = compared.id
    return Prepared(
        claim_id=claim["id"],
        evidence_id=identity,
        record=record,
        claim=claim,
        evidence=evidence,
        entities=tuple(entities),
        publication=_publication(fact),
        measured=(compared, measured) if compared and measured else None,
    )


def _publication(fact: Fact) -> dict[str, Any] | None:
    publication = fact.publication
    if publication is None:
        return None
    return {"id": publication.id, "details": details_of(publication, PUBLICATION_DETAILS)}


def _derived(fact: Fact, identity: str, study_id: str | None) -> dict[str, Any]:
    """What is worked out from what the fact says, for scores and for finding it."""
    design, publication = fact.design, fact.publication
    weight, strength = weighed(design.type if design else None, fact.provenance.confidence)
    found: dict[str, Any] = {
        "id": identity,
        "weight": weight,
        "strength": strength,
        "unit": study_id or (publication.id if publication else identity),
        "unit_is_study": study_id is not None,
    }
    patients = patients_of(fact.result, fact.study)
    if patients is not None:
        found["patients"] = patients
    return found
