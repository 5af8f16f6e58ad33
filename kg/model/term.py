"""A term as a source describes it: an entity with its names and its place in a hierarchy."""

from __future__ import annotations

from kg.model.base import Curie, Model, Name, Text
from kg.vocabulary import EntityType

__all__ = ["TermRecord"]


class TermRecord(Model):
    """What one source says about one entity. Several rows of a source about one id add up."""

    id: Curie
    type: EntityType
    name: Name | None = None
    synonyms: list[Name] = []
    xrefs: list[Curie] = []
    """The same thing under other ids; ids it replaced (merged and obsolete ones) among them."""
    parents: list[Curie] = []
    """Ids of broader terms, one IS_A step away."""
    description: Text | None = None
