"""Paths: chains of claims from one thing to another."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field

from kg.model.base import Model
from kg.model.claim import Claim
from kg.model.entity import EntitySummary
from kg.model.question import EvidenceFilters
from kg.vocabulary import AgentType, DesignType, EntityType, KnowledgeLevel, Predicate

__all__ = ["AskedPlace", "BestEvidence", "Path", "PathStep", "PathsAnswer", "PathsQuery", "Weakest"]


class AskedPlace(Model):
    """How an end of a path, or what it must pass or avoid, was understood: one of both."""

    asked: str
    entity: EntitySummary | None = None
    type: EntityType | None = None
    narrower_count: int = 0
    """How many narrower entities were let in besides."""


class BestEvidence(Model):
    """The strongest report that supports a step, and where to read it."""

    id: str
    weight: float
    """What the report would count alone."""
    design_type: DesignType | None = None
    study_name: str | None = None
    publication_id: str | None = None
    publication_title: str | None = None
    section: str | None = None
    start: int | None = None
    end: int | None = None
    """Characters of the document, from ``start`` up to ``end``."""
    quote: str | None = None
    agent_type: AgentType | None = None
    knowledge_level: KnowledgeLevel | None = None


class PathStep(Claim):
    """A claim that a path goes along, with its best evidence."""

    evidence: BestEvidence
    animal_only: bool
    """All that supports it was seen in animals or in vitro."""
    remark_only: bool
    """All that supports it are remarks of reviews, or opinions."""
    machine_only: bool
    """All that supports it was stated by programs, such as text mining, and nobody validated it."""


class Weakest(Model):
    """The step of a path with the lowest score, and what its evidence lacks."""

    step: int
    """Its place in ``steps``, from 0; the first of equals."""
    score: float
    animal_only: bool
    remark_only: bool
    machine_only: bool


class Path(Model):
    """A chain of claims, each from its subject to its object; no entity comes twice."""

    nodes: list[EntitySummary]
    steps: list[PathStep]
    sign: str | None
    """``+1`` or ``-1``: the product of the steps' effects; null where a step has none."""
    benefit: bool | None
    """Whether the chain says that the patient gains, or loses; null where it does not say."""
    score: float
    """The product of the steps' scores."""
    weakest: Weakest


class PathsQuery(EvidenceFilters):
    """How the names were resolved."""

    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    start: Annotated[AskedPlace, Field(alias="from")]
    end: Annotated[AskedPlace, Field(alias="to")]
    max_hops: int
    through: list[AskedPlace] | None = None
    avoid: list[AskedPlace] | None = None
    predicate: list[Predicate] | None = None


class PathsAnswer(Model):
    """The best paths; those of equal score the shortest first, then by ids."""

    query: PathsQuery
    items: list[Path]
    more: bool
    """Whether there are further paths beyond ``limit``."""
    truncated: bool
    """Whether the search left something unread, so that better paths may be missing."""
    other_way: list[Path] = []
    """Where there is no path: the best ones against the direction asked, at most three."""
