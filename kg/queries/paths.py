"""How one thing leads to another: the best chains of claims between two ends.

A path follows claims from subject to object, as they are asserted. Each search is bounded: it
goes on from the side with fewer entities, reads a bounded number of relationships a level, and
says ``truncated`` where something was left out; what it read is then searched exactly.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.cypher import query
from kg.database import Database
from kg.errors import InvalidValue
from kg.model import Answer
from kg.model.paths import AskedPlace, Path, PathsAnswer, PathsQuery, PathStep, Weakest
from kg.model.question import PathsQuestion
from kg.queries.filters import evidence_filters
from kg.queries.path_places import Place, place_of
from kg.queries.path_search import FoundPath, Search, Step, best_paths
from kg.resolver import Resolver
from kg.scoring import path_benefit, path_score, path_sign
from kg.vocabulary import (
    DESIGNS_IN,
    MACHINE_AGENTS,
    PREDICATES,
    DesignType,
    EntityType,
    Predicate,
    StudiedIn,
)

__all__ = ["DEFAULT_PATHS", "MAX_PATHS", "paths"]

DEFAULT_PATHS = 10
MAX_PATHS = 100

#: Most relationships that one statement reads, about; 100 are read of an entity in any case.
READ = 50_000
#: Most entities of a level that are gone on from, those reached best.
LEVEL = 500
#: Most steps of an entity that are kept, best first; of the last level all that lead to an end.
KEEP = 200
#: Most paths against the direction asked.
_OTHER_WAY = 3

#: Predicates that can be a step before the last.
_INNER = (
    Predicate.USES_CELL_TYPE,
    Predicate.ACTS_THROUGH,
    Predicate.CONTRIBUTES_TO,
    Predicate.DIFFERENTIATES_INTO,
    Predicate.COMPARED_WITH,
)
_NOT_IN_HUMANS = DESIGNS_IN[StudiedIn.ANIMAL] | DESIGNS_IN[StudiedIn.IN_VITRO]
_REMARKS = frozenset((DesignType.REVIEW_REMARK, DesignType.OPINION))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question made ready to be searched."""

    start: Place
    end: Place
    through: list[Place]
    avoid: list[Place]
    predicates: list[Predicate]
    max_hops: int
    filters: dict[str, Any]

    def turned(self) -> _Asked:
        return _Asked(
            self.end,
            self.start,
            self.through,
            self.avoid,
            self.predicates,
            self.max_hops,
            self.filters,
        )

    def inner_types(self) -> list[str]:
        """Types that can stand between the ends: led to from a start, leading on to an end."""
        after = _reachable(self.start.types, self.predicates, forward=True)
        before = _reachable(self.end.types, self.predicates, forward=False)
        avoided = {place.type for place in self.avoid if place.type}
        return sorted((after & before) - avoided)

    def avoided(self) -> list[str]:
        return sorted({identity for place in self.avoid for identity in place.ids or ()})


def _reachable(
    types: Collection[EntityType], predicates: Collection[Predicate], *, forward: bool
) -> set[EntityType]:
    """Types that one or more steps lead to from some of ``types``."""
    found: set[EntityType] = set()
    ahead = set(types)
    while ahead:
        kind = ahead.pop()
        for predicate in predicates:
            rule = PREDICATES[predicate]
            here, there = (
                (rule.subjects, rule.objects) if forward else (rule.objects, rule.subjects)
            )
            if kind in here:
                ahead |= there - found
                found |= there
    return found


async def paths(
    database: Database,
    resolver: Resolver,
    question: PathsQuestion,
    *,
    limit: int = DEFAULT_PATHS,
) -> Answer[PathsAnswer]:
    """The ``limit`` best paths, at most ``max_hops`` steps long.

    At most ``max_hops`` statements, one more for filters on evidence, one more where both ends
    are types, and one for the claims; the same again the other way where there is no path.

    Raises:
        UnknownName, AmbiguousName: ``field`` says which.
        InvalidValue: a limit out of range, filters that exclude each other, or an end that is
            to be avoided.
    """
    if not 1 <= limit <= MAX_PATHS:
        raise InvalidValue(f"limit must be from 1 to {MAX_PATHS}, not {limit}", field="limit")

    async def ask() -> tuple[str, Answer[PathsAnswer]]:
        asked = await _prepared(database, resolver, question)
        found = _Found(database, asked)
        items = await found.best(limit + 1)
        other = _Found(database, asked.turned())
        against = [] if items else await other.best(_OTHER_WAY)
        details = await _details(database, asked, [*items[:limit], *against])
        body = PathsAnswer(
            query=_head(question, asked),
            items=[_path(path, details) for path in items[:limit]],
            more=len(items) > limit,
            truncated=found.truncated,
            other_way=[_path(path, details) for path in against],
        )
        return found.version, Answer(found.version, body)

    return await resolver.current(ask)


