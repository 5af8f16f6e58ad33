"""Numbers for texts, in about 24 bytes each: what a dictionary takes three hundred for."""

from __future__ import annotations

from array import array
from hashlib import blake2b

__all__ = ["Numbered"]

_LEAST_SLOTS = 1 << 10


class Numbered:
    """Texts numbered from 0 in the order in which they are added, each once; then looked up.

    A hash table with open addressing: of a text its digest of 128 bits is kept (two of them never
    meet in a graph that can be stored), in the order of the numbers, and its number plus 1 in the
    first free slot from the one that the digest points at.
    """

    def __init__(self) -> None:
        self._high, self._low = array("Q"), array("Q")
        self._slots = _empty(_LEAST_SLOTS)

    def __len__(self) -> int:
        return len(self._high)

    def add(self, text: str) -> int:
        """Give a text its number."""
        high, low = _digest(text)
        number = len(self._high)
        if 4 * number >= 3 * len(self._slots):
            self._grow()
        self._high.append(high)
        self._low.append(low)
        self._put(high, number)
        return number

    def number(self, text: str) -> int:
        """The number of a text that was added.

        Raises:
            KeyError: it was not.
        """
        high, low = _digest(text)
        slots, last = self._slots, len(self._slots) - 1
        slot = high & last
        while slots[slot]:
            number = slots[slot] - 1
            if self._high[number] == high and self._low[number] == low:
                return number
            slot = (slot + 1) & last
        raise KeyError(text)

    def _put(self, high: int, number: int) -> None:
        slots, last = self._slots, len(self._slots) - 1
        slot = high & last
        while slots[slot]:
            slot = (slot + 1) & last
        slots[slot] = number + 1

    def _grow(self) -> None:
        # The old slots go first: what is in them can be worked out.
        size = 2 * len(self._slots)
        self._slots = _empty(0)
        self._slots = _empty(size)
        for number, high in enumerate(self._high):
            self._put(high, number)


def _empty(slots: int) -> array[int]:
    return array("I", (0,)) * slots


def _digest(text: str) -> tuple[int, int]:
    found = blake2b(text.encode(), digest_size=16).digest()
    return int.from_bytes(found[:8], "little"), int.from_bytes(found[8:], "little")
