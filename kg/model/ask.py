"""What ``ask`` answers."""

from __future__ import annotations

from typing import Any

from kg.model.adverse_events import AdverseEventsAnswer
from kg.model.answer import ClaimsAnswer, EntitiesAnswer, TherapiesAnswer, TherapyContext
from kg.model.base import Model
from kg.model.compare import CompareAnswer
from kg.model.contradictions import ContradictionsAnswer
from kg.model.gaps import GapsAnswer
from kg.model.paths import PathsAnswer
from kg.model.profile import ProfileAnswer
from kg.model.results import ResultsAnswer

__all__ = ["AskAnswer", "Statement"]


class Statement(Model):
    """One statement of an answer, ready to be run by hand."""

    name: str
    cypher: str
    parameters: dict[str, Any]


class AskAnswer(Model):
    """A question in plain words: how it was understood, the same by hand, the answer."""

    question: str
    understood: str
    call: str
    """The HTTP call that gives the same answer."""
    cypher: str
    """The statement that answers it; the last one where there are several."""
    parameters: dict[str, Any]
    """Of ``cypher``."""
    statements: list[Statement]
    """All statements that were run for it, names aside, in their order."""
    kind: str
    """What kind of question it is, which is the shape of ``answer``."""
    answer: (
        TherapiesAnswer
        | ClaimsAnswer
        | EntitiesAnswer
        | ProfileAnswer
        | AdverseEventsAnswer
        | ResultsAnswer
        | CompareAnswer
        | ContradictionsAnswer
        | PathsAnswer
        | GapsAnswer
    )
    context: list[TherapyContext] = []
    """What a reader wants beside each therapy of a ``therapies`` answer."""
