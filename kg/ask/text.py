"""A question as words, and the names that are known among them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.ask.words import NOT_NAMES
from kg.identifiers import is_curie, key_of
from kg.terms import packaged_terms
from kg.vocabulary import EntityType

__all__ = ["MAX_WORDS", "Name", "Sentence", "Word", "types_of"]

#: Longest question that is taken apart, words.
MAX_WORDS = 100
#: Longest known name, words; a few technical names are longer and are taken as unknown words.
_LONGEST_NAME = 12

_PIECE = re.compile(r'"[^"]*"|“[^”]*”|[^\s,;]+|[,;]')
_EDGES = "?!.:()[]{}"
_APOSTROPHES = str.maketrans("’ʼ", "''")
_PHASE = re.compile(r"phases?-(?=[0-9ivIV])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, with its place in the question."""

    text: str
    low: str
    start: int
    end: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A known name: the words from ``start`` to before ``end``."""

    start: int
    end: int
    text: str
    types: frozenset[EntityType]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words, and the longest known names at each place."""

    words: tuple[Word, ...]
    names: tuple[Name, ...]
    lows: frozenset[str]
    """The words in small letters."""

    @classmethod
    def of(cls, text: str) -> Sentence:
        """Take a question apart; of more than :data:`MAX_WORDS` the rest is left away."""
        words = _words(_PHASE.sub("phase ", text.translate(_APOSTROPHES)))
        return cls(words, _names(words), frozenset(word.low for word in words))

    @property
    def quoted(self) -> list[str]:
        """What stands in quotation marks."""
        return [word.text for word in self.words if word.quoted]

    def without(self, cut: set[int]) -> Sentence:
        """The same without some words; names that lose a word are looked for again."""
        kept = [place for place in range(len(self.words)) if place not in cut]
        place_of = {old: new for new, old in enumerate(kept)}
        names = tuple(
            Name(place_of[name.start], place_of[name.end - 1] + 1, name.text, name.types)
            for name in self.names
            if cut.isdisjoint(range(name.start, name.end))
        )
        words = tuple(self.words[place] for place in kept)
        return Sentence(words, names, frozenset(word.low for word in words))

    def text(self, start: int, end: int) -> str:
        """The words of a range as they were typed; commas stand close."""
        return _joined(self.words[start:end])


def _words(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    for piece in _PIECE.finditer(text):
        raw, start = piece[0], piece.start()
        if raw[0] in '"“' and len(raw) > 2 and raw[-1] in '"”':
            inner = raw[1:-1].strip()
            found.append(Word(inner, inner.casefold(), start, piece.end(), quoted=True))
            continue
        if raw in ",;":
            found.append(Word(",", ",", start, piece.end()))
            continue
        bare = _bare(raw)
        if not bare:
            continue
        start += raw.index(bare)
        if bare.casefold().endswith("'s") and len(bare) > 2:
            cut = start + len(bare) - 2
            found.append(Word(bare[:-2], bare[:-2].casefold(), start, cut))
            found.append(Word(bare[-2:], "'s", cut, cut + 2))
        else:
            found.append(Word(bare, bare.casefold(), start, start + len(bare)))
        if len(found) >= MAX_WORDS:
            break
    return tuple(found[:MAX_WORDS])


def _bare(raw: str) -> str:
    """Without what punctuates; a bracket that belongs to its word stays."""
    word = raw.strip("?!.:\"'“”")
    if word.count("(") == word.count(")") and word[:1] != "(":
        return word
    return word.strip(_EDGES)


@cache
def _known() -> dict[str, frozenset[EntityType]]:
    found: dict[str, set[EntityType]] = {}
    for term in packaged_terms().by_id.values():
        for name in (term.id, term.name, *term.synonyms):
            found.setdefault(key_of(name), set()).add(term.type)
    return {key: frozenset(types) for key, types in found.items()}


def types_of(text: str) -> frozenset[EntityType]:
    """What the packaged vocabulary knows by this name; empty for a name it does not know."""
    return _known().get(key_of(text), frozenset())


def _joined(words: tuple[Word, ...]) -> str:
    parts: list[str] = []
    for before, word in zip((None, *words), words, strict=False):
        close = before is None or word.text == "," or word.start == before.end
        parts.append(word.text if close else f" {word.text}")
    return "".join(parts)


def _names(words: tuple[Word, ...]) -> tuple[Name, ...]:
    found: list[Name] = []
    start = 0
    while start < len(words):
        name = _name_at(words, start)
        if name is not None:
            found.append(name)
        start = name.end if name is not None else start + 1
    return tuple(found)


def _name_at(words: tuple[Word, ...], start: int) -> Name | None:
    if words[start].text == ",":
        return None
    for end in range(min(len(words), start + _LONGEST_NAME), start, -1):
        text = _joined(words[start:end])
        if end == start + 1 and words[start].text in NOT_NAMES:
            return None
        types = types_of(text)
        if types or (end == start + 1 and (words[start].quoted or is_curie(text))):
            return Name(start, end, text, types)
    return None
