"""Facts into the graph: one batch, one transaction, and nothing changes the second time.

A batch is prepared here (ids, properties, weights), then written under the writers' lock:
what exists already is found first, so a fact that is there again costs one look-up. Totals
and scores of the claims a batch touches, and their direct relationships, change in the same
transaction as the evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg import scoring
from kg.cypher import query
from kg.database import Database, Transaction
from kg.identifiers import claim_id, evidence_id, name_key, own_id
from kg.model import EntityRef, EntitySummary, Fact
from kg.terms import Mapped, Terms
from kg.vocabulary import EntityType, EvidenceDirection, Predicate

__all__ = ["Batch", "Prepared", "SourceInfo", "Written", "prepare", "write_batch", "write_source"]

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
STUDY_DETAILS = ("phase", "enrollment", "status")
PUBLICATION_DETAILS = ("title", "year", "journal", "url")


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A dataset that is being loaded."""

    id: str
    name: str
    loader: str
    version: str | None = None
    licence: str | None = None
    sha256: str | None = None


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


@dataclass(slots=True)
class Batch:
    """Prepared facts, each evidence once."""

    facts: dict[str, Prepared] = field(default_factory=dict)

    def add(self, prepared: Prepared) -> bool:
        """Add one; false where the batch holds the same evidence already."""
        if prepared.evidence_id in self.facts:
            return False
        self.facts[prepared.evidence_id] = prepared
        return True

    def __len__(self) -> int:
        return len(self.facts)


@dataclass(frozen=True, slots=True)
class Written:
    """What a batch did."""

    created: frozenset[str]
    """Ids of evidence that was not there before."""
    version: int | None
    """The graph's version afterwards; null where nothing changed."""


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


async def write_source(database: Database, source: SourceInfo) -> None:
    """Make a dataset known, or bring its details up to date."""
    details = {
        "name": source.name,
        "loader": source.loader,
        "version": source.version,
        "licence": source.licence,
        "sha256": source.sha256,
    }

    async def work(transaction: Transaction) -> None:
        await transaction.run(query("write/source"), id=source.id, details=details)

    await database.write(work)


async def write_batch(database: Database, source: SourceInfo, batch: Batch) -> Written:
    """Write a batch in one transaction.

    Raises:
        DatabaseError: nothing of the batch was written.
    """

    async def work(transaction: Transaction) -> Written:
        return await _write(transaction, source.id, list(batch.facts.values()))

    return await database.write(work)


async def _write(tx: Transaction, source: str, facts: Sequence[Prepared]) -> Written:
    entities = {mapped.id: mapped for fact in facts for mapped, _, _ in fact.entities}
    publications = {fact.publication["id"] for fact in facts if fact.publication}
    there = await tx.run(
        query("write/begin"),
        source_id=source,
        evidence=[fact.evidence_id for fact in facts],
        claims=list({fact.claim_id for fact in facts}),
        entities=list(entities),
        publications=list(publications),
    )
    present, linked = set(there["evidence"]), set(there["linked"])
    fresh = [fact for fact in facts if fact.evidence_id not in present]
    mentioned = [
        {"evidence_id": fact.evidence_id, "record": fact.record}
        for fact in facts
        if fact.evidence_id in present and fact.evidence_id not in linked
    ]
    if fresh:
        await _write_entities(tx, fresh, set(there["entities"]))
        await _write_publications(tx, fresh)
        await _write_evidence(tx, source, fresh, set(there["claims"]))
    if mentioned:
        await tx.run(query("write/mentions"), source_id=source, rows=mentioned)
    if not fresh and not mentioned:
        return Written(frozenset(), None)
    done = await tx.run(
        query("write/finish"), source_id=source, evidence=len(fresh) + len(mentioned)
    )
    return Written(frozenset(fact.evidence_id for fact in fresh), done["version"])


