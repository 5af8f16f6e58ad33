"""The best paths of a small graph held in memory: exact, best first."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["FoundPath", "Step", "best_paths"]

_SCALE = 10_000
#: How many beginnings of paths are looked at before the search gives up.
MAX_LOOKS = 30_000


@dataclass(frozen=True, slots=True)
class Step:
    """A claim as a step."""

    subject: str
    object: str
    claim_id: str
    predicate: str
    effect: str | None
    score: float

    @property
    def sign(self) -> int:
        """What tells two steps between the same entities apart."""
        return {"improved": 1, "worsened": -1}.get(self.effect or "", 0)


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A path, by ids."""

    nodes: tuple[str, ...]
    steps: tuple[Step, ...]


@dataclass
class Search:
    """What is asked of the steps: where paths begin, end and must pass."""

    starts: frozenset[str]
    is_end: Callable[[str], bool]
    max_hops: int
    passes: Mapping[str, int]
    """By entity: a bit for each thing that a path must pass and this entity is."""
    all_passed: int = 0
    """All those bits."""
    out: dict[str, list[Step]] = field(default_factory=dict)
    gave_up: bool = False
    """Whether the search stopped before it had all that was wanted."""

    def add(self, steps: Iterable[Step]) -> None:
        """Take in steps; of those with the same entities and sign the best one counts."""
        best: dict[tuple[str, str, int], Step] = {}
        for step in steps:
            key = (step.subject, step.object, step.sign)
            if key not in best or _rank(step) < _rank(best[key]):
                best[key] = step
        for step in best.values():
            self.out.setdefault(step.subject, []).append(step)


def _rank(step: Step) -> tuple[float, str]:
    return (-step.score, step.claim_id)


def best_paths(search: Search, count: int) -> Iterator[FoundPath]:
    """At most ``count`` paths, best first, of equal score the shortest, then by ids.

    An A* search: a beginning is never ranked below any path it could become, as the rest of it is
    bounded by the best way on from its last entity that may also pass one twice. Scores
    are whole numbers, scaled alike for all lengths, so that equals are equal.
    """
    onward = _onward(search)
    ahead: list[tuple[int, int, tuple[str, ...], tuple[str, ...], bool, FoundPath, int, int]] = []

    def push(path: FoundPath, product: int, missing: int) -> None:
        left = search.max_hops - len(path.steps)
        bound = onward[left].get((path.nodes[-1], missing))
        if bound is not None:
            claims = tuple(step.claim_id for step in path.steps)
            rank = (-product * bound[0], len(path.steps) - bound[1], path.nodes, claims)
            heapq.heappush(ahead, (*rank, False, path, product, missing))

    for start in search.starts:
        push(FoundPath((start,), ()), 1, search.all_passed)
    for _ in range(MAX_LOOKS):
        if not ahead or count == 0:
            return
        *_, whole, path, product, missing = heapq.heappop(ahead)
        if whole:
            count -= 1
            yield path
            continue
        last, length = path.nodes[-1], len(path.steps)
        if length and missing == 0 and search.is_end(last):
            claims = tuple(step.claim_id for step in path.steps)
            scaled = product * _SCALE ** (search.max_hops - length)
            heapq.heappush(ahead, (-scaled, length, path.nodes, claims, True, path, product, 0))
        if length:
            missing &= ~search.passes.get(last, 0)
        if length < search.max_hops:
            for step in search.out.get(last, ()):
                if step.object not in path.nodes:
                    longer = FoundPath((*path.nodes, step.object), (*path.steps, step))
                    push(longer, product * round(step.score * _SCALE), missing)
    search.gave_up = bool(ahead) and count > 0


_Bounds = dict[tuple[str, int], tuple[int, int]]


def _onward(search: Search) -> list[_Bounds]:
    """By hops left: of (entity, what is still to be passed) the best way to an end.

    Its scaled product, and its negative length. What is to be passed does not count the entity
    itself, which is passed only by going on from it.
    """
    masks = sorted(_masks(search))
    entities = {*search.starts, *search.out}
    entities |= {step.object for steps in search.out.values() for step in steps}
    ends = [entity for entity in entities if search.is_end(entity)]
    levels: list[_Bounds] = [{(entity, 0): (1, 0) for entity in ends}]
    for left in range(1, search.max_hops + 1):
        before = levels[-1]
        here: _Bounds = {(entity, 0): (_SCALE**left, 0) for entity in ends}
        for entity, steps in search.out.items():
            bits = search.passes.get(entity, 0)
            for mask in masks:
                # A start passes nothing: its bits may still be missing behind it.
                for after in {mask & ~bits, mask} if entity in search.starts else {mask & ~bits}:
                    for step in steps:
                        rest = before.get((step.object, after))
                        if rest is not None:
                            way = (round(step.score * _SCALE) * rest[0], rest[1] - 1)
                            if way > here.get((entity, mask), (0, 0)):
                                here[entity, mask] = way
        levels.append(here)
    return levels


def _masks(search: Search) -> set[int]:
    masks = {search.all_passed}
    for bits in set(search.passes.values()):
        masks |= {mask & ~bits for mask in masks}
    return masks | {0}
