"""What a search for paths reads of the graph: level by level, bounded, from both ends."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.cypher import query
from kg.database import Database
from kg.paths.places import Place
from kg.paths.search import FoundPath, Search, Step, best_paths
from kg.vocabulary import PREDICATES, EntityType, Predicate

__all__ = ["AskedPaths", "PathReader"]

#: Most relationships that one statement reads, about; 100 are read of an entity in any case.
READ = 50_000
#: Most entities of a level that are gone on from, those reached best.
LEVEL = 500
#: Most steps of an entity that are kept, best first; of the last level all that lead to an end.
KEEP = 200
#: Predicates that can be a step before the last.
_INNER = (
    Predicate.USES_CELL_TYPE,
    Predicate.ACTS_THROUGH,
    Predicate.CONTRIBUTES_TO,
    Predicate.DIFFERENTIATES_INTO,
    Predicate.COMPARED_WITH,
)


@dataclass(frozen=True, slots=True)
class AskedPaths:
    """A question made ready to be searched."""

    start: Place
    end: Place
    through: list[Place]
    avoid: list[Place]
    predicates: list[Predicate]
    max_hops: int
    filters: dict[str, Any]

    def turned(self) -> AskedPaths:
        """The same the other way round."""
        return AskedPaths(
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
        """Entities that no path may pass, begin or end with."""
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


@dataclass
class PathReader:
    """One search, level by level."""

    database: Database
    asked: AskedPaths
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
            members = [each for each in found["ids"] if each not in shunned]
            self.types |= dict.fromkeys(members, str(kind))
            ends[0] = members
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
