"""What an entity is joined to."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kg.model.base import Model
from kg.model.entity import EntitySummary
from kg.model.question import Asked, Question
from kg.vocabulary import EffectDirection, EntityType, Predicate

__all__ = ["Neighbor", "NeighborCount", "NeighborsAnswer", "NeighborsQuestion", "Way"]


class Way(StrEnum):
    """Which way a claim goes, seen from the entity asked for."""

    OUT = "out"
    """The entity is its subject."""
    IN = "in"
    """The entity is its object."""


class NeighborsQuestion(Question):
    """What claims join an entity to."""

    entity: Asked
    """The entity."""
    predicate: list[Predicate] | None = None
    """Predicates of the claims."""
    way: Way | None = None
    """``out``: claims of which it is the subject; ``in``: the object."""
    type: list[EntityType] | None = None
    """Types of the neighbours."""
    min_score: Annotated[float, Field(ge=0, le=1)] = 0.0
    """Least score of the best claim between the two."""


class NeighborCount(Model):
    """How many claims of a predicate an entity has in one direction, filters aside."""

    predicate: Predicate
    way: Way
    count: int


class Neighbor(Model):
    """One entity on the other side, with what joins them in sum."""

    entity: EntitySummary
    predicate: Predicate
    way: Way
    claim_count: int
    study_count: int
    """Named studies of the claim that has most."""
    score: float
    """Of the best supported claim."""
    effects: list[EffectDirection]
    """What the claims between the two say of the effect, each direction once."""


class NeighborsAnswer(Model):
    """Neighbours, best supported first."""

    entity: EntitySummary
    counts: list[NeighborCount]
    items: list[Neighbor]
    total: int
    next: str | None = None
