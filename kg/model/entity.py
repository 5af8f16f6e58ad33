"""Entities: the things that claims join."""

from __future__ import annotations

from kg.model.base import Model
from kg.vocabulary import EntityType

__all__ = ["Entity", "EntitySummary"]


class EntitySummary(Model):
    """An entity where it is mentioned."""

    id: str
    name: str
    type: EntityType


class Entity(EntitySummary):
    """An entity on its own page, and a term of the packaged vocabulary."""

    synonyms: list[str] = []
    xrefs: list[str] = []
    """The same thing in other vocabularies, as CURIEs."""
    description: str | None = None
    parents: list[EntitySummary] = []
    """Broader entities, one IS_A step away."""
    children_count: int = 0
    """Narrower entities, one IS_A step away."""
    claim_count: int = 0
    """Claims in which it is subject, object or condition."""
    origin: str | None = None
    """The vocabulary and version it comes from; null for a name that only facts gave."""
    minimum: float | None = None
    """For an outcome measure with a fixed range: its lowest value."""
    maximum: float | None = None
    unit: str | None = None
