"""A study's record as a tree whose parts may be missing, but not be of another kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Node", "WrongShape"]


class WrongShape(Exception):
    """A part of a record is there, and of another kind than the registry's own."""

    def __init__(self, field: str, reason: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.reason = reason
        self.message = message


@dataclass(frozen=True, slots=True)
class Node:
    """An object inside a record; what it lacks is empty or null."""

    fields: dict[str, Any]
    path: str = ""

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _wrong(self, key: str, expected: str, value: Any) -> WrongShape:
        found = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
        shown = found.get(type(value), "a number")
        return WrongShape(self._at(key), "wrong_type", f"expected {expected}, not {shown}")

    def part(self, *keys: str) -> Node:
        """The object below ``keys``.

        Raises:
            WrongShape: something else is there; so for every method here.
        """
        node = self
        for key in keys:
            value = node.fields.get(key)
            if value is not None and not isinstance(value, dict):
                raise node._wrong(key, "an object", value)
            node = Node(value or {}, node._at(key))
        return node

    def items(self, key: str) -> Iterator[Node]:
        """The objects of a list."""
        for index, value in enumerate(self._list(key)):
            at = f"{key}[{index}]"
            if not isinstance(value, dict):
                raise self._wrong(at, "an object", value)
            yield Node(value, self._at(at))

    def texts(self, key: str) -> list[str]:
        """The texts of a list that say something, each on one line."""
        found = []
        for index, value in enumerate(self._list(key)):
            if not isinstance(value, str):
                raise self._wrong(f"{key}[{index}]", "text", value)
            found.append(" ".join(value.split()))
        return [text for text in found if text]

    def _list(self, key: str) -> list[Any]:
        value = self.fields.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(key, "a list", value)
        return value

    def text(self, key: str) -> str | None:
        """A text on one line; null where it is empty. A bare number counts as its text."""
        value = self.fields.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._wrong(key, "text", value)
        return " ".join(value.split()) or None

    def prose(self, key: str) -> str:
        """A running text with its line breaks."""
        value = self.fields.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self._wrong(key, "text", value)
        return value

    def whole(self, key: str) -> int | None:
        """A count; the older records have it as text."""
        value = self.fields.get(key)
        if value is None or value == "":
            return None
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(key, "a whole number", value)
        return value
