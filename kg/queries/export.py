"""What an export reads: claims, evidence, entities and publications, page by page.

Each page is one statement that starts behind the last id of the page before, so its time and
memory do not grow with the graph; nothing is held open on the server between two pages. Every
page tells the graph's version: a graph that changes while it is read is noticed, not mixed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from kg.cypher import query
from kg.database import Database
from kg.errors import GraphChanged, InvalidValue
from kg.model.export import ExportQuestion
from kg.queries.filters import evidence_filters
from kg.queries.graph import version
from kg.queries.names import Names, resolve_names
from kg.resolver import Resolver
from kg.vocabulary import PREDICATES, EntityType, Predicate

__all__ = ["MOST_AROUND", "Named", "Part", "PartReader", "ahead", "around", "part_of"]

T = TypeVar("T")
Row = dict[str, Any]

#: Rows of a page: claims, entities, publications.
_PAGE = 2_000
#: Claims whose evidence is read together, and rows of a page of evidence.
_CLAIMS_TOGETHER = 400
_EVIDENCE_PAGE = 2_000

#: Totals that a claim must reach.
_LEAST = ("min_patients", "min_studies", "min_score")

#: Most claims around an entity; all that is found is kept until it is written.
MOST_AROUND = 200_000


@dataclass(frozen=True, slots=True)
class Part:
    """Which claims are let in, and which evidence of them; ids of entities include narrower ones.

    Null lets all in.
    """

    ids: Sequence[str] | None = None
    """Claims, in the order of their ids."""
    subjects: Sequence[str] | None = None
    objects: Sequence[str] | None = None
    conditions: Sequence[str] | None = None
    predicates: Sequence[str] = tuple(map(str, Predicate))
    effects: Sequence[str] | None = None
    min_patients: int | None = None
    min_studies: int | None = None
    min_score: float | None = None
    filters: Row = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether it is all of the graph."""
        return self == Part()

    def parameters(self) -> Row:
        """For ``export/claims``."""
        return {
            "subjects": self.subjects,
            "objects": self.objects,
            "conditions": self.conditions,
            "predicates": list(self.predicates),
            "effects": self.effects,
            "min_patients": self.min_patients,
            "min_studies": self.min_studies,
            "min_score": self.min_score,
        }


@dataclass(slots=True)
class Named:
    """What the claims of a part, and their evidence, name, and how many of both there are."""

    entities: set[str] = field(default_factory=set)
    publications: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    claims: int = 0
    evidence: int = 0

    def sizes(self) -> Row:
        """How many entities, publications, claims and reports the part has."""
        return {
            "entities": len(self.entities),
            "publications": len(self.publications),
            "claims": self.claims,
            "evidence": self.evidence,
        }