async def _write_entities(tx: Transaction, facts: Sequence[Prepared], present: set[str]) -> None:
    new: dict[str, dict[str, Any]] = {}
    named: dict[tuple[str, str, str], dict[str, Any]] = {}
    for fact in facts:
        for mapped, name, details in fact.entities:
            if mapped.term is not None:
                if mapped.id not in present and mapped.id not in new:
                    new[mapped.id] = {
                        "type": str(mapped.type),
                        "properties": mapped.term.properties(),
                    }
                continue
            row: dict[str, Any] = {
                "id": mapped.id,
                "type": str(mapped.type),
                "name": name,
                "keys": sorted({name_key(mapped.id), name_key(name)}),
                "details": details,
            }
            if mapped.id not in present and mapped.id not in new:
                new[mapped.id] = {"type": row["type"], "properties": _first_properties(row)}
            key = (mapped.id, str(mapped.type), name)
            named[key] = row if key not in named else _merged(named[key], details)
    if new:
        await tx.run(query("write/entities"), rows=list(new.values()))
    if named:
        await tx.run(query("write/names"), rows=list(named.values()))


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
    least = {key: min(kept.get(key, value), value) for key, value in details.items()}
    return {**row, "details": {**kept, **least}}


async def _write_publications(tx: Transaction, facts: Sequence[Prepared]) -> None:
    rows: dict[str, dict[str, Any]] = {}
    for fact in facts:
        row = fact.publication
        if row is not None:
            known = rows.get(row["id"])
            rows[row["id"]] = row if known is None else _merged(known, row["details"])
    if rows:
        await tx.run(query("write/publications"), rows=list(rows.values()))


async def _write_evidence(
    tx: Transaction, source: str, facts: Sequence[Prepared], present: set[str]
) -> None:
    reports: dict[str, list[scoring.Report]] = {}
    claims: dict[str, dict[str, Any]] = {}
    for fact in facts:
        reports.setdefault(fact.claim_id, []).append(_report(fact.evidence))
        claims[fact.claim_id] = fact.claim
    new = [_claim_row(claim, reports[i]) for i, claim in claims.items() if i not in present]
    if new:
        await tx.run(query("write/claims"), rows=new)
    await tx.run(query("write/evidence"), source_id=source, rows=[_row(fact) for fact in facts])
    touched = [i for i in claims if i in present]
    if touched:
        await update_totals(tx, {i: claims[i]["predicate"] for i in touched})


def _report(evidence: dict[str, Any]) -> scoring.Report:
    return scoring.Report(
        supports=evidence["evidence_direction"] == EvidenceDirection.SUPPORTS,
        unit=evidence["unit"],
        strength=evidence["strength"],
        patients=evidence.get("patients", 0),
        study=evidence["unit_is_study"],
    )


async def update_totals(tx: Transaction, predicates: dict[str, str]) -> None:
    """Sum up claims anew from all their evidence; keys are claim ids, values predicates."""
    answer = await tx.run(query("write/reports"), claims=list(predicates))
    reports: dict[str, list[scoring.Report]] = {}
    for claim, supports, unit, strength, patients, study, count in answer["reports"]:
        reports.setdefault(claim, []).append(
            scoring.Report(supports, unit, strength, patients or 0, study, count)
        )
    rows = []
    for claim, found in reports.items():
        properties, direct = _totals(found)
        rows.append(
            {
                "id": claim,
                "predicate": predicates[claim],
                "properties": properties,
                "direct": direct,
            }
        )
    await tx.run(query("write/totals"), rows=rows)


def _totals(reports: Iterable[scoring.Report]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Properties of a claim and of its direct relationship."""
    found = scoring.totals(reports)
    claim = {name: getattr(found, name) for name in found.__slots__}
    direct = {
        "studies": found.study_count,
        "patients": found.patient_count,
        "score": found.score,
    }
    return claim, direct


def _claim_row(claim: dict[str, Any], reports: list[scoring.Report]) -> dict[str, Any]:
    properties, direct = _totals(reports)
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


def _row(fact: Prepared) -> dict[str, Any]:
    return {
        "claim_id": fact.claim_id,
        "side": fact.evidence["evidence_direction"].upper(),
        "publication_id": fact.evidence.get("publication_id"),
        "study_id": fact.evidence["unit"] if fact.evidence["unit_is_study"] else None,
        "record": fact.record,
        "properties": fact.evidence,
    }
