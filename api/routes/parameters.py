"""Query parameters that several routes share. A parameter that no route has is an error."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field

from kg.ask import EXAMPLES
from kg.model.export import ExportQuestion
from kg.model.question import (
    AdverseEventsQuestion,
    Asked,
    ClaimsQuestion,
    CompareQuestion,
    ContradictionsQuestion,
    EvidenceFilters,
    GapsQuestion,
    PathsQuestion,
    ResultsQuestion,
    TherapiesQuestion,
    TotalsFilters,
)
from kg.queries.paging import DEFAULT_LIMIT, MAX_LIMIT
from kg.queries.paths import DEFAULT_PATHS, MAX_PATHS
from kg.vocabulary import AdverseEventsSort

__all__ = [
    "AdverseEventsParameters",
    "AskParameters",
    "ClaimsParameters",
    "CompareParameters",
    "ContradictionsParameters",
    "Cursor",
    "ExportParameters",
    "GapsParameters",
    "Limit",
    "PathsParameters",
    "ProfileParameters",
    "ResultsParameters",
    "TherapiesParameters",
]

_LIMIT = "How many items a page has."
_CURSOR = "`next` of the page before this one."

PageLimit = Annotated[int, Field(ge=1, le=MAX_LIMIT, description=_LIMIT)]
PageCursor = Annotated[str, Field(max_length=200, description=_CURSOR)]

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description=_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=200, description=_CURSOR)]


class AskParameters(TotalsFilters):
    """A question in plain words, filters beside it, and the page."""

    q: Annotated[str, Field(description="The question.", examples=list(EXAMPLES))]
    limit: PageLimit = DEFAULT_LIMIT

    def filters(self) -> TotalsFilters:
        """The filters alone."""
        given = {name: getattr(self, name) for name in TotalsFilters.model_fields}
        return TotalsFilters.model_construct(**given)


class TherapiesParameters(TherapiesQuestion):
    """The filters of the question, and the page."""

    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None


class ClaimsParameters(ClaimsQuestion):
    """The filters of the question, and the page."""

    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None


class ContradictionsParameters(ContradictionsQuestion):
    """The filters of the question, and the page."""

    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None


class ProfileParameters(EvidenceFilters):
    """The filters of the question; the therapy is in the path."""

    condition: Asked | None = None
    """The disease, or a form of it."""


class AdverseEventsParameters(EvidenceFilters):
    """The filters of the question, and the page; the therapy is in the path."""

    adverse_event: Asked | None = None
    """One event, or a class of them."""
    condition: Asked | None = None
    """The disease, or a form of it."""
    serious: bool | None = None
    """Only events that were counted as serious, or only those that were not."""
    sort: AdverseEventsSort = AdverseEventsSort.RATE
    """What events are ordered by, greatest first."""
    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None

    def question(self, therapy: str) -> AdverseEventsQuestion:
        """The question about the therapy of the path."""
        return AdverseEventsQuestion(therapy=therapy, **self.as_map())

    def page(self) -> dict[str, Any]:
        """Limit and cursor."""
        return {"limit": self.limit, "cursor": self.cursor}


class ResultsParameters(ResultsQuestion):
    """The filters of the question, and the page."""

    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None


class CompareParameters(EvidenceFilters):
    """The filters of the question, and its therapies."""

    ids: Annotated[list[Asked], Field(min_length=1, max_length=20)]
    """Two to five therapies, with commas between them; given several times, one each."""
    outcome: Asked | None = None
    """What was measured or felt."""
    condition: Asked | None = None
    """The disease, or a form of it."""

    def question(self) -> CompareQuestion:
        """The question; its number of therapies is checked where it is answered."""
        given = dict(self)
        ids = given.pop("ids")
        return CompareQuestion.model_construct(
            therapies=ids if len(ids) > 1 else ids[0].split(","), **given
        )


class GapsParameters(GapsQuestion):
    """The filters of the question, and the page."""

    limit: PageLimit = DEFAULT_LIMIT
    cursor: PageCursor | None = None


class PathsParameters(PathsQuestion):
    """The question, and how many paths are wanted."""

    limit: Annotated[int, Field(ge=1, le=MAX_PATHS)] = DEFAULT_PATHS
    """How many paths to give, best first."""


class ExportParameters(ExportQuestion):
    """The question, and whether a format that may be two files is to be these."""

    archive: Literal["zip"] | None = None
    """`zip`: the two files of `kgx-jsonl` in an archive; other pairs always are."""
