"""The packaged vocabulary by its words, so that a search shows what it knows before the rest."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from kg.identifiers import name_key
from kg.terms import Terms, packaged_terms

__all__ = ["PackagedWords", "packaged_words"]

_WORD = re.compile(r"\w+")
#: Most entities that are shown before others.
_MOST = 200


class PackagedWords:
    """Ids of packaged entities by whole name and by the words of their names."""

    def __init__(self, terms: Terms) -> None:
        self._keys: dict[str, list[str]] = {}
        words: dict[str, set[str]] = {}
        for term in terms.by_id.values():
            for key in term.keys:
                self._keys.setdefault(key, []).append(term.id)
            for name in (term.name, *term.synonyms):
                for word in _WORD.findall(name.casefold()):
                    words.setdefault(word, set()).add(term.id)
        self._words = words
        self._sorted = sorted(words)

    def exactly(self, text: str) -> list[str]:
        """Those that answer to it."""
        return self._keys.get(name_key(text), [])

    def with_words(self, text: str) -> list[str]:
        """Those with all its words, the last of which may be unfinished; some, if very many."""
        *whole, last = _WORD.findall(text.casefold()) or [""]
        if not last:
            return []
        found = self._beginning(last)
        for word in whole:
            found = found & self._words.get(word, set())
        return sorted(found)[:_MOST]

    def _beginning(self, start: str) -> set[str]:
        found: set[str] = set()
        for word in self._sorted[bisect_left(self._sorted, start) :]:
            if not word.startswith(start):
                break
            found |= self._words[word]
        return found


@cache
def packaged_words() -> PackagedWords:
    """Of the vocabulary that therapath brings along; made once per process."""
    return PackagedWords(packaged_terms())
