"""A document with its mentions and relations, the same from each of the formats."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

__all__ = ["Document", "Mention", "Quote", "Quotes", "Relation", "Side", "identifier"]

#: A sentence, or a stretch between two mentions, that is longer is no quote.
MAX_QUOTE = 1_000
#: Pairs of mentions that are compared where no sentence has both.
_MAX_PAIRS = 250_000

_BREAK = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9])")
_MESH = re.compile(r"[CD]\d{5,}")


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the document that name an entity, or several ("ocular and auditory toxicity")."""

    start: int
    end: int
    text: str
    type: str
    ids: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    """The words of each id, where the source splits a mention of several."""
    key: str = ""
    """The annotation's own id in its document."""

    def words_of(self, identity: str) -> str:
        """How it names one of its entities."""
        if identity in self.ids and len(self.parts) == len(self.ids):
            return self.parts[self.ids.index(identity)]
        return self.text


@dataclass(frozen=True, slots=True)
class Side:
    """One end of a relation."""

    id: str | None
    type: str
    name: str = ""
    """As the relation itself names it; most do not."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a document states of two entities."""

    line: int
    kind: str
    sides: tuple[Side, Side]
    key: str = ""
    score: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of the document that names both sides, and how it names them."""

    start: int
    end: int
    first: Mention
    second: Mention


@dataclass(slots=True)
class Document:
    """One abstract or article."""

    line: int
    id: str
    text: str
    title: str = ""
    sections: list[tuple[int, int, str]] = field(default_factory=list)
    """Start, end and name of each passage."""
    mentions: list[Mention] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    misplaced: int = 0
    """Mentions whose offsets do not fit the text."""

    def mention(self, found: Mention) -> None:
        """Add a mention, or count it where its words do not stand in its place."""
        if self.text[found.start : found.end] == found.text and found.text:
            self.mentions.append(found)
        else:
            self.misplaced += 1

    def sha256(self) -> str:
        """Of the text, as UTF-8."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def section(self, start: int, end: int) -> str | None:
        """The passage that a stretch lies in as a whole."""
        for first, last, name in self.sections:
            if first <= start and end <= last:
                return name or None
        return None


class Quotes:
    """Finds quotes in one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _by_id(self) -> dict[str, list[Mention]]:
        found: dict[str, list[Mention]] = {}
        # A mention of one entity alone says more plainly what it names.
        for mention in sorted(
            self._document.mentions, key=lambda one: (len(one.ids) > 1, one.start)
        ):
            for identity in mention.ids:
                found.setdefault(identity, []).append(mention)
        return found

    @cached_property
    def _sentences(self) -> list[int]:
        """Where sentences begin; no break lies inside a mention or joins two passages."""
        text = self._document.text
        inside = sorted((one.start, one.end) for one in self._document.mentions)
        starts = [start for start, _ in inside]
        found = {0, *(first for first, _, _ in self._document.sections)}
        for match in _BREAK.finditer(text):
            near = bisect_right(starts, match.start())
            if not any(
                first < match.end() < last for first, last in inside[max(0, near - 3) : near + 1]
            ):
                found.add(match.end())
        return sorted(found)

    def mentions_of(self, side: Side) -> list[Mention]:
        """Mentions with the side's id."""
        return self._by_id.get(side.id, []) if side.id else []

    def best(self, first: Side, second: Side) -> Quote | None:
        """The first sentence that names both, else the shortest stretch that does."""
        ours, theirs = self.mentions_of(first), self.mentions_of(second)
        if len(ours) * len(theirs) > _MAX_PAIRS:
            ours, theirs = ours[:500], theirs[:500]
        pairs = [(one, other) for one in ours for other in theirs if one is not other]
        in_sentences = [
            (len(one.ids) > 1 or len(other.ids) > 1, start, end, one, other)
            for one, other in pairs
            for start, end in [self._sentence(one, other)]
            if end
        ]
        if in_sentences:
            _, start, end, one, other = min(in_sentences, key=lambda found: found[:3])
            return Quote(start, end, one, other)
        spans = [
            (max(one.end, other.end) - min(one.start, other.start), one.start, one, other)
            for one, other in pairs
        ]
        if not spans:
            return None
        length, _, one, other = min(spans, key=lambda found: found[:2])
        if length > MAX_QUOTE:
            return None
        return Quote(min(one.start, other.start), max(one.end, other.end), one, other)

    def _sentence(self, one: Mention, other: Mention) -> tuple[int, int]:
        """The sentence that both stand in; ends at 0 where there is none, or a very long one."""
        begins = self._sentences
        place = bisect_right(begins, one.start) - 1
        start = begins[place]
        end = begins[place + 1] if place + 1 < len(begins) else len(self._document.text)
        stretch = self._document.text[start:end]
        end = start + len(stretch.rstrip())
        start += len(stretch) - len(stretch.lstrip())
        inside = start <= other.start and max(one.end, other.end) <= end
        return (start, end) if inside and end - start <= MAX_QUOTE else (0, 0)


def identifier(text: str) -> str | None:
    """The CURIE behind an id as the formats write it: ``D016651``, ``MESH:D016651``; -1 is none."""
    text = text.strip()
    if _MESH.fullmatch(text):
        return f"MESH:{text}"
    return text if ":" in text and not text.endswith(":-1") else None
