"""Where reports disagree, and which context differs between the sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg import scoring
from kg.cypher import Query, query
from kg.database import Database
from kg.model import Answer
from kg.model.contradictions import (
    ContextValue,
    ContradictionItem,
    ContradictionsAnswer,
    ContradictionsQuery,
    Difference,
    Shared,
    Side,
    SideSource,
    SideValues,
)
from kg.model.question import ContradictionsQuestion
from kg.queries.filters import evidence_filters
from kg.queries.names import Names, resolve_names
from kg.queries.paging import DEFAULT_LIMIT, checked_limit, cursor_after, offset_of
from kg.resolver import Resolver
from kg.separation import Stated, number_separation, word_separation
from kg.vocabulary import EntityType, EvidenceDirection, Predicate

__all__ = ["contradictions"]

_TYPES = {
    "therapy": [EntityType.THERAPY],
    "outcome": [EntityType.OUTCOME],
    "condition": [EntityType.CONDITION],
}
_WORDS = ("condition", "course", "route", "cell_source", "donor", "phase", "design", "comparator")
_NUMBERS = ("dose", "follow_up", "year")
_MOST_SOURCES = 5

_Report = Mapping[str, Any]


async def contradictions(
    database: Database,
    resolver: Resolver,
    question: ContradictionsQuestion,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
) -> Answer[ContradictionsAnswer]:
    """Contradictions under the filters, those with the strongest weaker side first.

    Claims of every predicate are looked at: most contradict each other by their directions, and
    all can be refuted. ``therapy`` lets in claims of it, ``outcome`` those about it. One
    statement, besides the names.

    Raises:
        UnknownName, AmbiguousName: a filter's name; ``field`` says which.
        InvalidValue: a limit out of range, filters that exclude each other, or a foreign cursor.
    """
    page_of = {"kind": "contradictions", **question.as_map()}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[ContradictionsAnswer]]:
        names = await resolve_names(resolver, question, _TYPES)
        statement, parameters = await _statement(database, question, names)
        found = await database.read(statement, **parameters, skip=offset, limit=size)
        body = ContradictionsAnswer(
            query=ContradictionsQuery(**(question.as_map() | names.asked())),
            items=[_item(row, names) for row in found["items"]],
            total=found["total"],
            next=cursor_after(offset + size, found["total"], page_of),
        )
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


async def _statement(
    database: Database, question: ContradictionsQuestion, names: Names
) -> tuple[Query, dict[str, Any]]:
    parameters = {
        "subjects": names.ids("therapy"),
        "predicates": [str(predicate) for predicate in Predicate],
        "objects": names.ids("outcome"),
        "conditions": names.ids("condition"),
        "filters": await evidence_filters(database, question),
    }
    return query("contradictions/list"), parameters


@dataclass(frozen=True, slots=True)
class _Side:
    """A side with its reports, strongest first."""

    told: Side
    reports: Sequence[_Report]

    def opposes(self, other: _Side) -> bool:
        """Whether both cannot well be so; a side without a direction opposes none with one."""
        one, two = self.told, other.told
        same = one.effect_direction == two.effect_direction
        if one.evidence_direction != two.evidence_direction:
            return same
        both = one.effect_direction is not None and two.effect_direction is not None
        return both and not same and one.evidence_direction is EvidenceDirection.SUPPORTS

    def stated(self, context: str, *, dose_unit: str | None = None) -> Stated:
        """What each unit states of a context."""
        found: dict[str, set[str | float]] = {}
        for report in self.reports:
            values = found.setdefault(report["unit"], set())
            fits = dose_unit is None or report["dose_unit"] == dose_unit
            if report[context] is not None and fits:
                values.add(report[context])
        return {unit: frozenset(values) for unit, values in found.items()}


def _item(row: dict[str, Any], names: Names) -> ContradictionItem:
    by_side: dict[tuple[str | None, str], list[_Report]] = {}
    for report in row["reports"]:
        by_side.setdefault((report["effect"], report["stand"]), []).append(report)
    sides = sorted((_side(*key, reports) for key, reports in by_side.items()), key=_place)
    opposed = _opposed(sides)
    pair = [sides[place] for place in opposed]
    differs, shared = _compared(pair, opposed)
    came_in = [("therapy", row["subject"]["id"]), ("outcome", row["object"]["id"])]
    return ContradictionItem(
        subject=row["subject"],
        predicate=row["predicate"],
        object=row["object"],
        score=row["score"],
        sides=[side.told for side in sides],
        opposed=opposed,
        differs=differs,
        shared=shared,
        matched=names.matched(came_in),
    )


def _place(side: _Side) -> tuple[float, str, str]:
    told = side.told
    return (-told.score, told.effect_direction or "", told.evidence_direction)


def _side(effect: str | None, stand: str, reports: Sequence[_Report]) -> _Side:
    # Its own reports alone, so that a refuting side has a score of its own too.
    found = scoring.totals(
        scoring.Report(
            supports=True,
            unit=report["unit"],
            strength=report["strength"],
            patients=report["patients"],
            study=report["study"],
        )
        for report in reports
    )
    told = Side(
        effect_direction=effect,
        evidence_direction=stand.lower(),
        evidence_count=found.evidence_count,
        unit_count=len({report["unit"] for report in reports}),
        study_count=found.study_count,
        patient_count=found.patient_count,
        score=found.score,
        sources=[_source(report) for report in reports[:_MOST_SOURCES]],
    )
    return _Side(told, reports)


def _source(report: _Report) -> SideSource:
    plain = ("claim_id", "weight", "study_name", "publication_id", "publication_title")
    places = ("section", "start", "end")
    return SideSource(evidence_id=report["id"], **{name: report[name] for name in plain + places})


def _opposed(sides: Sequence[_Side]) -> tuple[int, int]:
    """The opposed pair whose weaker side is strongest; sides come by score."""
    pairs = [
        (one, two)
        for two in range(len(sides))
        for one in range(two)
        if sides[one].opposes(sides[two])
    ]
    return min(pairs, key=lambda pair: (-sides[pair[1]].told.score, pair))


def _compared(
    pair: Sequence[_Side], places: tuple[int, int]
) -> tuple[list[Difference], list[Shared]]:
    differs, shared = [], []
    for context, stated in _contexts(pair):
        numbers = context.partition(" ")[0] in _NUMBERS
        separation = (number_separation if numbers else word_separation)(*stated)
        values = {value for side in stated for some in side.values() for value in some}
        if separation > 0:
            told = [
                SideValues(side=place, values=_values(side, by_size=numbers))
                for place, side in zip(places, stated, strict=True)
            ]
            differs.append(Difference(context=context, separation=separation, sides=told))
        elif len(values) == 1 and all(any(side.values()) for side in stated):
            shared.append(Shared(context=context, value=values.pop()))
    differs.sort(key=lambda one: (-one.separation, one.context))
    return differs, shared


def _contexts(pair: Sequence[_Side]) -> Iterable[tuple[str, list[Stated]]]:
    """Each context with what both sides state of it; doses of different units apart."""
    for context in (*_WORDS, "follow_up", "year"):
        yield context, [side.stated(context) for side in pair]
    units = {report["dose_unit"] for side in pair for report in side.reports}
    for unit in sorted(unit for unit in units if unit is not None):
        yield f"dose {unit}", [side.stated("dose", dose_unit=unit) for side in pair]


def _values(side: Stated, *, by_size: bool) -> list[ContextValue]:
    counts: dict[str | float, int] = {}
    for values in side.values():
        for value in values:
            counts[value] = counts.get(value, 0) + 1
    ordered = sorted(counts, key=lambda value: (0 if by_size else -counts[value], value))
    return [ContextValue(value=value, units=counts[value]) for value in ordered]
