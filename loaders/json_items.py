"""The records of one large JSON text, one after the other, whatever its size."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import IO, Any

from kg.intake import Rejection
from loaders.files import MAX_LINE

__all__ = ["json_items"]

_SPACE = " \t\r\n"
_CHUNK = 1024 * 1024


def _no_such_number(text: str) -> float:
    raise ValueError(f"{text} is not a number in JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_such_number)


class _Broken(Exception):
    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.problem = Rejection("", reason, message)


def json_items(stream: IO[bytes], *names: str) -> Iterator[tuple[int, Any]]:
    """Number, from 1, and value of each record.

    They are the items of the arrays, or the values of the objects, that the outermost object
    has by these names; an empty name stands for an outermost array.
    Only one record is held at a time. What is not JSON is a :class:`Rejection` in place of a
    record, and the last one.
    """
    number = 0
    try:
        for key, value in _Text(stream).items():
            if key in names:
                number += 1
                yield number, value
    except _Broken as broken:
        yield number + 1, broken.problem


class _Text:
    """A JSON text as far as it has been read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._decode = codecs.getincrementaldecoder("utf-8-sig")().decode
        self._text = ""
        self._at = 0
        self._passed = 0
        self._ended = False

    def items(self) -> Iterator[tuple[str, Any]]:
        """Each record with the name of the field of the outermost object it stands in."""
        if self._next() == "[":
            for item in self._array():
                yield "", item
        else:
            for key in self._keys():
                first = self._next()
                if first == "[":
                    for item in self._array():
                        yield key, item
                elif first == "{":
                    for _ in self._keys():
                        yield key, self._value()
                else:
                    self._value()
        if self._next():
            raise self._wrong("expected the end of the file")

    def _keys(self) -> Iterator[str]:
        """Names of the fields of an object; whoever asks for the next has read the value."""
        self._expect("{")
        if self._next() == "}":
            self._at += 1
            return
        while True:
            self._next()
            key = self._value()
            if not isinstance(key, str):
                raise self._wrong("expected a field's name")
            self._expect(":")
            yield key
            if self._next() == "}":
                self._at += 1
                return
            self._expect(",")

    def _array(self) -> Iterator[Any]:
        self._expect("[")
        if self._next() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            if self._next() == "]":
                self._at += 1
                return
            self._expect(",")

    def _next(self) -> str:
        """The next character that is no white space, which stays; empty at the end."""
        while True:
            while self._at < len(self._text):
                character = self._text[self._at]
                if character not in _SPACE:
                    return character
                self._at += 1
            if not self._more():
                return ""

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise self._wrong(f"expected {character!r}")
        self._at += 1

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._ended or not self._more():
                    raise self._wrong(error.msg) from error
            except (ValueError, RecursionError) as error:
                deep = isinstance(error, RecursionError)
                message = "nested too deeply" if deep else str(error)
                raise self._wrong(message) from error
            else:
                # A number that ends where the text ends may go on.
                if end < len(self._text) or not self._more():
                    self._at = end
                    return value
            if len(self._text) - self._at > 2 * MAX_LINE:
                message = f"record longer than {MAX_LINE:,} characters, or not closed"
                raise _Broken("line_too_long", message)

    def _more(self) -> bool:
        """Read on; false at the end of the file."""
        if self._ended:
            return False
        chunk = self._stream.read(max(_CHUNK, len(self._text) - self._at))
        self._ended = not chunk
        try:
            read = self._decode(chunk, final=self._ended)
        except UnicodeDecodeError as error:
            raise _Broken("wrong_encoding", f"not UTF-8 ({error.reason})") from error
        self._passed += self._at
        self._text = self._text[self._at :] + read
        self._at = 0
        return bool(read) or not self._ended

    def _wrong(self, message: str) -> _Broken:
        place = self._passed + self._at + 1
        return _Broken("malformed", f"not JSON near character {place}: {message}")
