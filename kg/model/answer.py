"""Answers: what questions return, over HTTP and from ``kg.queries`` alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import AwareDatetime

from kg.model.base import Model
from kg.model.claim import Claim
from kg.model.entity import EntitySummary
from kg.model.question import TotalsFilters
from kg.vocabulary import EffectDirection, EntityType, Predicate

__all__ = [
    "Answer",
    "AskedFilter",
    "ClaimsAnswer",
    "EntitiesAnswer",
    "EntityHit",
    "FactResult",
    "FactsResult",
    "GraphSchema",
    "LabelCount",
    "Matched",
    "PredicateCount",
    "Retracted",
    "Source",
    "SourcesAnswer",
    "TherapiesAnswer",
    "TherapyContext",
    "TherapyItem",
    "TripleCount",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A body, and the version of the graph that gave it (the ``ETag``)."""

    version: str
    body: T


class AskedFilter(Model):
    """How one name in a question was understood."""

    asked: str
    entity: EntitySummary
    narrower_count: int
    """How many narrower entities were let in besides."""


class Matched(Model):
    """Which narrower term let an item in, and the IS_A steps that lead to it."""

    asked: str
    matched: EntitySummary
    via: list[EntitySummary]
    """From the asked term down to the one before ``matched``; empty where they are the same."""


class TherapyItem(Model):
    """One therapy of the headline answer."""

    therapy: EntitySummary
    claims: list[Claim]
    study_count: int
    patient_count: int
    supporting_count: int
    refuting_count: int
    score: float
    newest_year: int | None = None
    """Of the newest publication; where evidence was filtered or ``sort`` is ``newest``."""
    matched: list[Matched] = []


class TherapiesQuery(TotalsFilters):
    """How the filters were resolved."""

    outcome: AskedFilter | None = None
    effect: EffectDirection | None = None
    condition: AskedFilter | None = None
    therapy: AskedFilter | None = None
    cell_type: AskedFilter | None = None
    mechanism: AskedFilter | None = None


class TherapiesAnswer(Model):
    """The therapies that report an outcome, best supported first."""

    query: TherapiesQuery
    items: list[TherapyItem]
    total: int
    next: str | None = None


class ClaimsQuery(TotalsFilters):
    """How the filters were resolved."""

    subject: AskedFilter | None = None
    predicate: str | None = None
    object: AskedFilter | None = None
    condition: AskedFilter | None = None
    effect: EffectDirection | None = None


class ClaimsAnswer(Model):
    """Claims, best supported first."""

    query: ClaimsQuery
    items: list[Claim]
    total: int
    next: str | None = None


class EntityHit(EntitySummary):
    """An entity that a search found."""

    claim_count: int
    match: str
    """``name``, ``synonym`` or ``text``: what the words agreed with."""


class EntitiesAnswer(Model):
    """Entities, closest match first."""

    items: list[EntityHit]
    total: int
    next: str | None = None
    near_misses: list[EntitySummary] = []
    """Where nothing matches: entities that are called much like it."""


class TherapyContext(Model):
    """What a reader wants beside a therapy of the headline answer."""

    therapy_id: str
    effects: dict[EffectDirection, int]
    """Independent studies or reports by direction, for the asked outcome and condition."""
    best_design: str | None = None
    phase: str | None = None
    given: list[str] = []
    """How the treatment was given: donor, route, cell source, as the reports say it."""
    studies: list[str] = []
    cell_types: list[str] = []
    mechanisms: list[str] = []
    adverse_events: list[str] = []
    reservations: list[str] = []
    sources: list[str] = []


class LabelCount(Model):
    """How many nodes carry a label."""

    label: str
    count: int


class PredicateCount(Model):
    """A predicate with its domain and range, and how many claims use it."""

    predicate: str
    subjects: list[str]
    objects: list[str]
    effect_direction: str
    biolink: str
    count: int


class TripleCount(Model):
    """A kind of claim: between which types of entities, by which predicate, and how many."""

    subject: EntityType
    predicate: Predicate
    object: EntityType
    count: int


class GraphSchema(Model):
    """What is in the graph: labels, predicates, counts, and the metagraph."""

    version: str
    neo4j: str
    labels: list[LabelCount]
    predicates: list[PredicateCount]
    metagraph: list[TripleCount]
    """An entity of two types that a predicate takes counts under both."""


class Source(Model):
    """One loaded dataset."""

    id: str
    name: str
    version: str | None = None
    licence: str | None = None
    sha256: str | None = None
    loader: str
    evidence_count: int
    """Evidence that it states, alone or among others."""
    term_count: int = 0
    """Entities that it describes."""
    vocabulary: bool = False
    """Whether its names are used to map what other sources say."""
    complete: bool = True
    """False while a load of it is under way, or after one that was interrupted."""
    loaded_at: AwareDatetime


class Retracted(Model):
    """What taking out a source removed."""

    id: str
    name: str
    mentions_removed: int
    """Evidence that it stated; what another source states too has stayed."""
    evidence_removed: int
    claims_removed: int
    terms_removed: int
    """Descriptions of entities."""
    entities_removed: int
    publications_removed: int


class SourcesAnswer(Model):
    """The loaded datasets, by name."""

    items: list[Source]
    total: int
    next: str | None = None


class FactResult(Model):
    """What became of one fact."""

    index: int
    status: str
    """``loaded``, ``already_there`` or ``rejected``."""
    claim_id: str | None = None
    evidence_id: str | None = None
    field: str | None = None
    reason: str | None = None
    message: str | None = None


class FactsResult(Model):
    """The result of ``POST /v1/facts``, row by row."""

    read: int
    loaded: int
    already_there: int
    rejected: int
    results: list[FactResult]
    unresolved: list[EntitySummary]
    """Names that no vocabulary has; each became an entity of its own."""
