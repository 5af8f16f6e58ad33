"""Names that are nearly alike: what fuzzy matching and near misses look among.

Comparing a name with every other would take a second for an ontology's worth of them, so only
names of similar length that begin or end alike are compared, as they are and with their words
in order. A name that differs at both its ends is not found.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

__all__ = ["NearNames"]

#: Letters at the beginning or the end that two names must share.
_SHARED = 3
#: Shorter names are too easily alike: MSA is not MS.
_SHORTEST = 5
#: What makes another thing of a name that is otherwise alike: numbers, stages, opposites.
_TELLING = re.compile(
    r"\d+|\b[ivx]+\b|\b[a-d]\b|hypo|hyper|anti|\b(?:non|without|no|not)\b", re.ASCII
)


class NearNames:
    """Names in the form they are compared in (:func:`kg.identifiers.name_key`)."""

    def __init__(self, names: Iterable[str]) -> None:
        forms: dict[str, list[str]] = {}
        for name in names:
            for form in _forms(name):
                forms.setdefault(form, []).append(name)
        self._forms = sorted(forms, key=lambda form: (len(form), form))
        self._names = [forms.pop(form) for form in self._forms]
        self._lengths = array("I", (len(form) for form in self._forms))
        # Places are in order of length, so the part of a block that is near in length is a slice.
        self._blocks: dict[str, array[int]] = {}
        for place, form in enumerate(self._forms):
            for block in _blocks(form):
                self._blocks.setdefault(block, array("I")).append(place)

    def near(self, name: str, at_least: float) -> list[tuple[str, float]]:
        """Names that are at least this much like it, with the likeness, best first.

        Likeness is 1 less the share of letters to be put in or taken out, cut to four places.
        """
        if len(name) < _SHORTEST:
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        best: dict[str, float] = {}
        telling = _telling(name)
        for form in _forms(name):
            found = process.extract(
                form,
                {place: self._forms[place] for place in self._places(form, at_least)},
                scorer=Indel.normalized_similarity,
                score_cutoff=at_least,
                limit=None,
            )
            for other, score, place in found:
                if _telling(other) == telling:
                    for one in self._names[place]:
                        best[one] = max(best.get(one, 0.0), int(score * 10_000) / 10_000)
        return sorted(best.items(), key=lambda item: (-item[1], item[0]))

    def _places(self, form: str, at_least: float) -> Iterator[int]:
        """Of names that begin or end like ``form`` and are near enough in length."""
        # Two lengths allow a likeness of twice the shorter by their sum.
        share = at_least / (2 - at_least)
        first = bisect_left(self._lengths, int(len(form) * share))
        last = bisect_left(self._lengths, int(len(form) / max(share, 0.01)) + 2)
        for block in _blocks(form):
            places = self._blocks.get(block)
            if places is not None:
                yield from places[bisect_left(places, first) : bisect_left(places, last)]


def _forms(name: str) -> tuple[str, ...]:
    """The name, and the name with its words in order where that is another."""
    ordered = " ".join(sorted(name.replace(",", " ").split()))
    return (name,) if ordered == name else (name, ordered)


def _blocks(form: str) -> tuple[str, str]:
    return f"^{form[:_SHARED]}", f"{form[-_SHARED:]}$"


def _telling(name: str) -> list[str]:
    return sorted(_TELLING.findall(name))
