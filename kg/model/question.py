"""Questions: the filters that answers can be asked under."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from kg.model.base import Model
from kg.vocabulary import (
    AdverseEventsSort,
    AgentType,
    DesignType,
    Donor,
    EffectDirection,
    Gap,
    KnowledgeLevel,
    Phase,
    Predicate,
    Sort,
    StudiedIn,
)

__all__ = [
    "AdverseEventsQuestion",
    "Asked",
    "ClaimsQuestion",
    "CompareQuestion",
    "ContradictionsQuestion",
    "EvidenceFilters",
    "GapsQuestion",
    "PathsQuestion",
    "ProfileQuestion",
    "Question",
    "ResultsQuestion",
    "TherapiesQuestion",
    "TotalsFilters",
]

#: An id, a name or a synonym; what it stands for is looked up in the graph.
Asked = Annotated[str, Field(description="An id, a name or a synonym.", examples=["EDSS"])]

Year = Annotated[int, Field(ge=1600, le=2200)]
Least = Annotated[int, Field(ge=0, le=10**9)]


#: Fields that page through an answer, so are no filters.
_PAGING = frozenset(("limit", "cursor"))


class Question(Model):
    """Base of questions."""

    def as_map(self) -> dict[str, Any]:
        """The filters that are given."""
        fields = type(self).model_fields
        return {
            fields[name].alias or name: value
            for name, value in self.__dict__.items()
            if name not in _PAGING and value != fields[name].default
        }


class EvidenceFilters(Question):
    """Which reports count. Every number of an answer is of these alone."""

    design: list[DesignType] | None = None
    """Designs of a report."""
    min_design: DesignType | None = None
    """The weakest design let in; designs are listed strongest first."""
    phase: list[Phase] | None = None
    """Phases of the trial."""
    min_phase: Phase | None = None
    """This phase or later; a combined phase counts as its later one."""
    route: Annotated[str, Field(max_length=200)] | None = None
    """Route of administration, such as intrathecal."""
    donor: Donor | None = None
    """Whose cells they are."""
    studied_in: StudiedIn | None = None
    """Humans, animals or in vitro, where the design tells."""
    min_followup_months: Annotated[float, Field(ge=0, le=1200)] | None = None
    """The result was taken at least so many months after the treatment."""
    year_from: Year | None = None
    """Published in this year or later."""
    year_to: Year | None = None
    """Published in this year or earlier."""
    knowledge_level: list[KnowledgeLevel] | None = None
    """Biolink knowledge levels of a report."""
    agent_type: list[AgentType] | None = None
    """Biolink agent types: who or what stated it."""
    hide_machine_made: bool = False
    """Leave out what a program stated and nobody validated."""
    source: Annotated[str, Field(max_length=500)] | None = None
    """Id or name of a loaded dataset."""
    direct: bool = False
    """Take names as they are: narrower terms are not let in."""


class TotalsFilters(EvidenceFilters):
    """Also what the items of an answer must reach, and their order."""

    min_patients: Least | None = None
    """Least number of patients of an item."""
    min_studies: Least | None = None
    """Least number of named studies of an item."""
    min_score: Annotated[float, Field(ge=0, le=1)] | None = None
    """Least score of an item."""
    sort: Sort = Sort.SCORE
    """What items are ordered by, greatest first."""


class TherapiesQuestion(TotalsFilters):
    """Which therapies report an outcome."""

    outcome: Asked | None = None
    """What was measured or felt."""
    effect: EffectDirection | None = None
    """From the patient's side."""
    condition: Asked | None = None
    """The disease, or a form of it."""
    therapy: Asked | None = None
    """One therapy, or a class of them."""
    cell_type: Asked | None = None
    """A type of cell that the therapy uses."""
    mechanism: Asked | None = None
    """A mechanism that the therapy, or a cell it uses, acts through."""


class ClaimsQuestion(TotalsFilters):
    """Which claims there are."""

    subject: Asked | None = None
    """Of what something is asserted."""
    predicate: Predicate | None = None
    """What is asserted of it."""
    object: Asked | None = None
    """What it has to do with."""
    condition: Asked | None = None
    """The disease, or a form of it, in which it is asserted."""
    effect: EffectDirection | None = None
    """From the patient's side."""


class ProfileQuestion(EvidenceFilters):
    """What is known of a therapy."""

    therapy: Asked
    """The therapy, or a class of them."""
    condition: Asked | None = None
    """The disease, or a form of it."""


class AdverseEventsQuestion(EvidenceFilters):
    """How often which harms were reported of a therapy."""

    therapy: Asked
    """The therapy, or a class of them."""
    adverse_event: Asked | None = None
    """One event, or a class of them."""
    condition: Asked | None = None
    """The disease, or a form of it."""
    serious: bool | None = None
    """Only events that were counted as serious, or only those that were not."""
    sort: AdverseEventsSort = AdverseEventsSort.RATE
    """What events are ordered by, greatest first."""


class ResultsQuestion(EvidenceFilters):
    """The numbers of an outcome, by study, arm and time."""

    outcome: Asked
    """What was measured or felt."""
    therapy: Asked | None = None
    """One therapy, or a class of them."""
    condition: Asked | None = None
    """The disease, or a form of it."""


class CompareQuestion(EvidenceFilters):
    """Therapies side by side."""

    therapies: Annotated[list[Asked], Field(min_length=2, max_length=5)]
    """Two to five therapies."""
    outcome: Asked | None = None
    """What was measured or felt."""
    condition: Asked | None = None
    """The disease, or a form of it."""


class ContradictionsQuestion(EvidenceFilters):
    """Where reports of a therapy and an outcome disagree, and what differs between them."""

    therapy: Asked | None = None
    """One therapy, or a class of them."""
    outcome: Asked | None = None
    """What was measured or felt."""
    condition: Asked | None = None
    """The disease, or a form of it."""


class PathsQuestion(EvidenceFilters):
    """How one thing leads to another."""

    # Outside, the ends are called `from`, which is no name in Python, and `to`.
    model_config = ConfigDict(
        validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )

    start: Annotated[Asked, Field(alias="from")]
    """Where paths begin: an entity, or a type: "CellType", "cell type", "any cell type"."""
    end: Annotated[Asked, Field(alias="to")]
    """Where they end: an entity, or a type such as "any outcome"."""
    max_hops: Annotated[int, Field(ge=1, le=6)] = 4
    """Most steps of a path."""
    through: Annotated[list[Asked], Field(max_length=4)] | None = None
    """Entities or types that a path must pass between its ends, each of them."""
    avoid: Annotated[list[Asked], Field(max_length=20)] | None = None
    """Entities that it must not pass or begin or end with; types that it must not pass."""
    predicate: list[Predicate] | None = None
    """Predicates that its steps may have; all but COMPARED_WITH where none is named."""


class GapsQuestion(EvidenceFilters):
    """What is missing from the evidence."""

    kind: Gap
    """Which kind of gap."""
    therapy: Asked | None = None
    """One therapy, or a class of them."""
    condition: Asked | None = None
    """The disease, or a form of it."""
