"""How one thing leads to another: the best chains of claims between two ends.

A path follows claims from subject to object, as they are asserted. Each search is bounded: it
goes on from the side with fewer entities, reads a bounded number of relationships a level, and
says ``truncated`` where something was left out; what it read is then searched exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.cypher import query
from kg.database import Database
from kg.errors import InvalidValue
from kg.model.answer import Answer
from kg.model.paths import AskedPlace, Path, PathsAnswer, PathsQuery, PathStep, Weakest
from kg.model.question import PathsQuestion
from kg.paths.places import Place, place_of
from kg.paths.reading import AskedPaths, PathReader
from kg.paths.search import FoundPath
from kg.queries.filters import evidence_filters
from kg.resolver import Resolver
from kg.scoring import path_benefit, path_score, path_sign
from kg.vocabulary import (
    DESIGNS_IN,
    MACHINE_AGENTS,
    DesignType,
    Predicate,
    StudiedIn,
)

__all__ = ["DEFAULT_PATHS", "MAX_PATHS", "paths"]

DEFAULT_PATHS = 10
MAX_PATHS = 100

#: Most paths against the direction asked.
_OTHER_WAY = 3

_NOT_IN_HUMANS = DESIGNS_IN[StudiedIn.ANIMAL] | DESIGNS_IN[StudiedIn.IN_VITRO]
_REMARKS = frozenset((DesignType.REVIEW_REMARK, DesignType.OPINION))


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
        found = PathReader(database, asked)
        items = await found.best(limit + 1)
        other = PathReader(database, asked.turned())
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


async def _prepared(database: Database, resolver: Resolver, question: PathsQuestion) -> AskedPaths:
    direct = question.direct
    start = await place_of(resolver, question.start, direct, field="from")
    end = await place_of(resolver, question.end, direct, field="to")
    through = [
        await place_of(resolver, text, direct, field="through") for text in question.through or ()
    ]
    avoid = [await place_of(resolver, text, direct, field="avoid") for text in question.avoid or ()]
    await resolver.look()
    asked = AskedPaths(
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


async def _details(
    database: Database, asked: AskedPaths, found: Sequence[FoundPath]
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


def _head(question: PathsQuestion, asked: AskedPaths) -> PathsQuery:
    def told(places: Sequence[Place]) -> list[AskedPlace] | None:
        return [place.asked for place in places] or None

    ends = {"from": asked.start.asked, "to": asked.end.asked, "max_hops": question.max_hops}
    lists = {"through": told(asked.through), "avoid": told(asked.avoid)}
    return PathsQuery(**(question.as_map() | ends | lists))
