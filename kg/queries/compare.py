"""Two to five therapies on the same outcomes in the same condition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from kg.cypher import query
from kg.database import Database
from kg.errors import InvalidValue
from kg.model.answer import Answer, AskedFilter
from kg.model.compare import (
    Comparability,
    CompareAnswer,
    ComparedHarm,
    ComparedOutcome,
    CompareQuery,
    HeadToHead,
    StudyOfSeveral,
)
from kg.model.profile import Reported, ReportedHarm, ReportedOutcome
from kg.model.question import CompareQuestion
from kg.queries.filters import evidence_filters
from kg.queries.names import resolve_names
from kg.queries.reported import MOST, Listed, listed, read_reports
from kg.resolver import Resolved, Resolver
from kg.vocabulary import EntityType, Predicate

__all__ = ["INDIRECT", "compare"]

#: The plain warning beside evidence that does not compare the therapies itself.
INDIRECT = (
    "indirect: the therapies were studied apart, in patients and by methods that may differ; "
    "a difference between the columns is no difference that anybody measured"
)
_LEAST, _MOST_THERAPIES = 2, 5
_PREDICATES = [Predicate.REPORTS_OUTCOME, Predicate.HAS_ADVERSE_EVENT]
_TYPES = {"outcome": [EntityType.OUTCOME], "condition": [EntityType.CONDITION]}
R = TypeVar("R", bound=Reported)


async def compare(
    database: Database, resolver: Resolver, question: CompareQuestion
) -> Answer[CompareAnswer]:
    """Therapies side by side, in three round trips once their names are resolved.

    Narrower therapies are let in unless ``direct``. Each part looks at the :data:`MOST` best
    supported outcomes and harms of each therapy.

    Raises:
        UnknownName, AmbiguousName: a name; ``field`` says which.
        InvalidValue: fewer than two or more than five therapies, the same one twice, or filters
            that exclude each other.
    """
    if not _LEAST <= len(question.therapies) <= _MOST_THERAPIES:
        raise InvalidValue(
            f"expected {_LEAST} to {_MOST_THERAPIES} therapies, not {len(question.therapies)}",
            field="ids",
        )

    async def ask() -> tuple[str, Answer[CompareAnswer]]:
        found = [
            await resolver.resolve(text, [EntityType.THERAPY], field="ids")
            for text in question.therapies
        ]
        _each_once(found)
        names = await resolve_names(resolver, question, _TYPES)
        filters = await evidence_filters(database, question)
        shared = {
            "groups": [[one.entity.id] if question.direct else one.ids for one in found],
            "objects": names.ids("outcome"),
            "conditions": names.ids("condition"),
        }
        groups = await read_reports(
            database, filters, predicates=_PREDICATES, compared=False, **shared
        )
        told = (await listed(database, groups, filters)).groups
        direct = await database.read(
            query("compare/head_to_head"), most=MOST, filters=filters, **shared
        )
        asked = CompareQuery(
            **(question.as_map() | names.asked() | {"therapies": _asked(found, question.direct)})
        )
        version = direct["version"]
        return version, Answer(version, _body(asked, found, told, direct))

    return await resolver.current(ask)


def _asked(found: Sequence[Resolved], direct: bool) -> list[AskedFilter]:
    return [
        AskedFilter(
            asked=one.asked,
            entity=one.entity,
            narrower_count=0 if direct else len(one.ways) - 1,
        )
        for one in found
    ]


def _each_once(found: Sequence[Resolved]) -> None:
    seen = set()
    for one in found:
        if one.entity.id in seen:
            raise InvalidValue(
                f"{one.entity.name} ({one.entity.id}) is asked for more than once; "
                "name therapies that differ",
                field="ids",
            )
        seen.add(one.entity.id)


def _body(
    asked: CompareQuery,
    found: Sequence[Resolved],
    told: Sequence[Listed],
    direct: dict[str, Any],
) -> CompareAnswer:
    studies = [StudyOfSeveral.model_validate(row) for row in direct["studies"]]
    head = [HeadToHead.model_validate(row) for row in direct["claims"]]
    good = _outcome_rows([group.outcomes for group in told], studies)
    bad = [
        ComparedHarm(adverse_event=_named(cells, _event), comparable=_common(cells), cells=cells)
        for cells in _rows([group.harms for group in told], _event)
    ]
    return CompareAnswer(
        query=asked,
        therapies=[one.entity for one in found],
        head_to_head=head,
        head_to_head_total=direct["claim_total"],
        studies=studies,
        study_total=direct["study_total"],
        outcomes=good,
        adverse_events=bad,
        comparability=_comparability(asked, found, good, bad, bool(head or studies)),
    )


def _outcome_rows(
    columns: Sequence[Sequence[ReportedOutcome]], studies: Sequence[StudyOfSeveral]
) -> list[ComparedOutcome]:
    rows = []
    for cells in _rows(columns, lambda cell: cell.outcome):
        there = {place for place, cell in enumerate(cells) if cell is not None}
        rows.append(
            ComparedOutcome(
                outcome=_named(cells, lambda cell: cell.outcome),
                comparable=len(there) > 1,
                direct=any(len(there.intersection(study.places)) > 1 for study in studies),
                cells=cells,
            )
        )
    return rows


def _event(cell: ReportedHarm) -> Any:
    return cell.adverse_event


def _named(cells: Sequence[R | None], of: Callable[[R], Any]) -> Any:
    return next(of(cell) for cell in cells if cell is not None)


def _common(cells: Sequence[Reported | None]) -> bool:
    return sum(cell is not None for cell in cells) > 1


def _rows(columns: Sequence[Sequence[R]], of: Callable[[R], Any]) -> list[list[R | None]]:
    """What most therapies report first, then what the most studies and patients are behind."""
    by_column: list[Mapping[str, R]] = [{of(cell).id: cell for cell in one} for one in columns]
    every = {identity for cells in by_column for identity in cells}
    rows = {identity: [cells.get(identity) for cells in by_column] for identity in every}

    def place(identity: str) -> tuple[float, ...]:
        there = [cell for cell in rows[identity] if cell is not None]
        return (
            -len(there),
            -sum(cell.study_count for cell in there),
            -sum(cell.patient_count for cell in there),
        )

    return [rows[identity] for identity in sorted(every, key=lambda one: (*place(one), one))]


def _comparability(
    asked: CompareQuery,
    found: Sequence[Resolved],
    good: Sequence[ComparedOutcome],
    bad: Sequence[ComparedHarm],
    direct: bool,
) -> Comparability:
    common = sum(row.comparable for row in good)
    notes = []
    if any(row.comparable and not row.direct for row in good):
        notes.append(INDIRECT)
    if not common:
        notes.append("no outcome is reported of two of the therapies")
    if not asked.direct:
        notes += _classes(found)
    if asked.condition is None:
        notes.append("no condition is asked for: the therapies may be reported in different ones")
    notes.append("adverse events are given per arm as reported; nothing is pooled")
    return Comparability(
        outcomes_in_common=common,
        outcomes_of_one=len(good) - common,
        adverse_events_in_common=sum(row.comparable for row in bad),
        indirect=not direct,
        notes=notes,
    )


def _classes(found: Sequence[Resolved]) -> list[str]:
    """Therapies that are a class of another one here, whose evidence counts in both columns."""
    return [
        f"{broad.entity.name} is a class that {narrow.entity.name} belongs to: reports of the "
        "latter count in both columns, unless direct is asked for"
        for broad in found
        for narrow in found
        if broad is not narrow and narrow.entity.id in broad.ways
    ]