async def _prepared(database: Database, resolver: Resolver, question: PathsQuestion) -> _Asked:
    direct = question.direct
    start = await place_of(resolver, question.start, direct, field="from")
    end = await place_of(resolver, question.end, direct, field="to")
    through = [
        await place_of(resolver, text, direct, field="through") for text in question.through or ()
    ]
    avoid = [await place_of(resolver, text, direct, field="avoid") for text in question.avoid or ()]
    asked = _Asked(
        start=start,
        end=end,
        through=through,
        avoid=avoid,
        predicates=question.predicate
        or [predicate for predicate in Predicate if predicate is not Predicate.COMPARED_WITH],
        max_hops=question.max_hops,
        filters=await evidence_filters(database, question),
    )
    shunned = set(asked.avoided())
    for name, place in (("from", start), ("to", end)):
        if place.ids is not None and shunned.issuperset(place.ids):
            raise InvalidValue(f"avoid leaves nothing of {name}", field="avoid")
    if len(through) >= question.max_hops and through:
        # One entity can be several of the things asked for, so this is no contradiction in itself.
        _no_room(through, question.max_hops)
    return asked


def _no_room(through: Sequence[Place], max_hops: int) -> None:
    types = {place.type for place in through if place.type}
    if len(types) > max_hops - 1:
        raise InvalidValue(
            f"max_hops of {max_hops} has no room for {len(types)} types between the ends",
            field="max_hops",
        )


