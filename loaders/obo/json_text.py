"""JSON read piece by piece: a file of gigabytes takes the memory of its largest element."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any

from kg.intake import Rejection

__all__ = ["JsonText", "NotJson"]

_CHUNK = 1024 * 1024
#: Largest element that is decoded at once, characters.
_MAX_ELEMENT = 16 * _CHUNK
#: Deepest nesting that is stepped through; an ontology has three levels above its terms.
_MAX_DEPTH = 20
_SPACE = re.compile(r"[ \t\r\n]*")


class NotJson(Exception):
    """What was read so far is all that can be trusted."""

    def __init__(self, problem: Rejection) -> None:
        super().__init__(problem.message)
        self.problem = problem


class JsonText:
    """A JSON text with a place in it that moves forward."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._source = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        self._window = ""
        self._at = 0
        self._passed = 0
        self._ended = False
        self._decoder = json.JSONDecoder()

    def members(self) -> Iterator[str]:
        """Keys of the object here; read or skip the value before asking for the next.

        Raises:
            NotJson: there is no object here, or it is broken.
        """
        self._expect("{")
        if self._peek() == "}":
            self._at += 1
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise self._broken("expected the name of a field")
            self._expect(":")
            yield key
            if self._next_or_end("}"):
                return

    def elements(self) -> Iterator[int]:
        """Numbers, from 1, of the elements of the array here; read or skip each.

        Raises:
            NotJson: there is no array here, or it is broken.
        """
        self._expect("[")
        if self._peek() == "]":
            self._at += 1
            return
        number = 0
        while True:
            number += 1
            yield number
            if self._next_or_end("]"):
                return

    def value(self) -> Any:
        """The value here, as a whole.

        Raises:
            NotJson: it is broken, too large or nested too deeply.
        """
        self._peek()
        while True:
            try:
                found, end = self._decoder.raw_decode(self._window, self._at)
            except json.JSONDecodeError as error:
                if self._ended or not self._more():
                    raise self._broken(error.msg) from error
            except RecursionError as error:
                raise self._broken("nested too deeply") from error
            except ValueError as error:  # a number of thousands of digits
                raise self._broken(str(error)) from error
            else:
                # A number at the very end may go on in what is not read yet.
                if end < len(self._window) or self._ended or not self._more():
                    self._at = end
                    return found

    def skip(self, depth: int = 0) -> None:
        """Move past the value here without holding it.

        Raises:
            NotJson: it is broken, or nested too deeply.
        """
        if depth > _MAX_DEPTH:
            raise self._broken("nested too deeply")
        start = self._peek()
        if start == "{":
            for _ in self.members():
                self.skip(depth + 1)
        elif start == "[":
            for _ in self.elements():
                self.skip(depth + 1)
        else:
            self.value()

    def at(self, start: str) -> bool:
        """Whether the value here begins with ``start``."""
        return self._peek() == start

    def finish(self) -> None:
        """Make sure that nothing follows.

        Raises:
            NotJson: something does.
        """
        if self._peek():
            raise self._broken("there is more after the end")

    def _peek(self) -> str:
        while True:
            self._at = _SPACE.match(self._window, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._window):
                return self._window[self._at]
            if self._ended or not self._more():
                return ""

    def _expect(self, sign: str) -> None:
        if self._peek() != sign:
            raise self._broken(f"expected {sign}")
        self._at += 1

    def _next_or_end(self, end: str) -> bool:
        sign = self._peek()
        if sign not in (",", end) or not sign:
            raise self._broken(f"expected , or {end}")
        self._at += 1
        return sign == end

    def _more(self) -> bool:
        """Read on; false at the end of the file."""
        rest = len(self._window) - self._at
        if rest > _MAX_ELEMENT:
            raise self._broken(f"an element of more than {_MAX_ELEMENT:,} characters")
        try:
            # At least as much again as is waiting, so that a large element is not tried often.
            chunk = self._source.read(max(_CHUNK, rest))
        except UnicodeDecodeError as error:
            message = f"not UTF-8 ({error.reason}) after character {self._passed + self._at:,}"
            raise NotJson(Rejection("", "wrong_encoding", message)) from error
        if not chunk:
            self._ended = True
            return False
        self._passed += self._at
        self._window = self._window[self._at :] + chunk
        self._at = 0
        return True

    def _broken(self, what: str) -> NotJson:
        message = f"not JSON near character {self._passed + self._at + 1:,}: {what}"
        return NotJson(Rejection("", "malformed", message))
