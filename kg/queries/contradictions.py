"""Where reports disagree, and which context differs between the sides."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Any, NamedTuple

from kg import scoring
from kg.cypher import query
from kg.database import Database
from kg.model.answer import Answer
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
from kg.vocabulary import EffectDirection, EntityType, EvidenceDirection, Predicate

__all__ = ["LEAST_READ", "MOST_RANKED", "contradictions"]

_TYPES = {
    "therapy": [EntityType.THERAPY],
    "outcome": [EntityType.OUTCOME],
    "condition": [EntityType.CONDITION],
}
_WORDS = ("condition", "course", "route", "cell_source", "donor", "phase", "design", "comparator")
_NUMBERS = ("dose", "follow_up", "year")
_MOST_SOURCES = 5
_NOTHING = frozenset((None,))
_STRONGEST = scoring.strength(max(scoring.DESIGN_WEIGHT.values())) / 1_000_000
#: Where a page ends that is still ranked by totals.
MOST_RANKED = 100
#: How many contradictions are read beside twice what a page needs.
LEAST_READ = 50


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
    all can be refuted. ``therapy`` lets in claims of it, ``outcome`` those about it. Two
    statements, besides the names, or three where those ranked first are not the first.

    Raises:
        UnknownName, AmbiguousName: a filter's name; ``field`` says which.
        InvalidValue: a limit out of range, filters that exclude each other, or a foreign cursor.
    """
    page_of = {"kind": "contradictions", **question.as_map()}
    offset, size = offset_of(cursor, page_of), checked_limit(limit)

    async def ask() -> tuple[str, Answer[ContradictionsAnswer]]:
        names = await resolve_names(resolver, question, _TYPES)
        filters = await evidence_filters(database, question)
        total, rows = await _page(database, names, filters, offset, size)
        found = await database.read(
            query("contradictions/sources"),
            reports=[report.id for row in rows for side in row.sides for report in side.first()],
            conditions=sorted({one for row in rows for one in row.conditions()}),
        )
        told = _Told(
            sources={row["evidence_id"]: SideSource(**row) for row in found["items"]},
            conditions={row["id"]: row["name"] for row in found["conditions"]},
            names=names,
        )
        body = ContradictionsAnswer(
            query=ContradictionsQuery(**(question.as_map() | names.asked())),
            items=[row.item(told) for row in rows],
            total=total,
            next=cursor_after(offset + size, total, page_of),
        )
        # The version last seen counts: where it is not that of the names, all is asked again.
        return found["version"], Answer(found["version"], body)

    return await resolver.current(ask)


class _Report(NamedTuple):
    """What is compared of one report, in the order of the statements."""

    id: str
    unit: str
    study: bool
    patients: int
    strength: int
    condition: str | None
    """Its id; the statements tell the names apart."""
    course: str | None
    dose: float | None
    dose_unit: str | None
    route: str | None
    cell_source: str | None
    donor: str | None
    phase: str | None
    design: str | None
    follow_up: float | None
    comparator: str | None
    year: int | None

    # Not in the statements: a side is of its own reports alone, so that a refuting one has a
    # score of its own too.
    supports: bool = True
    reports: int = 1


_PLACE = {name: place for place, name in enumerate(_Report._fields)}


@dataclass(frozen=True, slots=True)
class _Told:
    """What the answer names, by its id."""

    sources: Mapping[str, SideSource]
    conditions: Mapping[str, str]
    names: Names


@dataclass(frozen=True, slots=True)
class _Side:
    """A side with its reports."""

    effect: str | None
    supports: bool
    reports: Sequence[_Report]
    totals: scoring.Totals

    @classmethod
    def of(cls, effect: str | None, stand: str, rows: Iterable[Sequence[Any]]) -> _Side:
        """With its totals."""
        reports = list(starmap(_Report, rows))
        return cls(effect, stand == "SUPPORTS", reports, scoring.totals(reports))

    def place(self) -> tuple[float, str, bool]:
        """What sides are ordered by."""
        return -self.totals.score, self.effect or "", self.supports

    def opposes(self, other: _Side) -> bool:
        """Whether both cannot well be so; a side without a direction opposes none with one."""
        same = self.effect == other.effect
        if self.supports != other.supports:
            return same
        return self.supports and not same and None not in (self.effect, other.effect)

    def first(self) -> list[_Report]:
        """The strongest."""
        return heapq.nsmallest(_MOST_SOURCES, self.reports, key=_strongest_first)

    def told(self, sources: Mapping[str, SideSource]) -> Side:
        """As it is answered."""
        return Side(
            effect_direction=EffectDirection(self.effect) if self.effect else None,
            evidence_direction=EvidenceDirection("supports" if self.supports else "refutes"),
            evidence_count=self.totals.evidence_count,
            unit_count=len({report.unit for report in self.reports}),
            study_count=self.totals.study_count,
            patient_count=self.totals.patient_count,
            score=self.totals.score,
            sources=[sources[report.id] for report in self.first() if report.id in sources],
        )


def _strongest_first(report: _Report) -> tuple[int, str]:
    return -report.strength, report.id