class PartReader:
    """Reads a part of one version of the graph; what it gives is in the order of ids.

    Raises, while it is read:
        GraphChanged: a page is of another version.
        QueryTimeout: one page took longer than a query may.
    """

    def __init__(self, database: Database, part: Part, seen: str) -> None:
        self._database = database
        self.part = part
        self.version = seen

    async def unchanged(self) -> None:
        """Make sure that the graph is still the same; to be called at the end."""
        self.same(await version(self._database))

    async def claims(self, *, backed: bool) -> AsyncGenerator[list[Row], None]:
        """Claims; with ``backed`` also the publications, levels, agents and stages behind them.

        Where evidence is filtered, every number is of the evidence let in.
        """
        parameters = self.part.parameters()
        if not backed and not self.part.filters:
            async for rows in self._claims(parameters):
                yield rows
            return
        look = self._behind
        if self.part.filters:
            # What is asked for at least is of the evidence let in.
            look = partial(self._backed, least={name: parameters[name] for name in _LEAST})
            parameters |= dict.fromkeys(_LEAST)
        # The server finds the next claims while it looks behind these.
        async with contextlib.aclosing(ahead(self._claims(parameters))) as read:
            async for rows in read:
                if told := await look(rows):
                    yield told

    async def _behind(self, rows: list[Row]) -> list[Row]:
        """The claims with what is behind them; their totals are of all evidence as they are."""
        found = await self._read(query("export/behind"), ids=[row["id"] for row in rows])
        by_id = {told[0]: told for told in found["items"]}
        kept = []
        for row in rows:
            if (told := by_id.get(row["id"])) is not None:
                _, row["publications"], row["level"], row["agent"], row["stage"] = told
                kept.append(row)
        return kept

    async def _claims(self, parameters: Row) -> AsyncGenerator[list[Row], None]:
        ways: Iterable[Sequence[str] | None] = (None,)
        if self.part.ids is not None:
            ways = chunks(self.part.ids, _PAGE)
        for ids in ways:
            after: str | None = ""
            while after is not None:
                found = await self._read(
                    query("export/claims"), **parameters, ids=ids, after=after, limit=_PAGE
                )
                names, rows = dict(found["conditions"]), found["items"]
                for row in rows:
                    row["condition"] = names.get(row["condition_id"])
                if rows:
                    yield rows
                after = None if ids is not None else found["last"]

    async def _backed(self, rows: list[Row], least: Row) -> list[Row]:
        """The claims that evidence let in is behind, with numbers of that evidence alone."""
        statement, by_id = query("export/backed"), {row["id"]: row for row in rows}
        found = await self._read(statement, ids=list(by_id), filters=self.part.filters, **least)
        for told in found["items"]:
            told["publications"] = [one for some in told["publications"] for one in some]
        return [by_id[told["id"]] | told for told in found["items"]]

    async def evidence(self, *, whole: bool) -> AsyncGenerator[list[Row], None]:
        """The evidence let in, claim after claim: all of it, or what joins it to others."""
        statement = query("export/evidence")
        async for page in self.claims(backed=False):
            for claims in chunks([row["id"] for row in page], _CLAIMS_TOGETHER):
                after = ""
                while claims:
                    found = await self._read(
                        statement,
                        claims=claims,
                        after=after,
                        limit=_EVIDENCE_PAGE,
                        whole=whole,
                        filters=self.part.filters,
                    )
                    rows = found["items"]
                    if rows:
                        yield rows
                    if len(rows) < _EVIDENCE_PAGE:
                        break
                    claims = claims[claims.index(rows[-1]["claim_id"]) :]
                    after = rows[-1]["id"]

    async def entities(self, keep: str) -> AsyncGenerator[list[Row], None]:
        """All entities; see ``export/entities`` for what may be kept of them."""
        async for page in self._pages("export/entities", keep=keep):
            yield page

    async def publications(self) -> AsyncGenerator[list[Row], None]:
        """All publications."""
        async for page in self._pages("export/publications"):
            yield page

    async def of_ids(self, name: str, ids: Iterable[str]) -> AsyncGenerator[list[Row], None]:
        """What a statement that takes ``ids`` gives for these."""
        statement = query(name)
        for some in chunks(sorted(ids), _PAGE):
            yield (await self._read(statement, ids=some))["items"]

    async def sources(self) -> list[Row]:
        """All loaded datasets, by name."""
        items: list[Row] = (await self._read(query("graph/sources")))["items"]
        return items

    async def sizes(self) -> Row:
        """How many entities, publications, claims and reports there are in all of the graph."""
        return await self._read(query("export/sizes"))

    async def named(self, *, conditions: bool, evidence: bool) -> Named:
        """What the part names: subjects, objects, and if wanted conditions and what is cited."""
        found = Named()
        async for page in self.claims(backed=False):
            found.claims += len(page)
            for row in page:
                found.entities.update((row["subject_id"], row["object_id"]))
                if conditions and row["condition_id"] is not None:
                    found.entities.add(row["condition_id"])
        if evidence:
            async for page in self.evidence(whole=False):
                found.evidence += len(page)
                for row in page:
                    if row["study_node"] is not None:
                        found.entities.add(row["study_node"])
                    if row.get("publication_id") is not None:
                        found.publications.add(row["publication_id"])
                    found.sources.update(source for source, _ in row["sources"])
        return found

    async def _pages(self, name: str, **parameters: Any) -> AsyncGenerator[list[Row], None]:
        after, statement = "", query(name)
        while True:
            found = await self._read(statement, **parameters, after=after, limit=_PAGE)
            if found["items"]:
                yield found["items"]
            if found["last"] is None:
                return
            after = found["last"]

    async def _read(self, statement: Any, **parameters: Any) -> Row:
        found = await self._database.read(statement, **parameters)
        self.same(found["version"])
        return found

    def same(self, seen: str) -> None:
        """Complain where something was read of another version."""
        if seen != self.version:
            raise GraphChanged(
                "the graph was changed while it was being exported",
                advice="export it again when nothing is being loaded",
            )


