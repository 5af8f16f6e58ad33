"""An outcome measure of the results, and the groups it compares."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.clinicaltrials.record import Node
from loaders.clinicaltrials.therapies import Given

__all__ = ["Group", "Measure"]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the measure."""

    identity: str
    title: str
    given: Given
    pooled: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """The measure, with what its classes and analyses share."""

    node: Node
    title: str
    unit: str | None
    timepoint: float | None
    groups: dict[str, Group]
    people: dict[str, int]
    record: str
