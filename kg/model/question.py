"""Questions: the filters that answers can be asked under."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from kg.model.base import Model
from kg.vocabulary import EffectDirection, Phase, Predicate

__all__ = ["ClaimsQuestion", "Question", "TherapiesQuestion"]

#: An id, a name or a synonym; what it stands for is looked up in the graph.
Asked = Annotated[str, Field(description="An id, a name or a synonym.", examples=["EDSS"])]


#: Fields that page through an answer, so are no filters.
_PAGING = frozenset(("limit", "cursor"))


class Question(Model):
    """Base of questions."""

    def as_map(self) -> dict[str, Any]:
        """The filters that are given."""
        return {
            name: value
            for name, value in self.__dict__.items()
            if value is not None and name not in _PAGING
        }


class TherapiesQuestion(Question):
    """Which therapies report an outcome."""

    outcome: Asked | None = None
    effect: EffectDirection | None = None
    """From the patient's side."""
    condition: Asked | None = None
    therapy: Asked | None = None
    """One therapy, or a class of them."""
    phase: Phase | None = None
    """Of a supporting trial."""
    route: Annotated[str, Field(max_length=200)] | None = None
    """Of a supporting report, such as intrathecal."""
    min_patients: Annotated[int, Field(ge=0, le=10**9)] | None = None
    """The least number of patients of a claim."""


class ClaimsQuestion(Question):
    """Which claims there are."""

    subject: Asked | None = None
    predicate: Predicate | None = None
    object: Asked | None = None
    condition: Asked | None = None
    effect: EffectDirection | None = None
    """From the patient's side."""
