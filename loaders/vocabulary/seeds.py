"""Reads the hand-curated seeds and refuses what they must not say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field

from kg.identifiers import OWN_PREFIX
from kg.model.base import Curie, Model, Name, Text, Words
from kg.vocabulary import EntityType

__all__ = ["SEED_FILES", "SeedError", "SeedTerm", "read_seeds"]

#: Which seed file holds which type.
SEED_FILES = {
    "adverse_events.yaml": EntityType.ADVERSE_EVENT,
    "cell_types.yaml": EntityType.CELL_TYPE,
    "conditions.yaml": EntityType.CONDITION,
    "mechanisms.yaml": EntityType.MECHANISM,
    "outcomes.yaml": EntityType.OUTCOME,
    "therapies.yaml": EntityType.THERAPY,
}


class SeedError(ValueError):
    """A seed says something that the tables or the rules of the vocabulary contradict."""


class SeedTerm(Model):
    """One entry of a seed file; see README.md of this folder."""

    id: Curie
    label: Name | None = None
    """The ontology's own label: compared with the table, so a mistyped id cannot slip in."""
    name: Name | None = None
    """Shown instead of the label; the label stays as a synonym."""
    synonyms: tuple[Name, ...] = ()
    """Ours: they go to ``own_synonyms``."""
    omit: tuple[Name, ...] = ()
    """Synonyms of the ontology that are wrong or ambiguous here."""
    omit_xrefs: tuple[Curie, ...] = ()
    parents: tuple[Curie, ...] | None = None
    """Instead of the ontology's own."""
    also_parents: tuple[Curie, ...] = ()
    """Besides the ontology's own."""
    xrefs: tuple[Curie, ...] = ()
    same_as: tuple[Curie, ...] = ()
    """Terms of other tables for the same thing: their names and xrefs are taken too."""
    description: Text | None = None
    minimum: float | None = None
    maximum: float | None = None
    unit: Words | None = None
    branch: Curie | None = None
    """Take every descendant of this term as well, down to ``depth``, but for ``exclude``."""
    depth: Annotated[int, Field(ge=1)] | None = None
    include: tuple[Curie, ...] | None = None
    exclude: tuple[Curie, ...] = ()

    @property
    def prefix(self) -> str:
        """The vocabulary the id belongs to."""
        return self.id.split(":", 1)[0]

    @property
    def is_own(self) -> bool:
        """Whether the term is the project's own."""
        return self.prefix == OWN_PREFIX


def read_seeds(folder: Path) -> dict[EntityType, list[SeedTerm]]:
    """The seeds of every type, in the order of their files.

    Raises:
        SeedError: an entry is malformed, listed twice, or changes what HPO's licence protects.
    """
    seeds: dict[EntityType, list[SeedTerm]] = {}
    seen: dict[str, str] = {}
    for file, entity_type in SEED_FILES.items():
        entries = yaml.safe_load((folder / file).read_text(encoding="utf-8")) or []
        seeds[entity_type] = [_seed(entry, file) for entry in entries]
        for seed in seeds[entity_type]:
            if seed.id in seen:
                raise SeedError(f"{file}: {seed.id} is already in {seen[seed.id]}")
            seen[seed.id] = file
    return seeds


def _seed(entry: dict[str, Any], file: str) -> SeedTerm:
    if isinstance(entry, dict) and "branch" in entry:
        entry = {"id": entry["branch"], **entry}
    try:
        seed = SeedTerm.model_validate(entry)
    except ValueError as error:
        raise SeedError(f"{file}: {entry}: {error}") from error
    if seed.is_own and seed.name is None:
        raise SeedError(f"{file}: {seed.id} needs a name")
    if not seed.is_own and seed.label is None:
        raise SeedError(f"{file}: {seed.id} needs its ontology's label")
    changes = seed.name or seed.omit or seed.parents is not None
    if seed.prefix == "HP" and (changes or any(p.startswith("HP:") for p in seed.also_parents)):
        raise SeedError(f"{file}: {seed.id}: HPO must not be altered; add, do not replace")
    return seed
