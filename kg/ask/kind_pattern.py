"""A wording of a kind of question, and what its slots take.

The names of slots are fields of the question's model; ``condition`` has no slot of its own
where it follows "in", "for" and the like: it is taken out before. Fixed fields stand beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.vocabulary import EntityType

__all__ = ["SLOT_TYPES", "Pattern"]

#: Types of entities that each slot takes.
SLOT_TYPES: Mapping[str, frozenset[EntityType]] = {
    "therapy": frozenset((EntityType.THERAPY,)),
    "therapies": frozenset((EntityType.THERAPY,)),
    "outcome": frozenset((EntityType.OUTCOME,)),
    "condition": frozenset((EntityType.CONDITION,)),
    "cell_type": frozenset((EntityType.CELL_TYPE,)),
    "mechanism": frozenset((EntityType.MECHANISM,)),
    "adverse_event": frozenset((EntityType.ADVERSE_EVENT,)),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording of one kind."""

    kind: str
    text: str
    fixed: Mapping[str, Any]
    needs: str | None = None
    """A field that must be there besides, such as the condition of "therapies for …"."""
