"""What readers give: rows, and rejects where there is no row to give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.intake import Rejection

__all__ = ["Reader", "Row", "SourceDetails"]


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it was parsed, or why it could not be."""

    line: int
    """Where it begins, from 1."""
    data: Any
    """Parsed fields, or the raw text where parsing failed."""
    problem: Rejection | None = None


@dataclass(frozen=True, slots=True)
class SourceDetails:
    """What a file says about itself."""

    name: str | None = None
    version: str | None = None
    licence: str | None = None


@dataclass(slots=True)
class Reader:
    """Rows of one file; ``details`` is known once the first row is."""

    rows: Iterator[Row]
    details: SourceDetails = field(default_factory=SourceDetails)