async def ahead(pages: AsyncGenerator[list[Row], None]) -> AsyncGenerator[list[Row], None]:
    """The pages, the next one being read while one is used."""

    async def following() -> list[Row] | None:
        return await anext(pages, None)

    task = asyncio.create_task(following())
    try:
        while (rows := await task) is not None:
            task = asyncio.create_task(following())
            yield rows
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await task
        await pages.aclose()


def chunks(items: Sequence[T], size: int) -> Iterator[list[T]]:
    """The items, so many at a time."""
    for start in range(0, len(items), size):
        yield list(items[start : start + size])


async def part_of(
    database: Database, resolver: Resolver, question: ExportQuestion
) -> tuple[Part, Names]:
    """The part that the filters of a question let in; what lies around something aside.

    Raises:
        UnknownName, AmbiguousName: a filter's name; ``field`` says which.
        InvalidValue: filters that exclude each other.
    """
    predicates = question.predicate or list(Predicate)
    subjects = sorted({kind for one in predicates for kind in PREDICATES[one].subjects})
    objects = sorted({kind for one in predicates for kind in PREDICATES[one].objects})
    types = {
        "therapy": [EntityType.THERAPY],
        "subject": subjects,
        "outcome": [EntityType.OUTCOME],
        "object": objects,
        "condition": [EntityType.CONDITION],
        "around": list(EntityType),
    }
    names = await resolve_names(resolver, question, types)
    part = Part(
        subjects=_both(names, "therapy", "subject"),
        objects=_both(names, "outcome", "object"),
        conditions=names.ids("condition"),
        predicates=tuple(str(one) for one in Predicate if one in predicates),
        effects=[str(question.effect)] if question.effect else None,
        min_patients=question.min_patients,
        min_studies=question.min_studies,
        min_score=question.min_score,
        filters=await evidence_filters(database, question),
    )
    return part, names


def _both(names: Names, one: str, other: str) -> list[str] | None:
    first, second = names.ids(one), names.ids(other)
    if first is None or second is None:
        return first if second is None else second
    return [identity for identity in first if identity in set(second)]


async def around(reader: PartReader, start: Iterable[str], steps: int) -> Part:
    """The claims of the reader's part on ways of at most ``steps`` claims from an entity.

    Raises:
        InvalidValue: there are more than :data:`MOST_AROUND`.
    """
    found: set[str] = set()
    reached, edge = set(start), sorted(start)
    for _ in range(steps):
        ends: set[str] = set()
        for side in ("subjects", "objects"):
            asked = _narrowed(reader.part, side, edge)
            if asked is None:
                continue
            near = PartReader(reader._database, asked, reader.version)
            async for page in near.claims(backed=False):
                for row in page:
                    found.add(row["id"])
                    ends.update((row["subject_id"], row["object_id"]))
            if len(found) > MOST_AROUND:
                raise InvalidValue(
                    f"more than {MOST_AROUND:,} claims lie within {steps} steps; take fewer "
                    "steps, or filters, or export the whole graph",
                    field="steps",
                )
        edge = sorted(ends - reached)
        reached |= ends
        if not edge:
            break
    return replace(reader.part, ids=sorted(found))


def _narrowed(part: Part, side: str, edge: Sequence[str]) -> Part | None:
    """The part with one side restricted to some entities; null where none of them is let in."""
    allowed = getattr(part, side)
    kept = list(edge) if allowed is None else sorted(set(edge) & set(allowed))
    if not kept:
        return None
    return replace(part, subjects=kept) if side == "subjects" else replace(part, objects=kept)
