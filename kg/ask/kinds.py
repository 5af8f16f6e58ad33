"""The wordings of all kinds of questions, in the order in which they are likely."""

from __future__ import annotations

from functools import cache

from kg.ask.kind_pattern import SLOT_TYPES, Pattern
from kg.ask.kinds_claims import claims, therapies
from kg.ask.kinds_other import entities, gaps, paths
from kg.ask.kinds_reports import adverse_events, compare, contradictions, profile, results

__all__ = ["SLOT_TYPES", "Pattern", "patterns"]


@cache
def patterns() -> tuple[Pattern, ...]:
    """All of them; of two that fit equally well the earlier one wins."""
    return (
        *gaps(),
        *contradictions(),
        *paths(),
        *compare(),
        *results(),
        *adverse_events(),
        *therapies(),
        *claims(),
        *profile(),
        *entities(),
    )
