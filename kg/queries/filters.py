"""Filters on evidence: from a question's fields to the one map that statements take.

Each statement that lets evidence in repeats the same conditions on that map, word by word (a
test compares them). The keys, each there only where it restricts: ``designs``, ``phases``,
``levels`` and ``agents`` (lists), ``route`` (lower case), ``donor``, ``source`` (id of a dataset),
``months``, ``year_from``, ``year_to``.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, TypeVar

from kg.database import Database
from kg.errors import InvalidValue
from kg.model.question import EvidenceFilters
from kg.queries.graph import find_source
from kg.vocabulary import (
    DESIGNS_IN,
    MACHINE_AGENTS,
    PHASE_RANK,
    AgentType,
    DesignType,
    Phase,
)

__all__ = ["evidence_filters"]

E = TypeVar("E", bound=StrEnum)


async def evidence_filters(database: Database, question: EvidenceFilters) -> dict[str, Any]:
    """The map for ``$filters``; empty where all evidence counts.

    Raises:
        InvalidValue: two filters leave nothing that could match; ``field`` names one of them.
        UnknownName: no source is called so.
    """
    source = await find_source(database, question.source) if question.source else None
    found: dict[str, Any] = {
        "designs": _designs(question),
        "phases": _phases(question),
        "levels": _words(question.knowledge_level),
        "agents": _agents(question),
        "route": question.route.lower().strip() if question.route else None,
        "donor": str(question.donor) if question.donor else None,
        "source": source.id if source else None,
        "months": question.min_followup_months,
        "year_from": question.year_from,
        "year_to": question.year_to,
    }
    first, last = question.year_from, question.year_to
    if first is not None and last is not None and first > last:
        raise InvalidValue(f"year_from ({first}) is after year_to ({last})", field="year_from")
    return {key: value for key, value in found.items() if value is not None}


def _designs(question: EvidenceFilters) -> list[str] | None:
    order = list(DesignType)
    weakest, studied = question.min_design, question.studied_in
    return _common(
        DesignType,
        {
            "design": question.design,
            "min_design": order[: order.index(weakest) + 1] if weakest else None,
            "studied_in": DESIGNS_IN[studied] if studied else None,
        },
    )


def _phases(question: EvidenceFilters) -> list[str] | None:
    least = question.min_phase
    if least is Phase.NA:
        raise InvalidValue("min_phase: NA has no place in the order of phases", field="min_phase")
    later = None
    if least is not None:
        later = [phase for phase, rank in PHASE_RANK.items() if rank >= PHASE_RANK[least]]
    return _common(Phase, {"phase": question.phase, "min_phase": later})


def _agents(question: EvidenceFilters) -> list[str] | None:
    people = set(AgentType) - MACHINE_AGENTS
    return _common(
        AgentType,
        {
            "agent_type": question.agent_type,
            "hide_machine_made": people if question.hide_machine_made else None,
        },
    )


def _common(kind: type[E], given: dict[str, Iterable[E] | None]) -> list[str] | None:
    """What all the given filters let in, in the order of the enumeration; null for all."""
    asked = {field: set(values) for field, values in given.items() if values is not None}
    if not asked:
        return None
    both = set(kind).intersection(*asked.values())
    if not both:
        fields = " and ".join(asked)
        raise InvalidValue(f"{fields} leave nothing in common", field=list(asked)[-1])
    return [str(value) for value in kind if value in both]


def _words(values: Iterable[StrEnum] | None) -> list[str] | None:
    return None if values is None else sorted(map(str, values))
