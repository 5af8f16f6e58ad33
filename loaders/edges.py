"""What each kind of edge of a source becomes: the table that guides and readers share."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Edge"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One row of a guide's table; its reader takes the values from here."""

    source: str
    """What the source calls it."""
    predicate: str
    knowledge_level: str
    """Biolink's, or ``as the record says``."""
    agent_type: str
    """Biolink's, or ``as the record says``."""
