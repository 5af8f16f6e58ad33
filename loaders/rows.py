"""What readers give: facts and terms as rows, and rejects where there is no row to give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from kg.intake import Rejection
from kg.json_text import decode

__all__ = ["Reader", "Row", "SourceDetails"]


#: How much of a line that is not JSON goes into the ledger, bytes.
_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One record as it was parsed, or why it could not be."""

    line: int
    """Where it begins, from 1: the line, or the number of the record in its file."""
    data: Any
    """Parsed fields, or the raw text where parsing failed."""
    problem: Rejection | None = None
    kind: Literal["fact", "term"] = "fact"
    """Fields of a :class:`kg.model.Fact`, or of a :class:`kg.model.TermRecord`."""
    place: str | None = None
    """The file inside an archive or folder that it comes from, where there are several."""
    text: bytes | None = None
    """A fact in JSON that is not parsed yet, with null as ``data``: see :meth:`parsed`."""

    def parsed(self) -> Row:
        """The row with its fields, or with what is wrong with its text."""
        if self.text is None:
            return self
        found = decode(self.text)
        if isinstance(found, Rejection):
            shown = self.text[:_SHOWN].decode("utf-8", "replace")
            return Row(self.line, shown, found, place=self.place)
        return Row(self.line, found, place=self.place)


@dataclass(frozen=True, slots=True)
class SourceDetails:
    """What a file says about itself."""

    name: str | None = None
    version: str | None = None
    licence: str | None = None
    vocabulary: bool = False
    """Whether the names of its terms may be used to map what other sources say (an ontology);
    else its terms only describe entities, by their ids."""


@dataclass(slots=True)
class Reader:
    """Rows of one input; ``details`` is known once the first row is.

    Records that a loader does not take by its own rules (a predicate outside the model, an
    obsolete term without a replacement) are counted in ``left_out`` by reason; a record that
    is wrong is a row with a ``problem``.
    """

    rows: Iterator[Row]
    details: SourceDetails = field(default_factory=SourceDetails)
    left_out: Counter[str] = field(default_factory=Counter)
