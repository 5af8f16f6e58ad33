"""Numbers for texts, in 24 bytes each: what a dictionary takes three hundred for."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from hashlib import blake2b

__all__ = ["Numbered"]


class Numbered:
    """Texts numbered from 0 in the order in which they are added, each once; then looked up.

    Digests of 128 bits stand for the texts: two of them never meet in a graph that can be stored.
    """

    def __init__(self) -> None:
        self._high, self._low = array("Q"), array("Q")
        self._sorted: tuple[Sequence[int], Sequence[int], Sequence[int]] = ((), (), ())

    def __len__(self) -> int:
        return len(self._high) or len(self._sorted[0])

    def add(self, text: str) -> int:
        """Give a text its number."""
        high, low = _digest(text)
        self._high.append(high)
        self._low.append(low)
        return len(self._high) - 1

    def close(self) -> None:
        """No more texts; they can be looked up from now on."""
        import numpy as np

        # One after the other, so that no more than one is there twice.
        order = np.argsort(np.frombuffer(self._high, dtype=np.uint64))
        low = np.frombuffer(self._low, dtype=np.uint64)[order]
        self._low = array("Q")
        high = np.frombuffer(self._high, dtype=np.uint64)[order]
        self._high = array("Q")
        self._sorted = high.data, low.data, order.data

    def number(self, text: str) -> int:
        """The number of a text that was added.

        Raises:
            IndexError: it was not.
        """
        high, low = _digest(text)
        highs, lows, numbers = self._sorted
        place = bisect_left(highs, high)
        while highs[place] == high:
            if lows[place] == low:
                return numbers[place]
            place += 1
        raise IndexError(text)


def _digest(text: str) -> tuple[int, int]:
    found = blake2b(text.encode(), digest_size=16).digest()
    return int.from_bytes(found[:8], "little"), int.from_bytes(found[8:], "little")