@dataclass
class _Found:
    """One search, level by level."""

    database: Database
    asked: _Asked
    version: str = ""
    truncated: bool = False
    steps: dict[str, Step] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    """Type of each entity that was reached."""

    async def best(self, count: int) -> list[FoundPath]:
        """At most ``count`` paths, best first."""
        await self._gather()
        steps = list(self.steps.values())
        if self.asked.filters:
            steps = await self._let_in(steps)
        return self._searched(steps, count)

    async def _gather(self) -> None:
        asked = self.asked
        starts, ends = await self._begin()
        fore = dict.fromkeys(starts or (), 1.0)
        back = dict.fromkeys(ends or (), 1.0)
        from_start, from_end = dict(fore), dict(back)
        for _ in range(asked.max_hops - 1):
            ahead = ends is None or (starts is not None and len(from_start) <= len(from_end))
            if ahead:
                from_start = await self._level(from_start, fore, forward=True)
            else:
                from_end = await self._level(from_end, back, forward=False)
        # The level that joins both sides: whatever leads from one to the other.
        forward = starts is not None and (ends is None or len(fore) <= 4 * len(back))
        here, there = (fore, back) if forward else (back, fore)
        open_end = (ends if forward else starts) is None
        far = asked.end if forward else asked.start
        await self._read(
            self._some(here, 2 * LEVEL),
            forward=forward,
            ends=True,
            types=sorted({*map(str, far.types), *asked.inner_types()}),
            into=None if open_end else sorted(there),
            keep=KEEP if open_end else READ,
        )

    async def _begin(self) -> tuple[list[str] | None, list[str] | None]:
        """The ids of both ends, null for a type; the starts are listed where both are types."""
        shunned = set(self.asked.avoided())
        ends = [
            None if place.ids is None else [each for each in place.ids if each not in shunned]
            for place in (self.asked.start, self.asked.end)
        ]
        if ends == [None, None]:
            kind = self.asked.start.types[0]
            mine = [each for each in self.asked.predicates if kind in PREDICATES[each].subjects]
            found = await self.database.read(
                query("paths/members"), predicates=list(map(str, mine)), type=str(kind), read=5_000
            )
            self.version, self.truncated = found["version"], found["cut"]
            ends[0] = [each for each in found["ids"] if each not in shunned]
        return ends[0], ends[1]

    async def _level(
        self, level: dict[str, float], reached: dict[str, float], *, forward: bool
    ) -> dict[str, float]:
        """Go one step on from a level; the entities that are new, each with its best way there."""
        types = self.asked.inner_types()
        if not level or not types:
            return {}
        found = await self._read(
            self._some(level, LEVEL),
            forward=forward,
            ends=False,
            types=types,
            into=None,
            keep=KEEP,
        )
        new: dict[str, float] = {}
        for step in found:
            here, there = (step.subject, step.object) if forward else (step.object, step.subject)
            if there not in reached:
                new[there] = max(new.get(there, 0.0), level[here] * step.score)
        reached |= new
        return new

    def _some(self, level: Mapping[str, float], most: int) -> list[str]:
        """The entities with the best way to them."""
        self.truncated |= len(level) > most
        return sorted(level, key=lambda identity: (-level[identity], identity))[:most]

    async def _read(
        self,
        nodes: list[str],
        *,
        forward: bool,
        ends: bool,
        types: list[str],
        into: list[str] | None,
        keep: int,
    ) -> list[Step]:
        inner = [each for each in self.asked.predicates if ends or each in _INNER]
        found = await self.database.read(
            query("paths/steps"),
            nodes=nodes,
            forward=forward,
            ends=ends and any(each not in _INNER for each in inner),
            predicates=list(map(str, inner)),
            types=types,
            into=into,
            avoid=self.asked.avoided(),
            every=bool(self.asked.filters),
            read=max(100, READ // max(1, len(nodes))),
            keep=keep,
        )
        self.version = found["version"]
        self.truncated |= found["cut"]
        steps = []
        for subject, other, kind, *rest in found["steps"]:
            step = Step(subject, other, *rest)
            steps.append(step)
            self.steps[step.claim_id] = step
            self.types[other if forward else subject] = kind
        return steps

    async def _let_in(self, steps: Sequence[Step]) -> list[Step]:
        found = await self.database.read(
            query("paths/let_in"),
            claims=[step.claim_id for step in steps],
            filters=self.asked.filters,
        )
        self.version = found["version"]
        scores = dict(found["scores"])
        return [
            Step(
                step.subject,
                step.object,
                step.claim_id,
                step.predicate,
                step.effect,
                scores[step.claim_id],
            )
            for step in steps
            if scores.get(step.claim_id, 0) > 0
        ]

    def _searched(self, steps: Sequence[Step], count: int) -> list[FoundPath]:
        asked = self.asked
        entities = {each for step in steps for each in (step.subject, step.object)}
        passes = {
            identity: sum(
                1 << place
                for place, each in enumerate(asked.through)
                if each.holds(identity, self.types.get(identity))
            )
            for identity in entities
        }
        shunned = set(asked.avoided())

        def at(place: Place) -> set[str]:
            return {each for each in entities - shunned if place.holds(each, self.types.get(each))}

        ends = at(asked.end)
        search = Search(
            starts=frozenset(at(asked.start)),
            is_end=ends.__contains__,
            max_hops=asked.max_hops,
            passes=passes,
            all_passed=(1 << len(asked.through)) - 1,
        )
        search.add(steps)
        found = list(best_paths(search, count))
        self.truncated |= search.gave_up
        return found


async def _details(
    database: Database, asked: _Asked, found: Sequence[FoundPath]
) -> dict[str, PathStep]:
    claims = sorted({step.claim_id for path in found for step in path.steps})
    if not claims:
        return {}
    answer = await database.read(query("paths/claims"), claims=claims, filters=asked.filters)
    return {row["id"]: _step(row) for row in answer["items"]}


def _step(row: dict[str, Any]) -> PathStep:
    kinds = row.pop("kinds")
    designs = {design for design, _ in kinds}
    return PathStep(
        **row,
        animal_only=designs <= _NOT_IN_HUMANS,
        remark_only=designs <= _REMARKS,
        machine_only={agent for _, agent in kinds} <= MACHINE_AGENTS,
    )


def _path(found: FoundPath, details: Mapping[str, PathStep]) -> Path:
    steps = [details[step.claim_id] for step in found.steps]
    sign = path_sign(step.effect_direction for step in steps)
    place, weakest = min(enumerate(steps), key=lambda pair: (pair[1].score, pair[0]))
    return Path(
        nodes=[steps[0].subject, *(step.object for step in steps)],
        steps=steps,
        sign=None if sign is None else f"{sign:+d}",
        benefit=path_benefit([(step.predicate, step.effect_direction) for step in steps]),
        score=float(path_score(step.score for step in steps)),
        weakest=Weakest(
            step=place,
            score=weakest.score,
            animal_only=weakest.animal_only,
            remark_only=weakest.remark_only,
            machine_only=weakest.machine_only,
        ),
    )


def _head(question: PathsQuestion, asked: _Asked) -> PathsQuery:
    def told(places: Sequence[Place]) -> list[AskedPlace] | None:
        return [place.asked for place in places] or None

    ends = {"from": asked.start.asked, "to": asked.end.asked, "max_hops": question.max_hops}
    lists = {"through": told(asked.through), "avoid": told(asked.avoid)}
    return PathsQuery(**(question.as_map() | ends | lists))