class _Units:
    """The reports of a side by what they say of each context, unit by unit."""

    def __init__(self, reports: Sequence[_Report], conditions: Mapping[str, str]) -> None:
        self._columns: list[Sequence[Any]] = list(zip(*reports, strict=True))
        place = _PLACE["condition"]
        self._columns[place] = [conditions.get(one) for one in self._columns[place]]
        places: dict[str, list[int]] = {}
        for row, unit in enumerate(self._columns[_PLACE["unit"]]):
            places.setdefault(unit, []).append(row)
        self._once = [each[0] for each in places.values() if len(each) == 1]
        self._more = [each for each in places.values() if len(each) > 1]

    def dose_units(self) -> set[str]:
        """Those of its doses."""
        return {unit for unit in self._columns[_PLACE["dose_unit"]] if unit is not None}

    def stated(self, context: str, *, dose_unit: str | None = None) -> Stated:
        """What its units state of a context."""
        column = self._columns[_PLACE[context]]
        if dose_unit is not None:
            units = self._columns[_PLACE["dose_unit"]]
            fits = zip(column, units, strict=True)
            column = [value if unit == dose_unit else None for value, unit in fits]
        found: dict[frozenset[str | float], int] = {}
        for value, count in Counter(map(column.__getitem__, self._once)).items():
            found[frozenset() if value is None else frozenset((value,))] = count
        for places in self._more:
            values = frozenset(column[place] for place in places) - _NOTHING
            found[values] = found.get(values, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class _Row:
    """One contradiction."""

    found: Mapping[str, Any]
    sides: Sequence[_Side]
    opposed: tuple[int, int]

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> _Row:
        """Its sides by score, and which two of them are compared."""
        sides = sorted(starmap(_Side.of, found["sides"]), key=_Side.place)
        return cls(found, sides, _opposed(sides))

    @property
    def score(self) -> float:
        """That of the weaker of its two opposed sides."""
        return self.sides[self.opposed[1]].totals.score

    def place(self) -> tuple[Any, ...]:
        """What answers are ordered by; see :func:`_most`."""
        reports = sum(len(side.reports) for side in self.sides)
        subject, obj = self.found["subject"]["id"], self.found["object"]["id"]
        return -self.score, -reports, subject, self.found["predicate"], obj

    def conditions(self) -> set[str]:
        """Those that are compared."""
        pair = [self.sides[place] for place in self.opposed]
        return {one.condition for side in pair for one in side.reports if one.condition}

    def item(self, told: _Told) -> ContradictionItem:
        """As it is answered."""
        pair = [_Units(self.sides[place].reports, told.conditions) for place in self.opposed]
        differs, shared = _compared(pair, self.opposed)
        subject, obj = self.found["subject"], self.found["object"]
        came_in = [("therapy", subject["id"]), ("outcome", obj["id"])]
        return ContradictionItem(
            subject=subject,
            predicate=self.found["predicate"],
            object=obj,
            score=self.score,
            sides=[side.told(told.sources) for side in self.sides],
            opposed=self.opposed,
            differs=differs,
            shared=shared,
            matched=told.names.matched(came_in),
        )


async def _page(
    database: Database, names: Names, filters: Mapping[str, Any], offset: int, size: int
) -> tuple[int, list[_Row]]:
    """How many contradictions there are, and those of a page.

    Where all evidence counts, the first are read that claims' totals rank first.
    """
    parameters = {
        "subjects": names.ids("therapy"),
        "predicates": [str(predicate) for predicate in Predicate],
        "objects": names.ids("outcome"),
        "conditions": names.ids("condition"),
    }
    end = offset + size
    if not filters and end <= MOST_RANKED:
        read = 2 * end + LEAST_READ
        found = await database.read(
            query("contradictions/list"), **parameters, strongest=_STRONGEST, read=read
        )
        rows = sorted(map(_Row.of, found["items"]), key=_Row.place)[:end]
        if found["unread"] is None or rows[-1].place() < _most(found["unread"]):
            return found["total"], rows[offset:]
    found = await database.read(
        query("contradictions/filtered"), **parameters, filters=filters, skip=offset, limit=size
    )
    return found["total"], sorted(map(_Row.of, found["items"]), key=_Row.place)


def _most(unread: Mapping[str, Any]) -> tuple[Any, ...]:
    """The best place that those could have that were not read."""
    names = ("subject_id", "predicate", "object_id")
    return -unread["score"], -unread["reports"], *(unread[name] for name in names)


def _opposed(sides: Sequence[_Side]) -> tuple[int, int]:
    """The opposed pair whose weaker side is strongest; sides come by score."""
    pairs = [
        (one, two)
        for two in range(len(sides))
        for one in range(two)
        if sides[one].opposes(sides[two])
    ]
    return min(pairs, key=lambda pair: (-sides[pair[1]].totals.score, pair))


def _compared(
    pair: Sequence[_Units], places: tuple[int, int]
) -> tuple[list[Difference], list[Shared]]:
    differs, shared = [], []
    for context, stated in _contexts(pair):
        numbers = context.partition(" ")[0] in _NUMBERS
        separation = (number_separation if numbers else word_separation)(*stated)
        values = {value for side in stated for some in side for value in some}
        if separation > 0:
            told = [
                SideValues(side=place, values=_values(side, by_size=numbers))
                for place, side in zip(places, stated, strict=True)
            ]
            differs.append(Difference(context=context, separation=separation, sides=told))
        elif len(values) == 1 and all(map(any, stated)):
            shared.append(Shared(context=context, value=values.pop()))
    differs.sort(key=lambda one: (-one.separation, one.context))
    return differs, shared


def _contexts(sides: Sequence[_Units]) -> Iterable[tuple[str, list[Stated]]]:
    """Each context with what both sides state of it; doses of different units apart."""
    for context in (*_WORDS, "follow_up", "year"):
        yield context, [side.stated(context) for side in sides]
    for unit in sorted(set().union(*(side.dose_units() for side in sides))):
        yield f"dose {unit}", [side.stated("dose", dose_unit=unit) for side in sides]


def _values(side: Stated, *, by_size: bool) -> list[ContextValue]:
    counts: dict[str | float, int] = {}
    for values, units in side.items():
        for value in values:
            counts[value] = counts.get(value, 0) + units
    ordered = sorted(counts, key=lambda value: (0 if by_size else -counts[value], value))
    return [ContextValue(value=value, units=counts[value]) for value in ordered]
