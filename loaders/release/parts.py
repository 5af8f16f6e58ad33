"""Inputs cut into parts that processes can read beside each other.

A large file of JSON Lines is cut between lines; any other input is one part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from kg.errors import LoadError
from loaders.datasets import Dataset
from loaders.facts.json_lines import UTF_16
from loaders.loader import InputFile

__all__ = ["FACTS", "PART_SIZE", "TERMS", "Part", "Range", "parts_of"]

#: Kinds of rows.
TERMS: Final = "term"
FACTS: Final = "fact"

#: Bytes of a part: enough that folding names within it pays, little enough to share the work.
PART_SIZE: Final = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Range:
    """Whole lines of a file."""

    start: int
    end: int
    line: int
    """Number of the first of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one process reads at a time."""

    number: int
    """Its place among all parts."""
    source_id: str
    vocabulary: bool
    file: InputFile
    range: Range | None = None
    only: str = ""
    """Which rows are read: terms or facts; empty for both."""


def parts_of(datasets: list[Dataset], size: int = PART_SIZE) -> Iterator[Part]:
    """The parts of all inputs, in their order.

    Raises:
        LoadError: a file cannot be read.
    """
    numbers = count()
    for dataset in datasets:
        vocabulary = dataset.details.vocabulary
        for file in dataset.files:
            if _can_be_cut(file, size):
                for range_ in _ranges(file.path, size):
                    yield Part(next(numbers), dataset.id, vocabulary, file, range_)
            else:
                only = TERMS if vocabulary else ""
                yield Part(next(numbers), dataset.id, vocabulary, file, only=only)


def _can_be_cut(file: InputFile, size: int) -> bool:
    path = file.path
    if file.format != "jsonl" or path.name.lower().endswith(".gz"):
        return False
    try:
        with path.open("rb") as stream:
            return path.stat().st_size > size and not stream.read(2).startswith(UTF_16)
    except OSError as error:
        raise LoadError(f"{path}: {error.strerror or error}") from error


def _ranges(path: Path, size: int) -> Iterator[Range]:
    """Ranges of about ``size`` bytes; a line that is longer stays whole."""
    start, line, held = 0, 1, 0
    with path.open("rb") as stream:
        while block := stream.read(size):
            end = block.rfind(b"\n") + 1
            if end:
                yield Range(start, start + held + end, line)
                start, line = start + held + end, line + block.count(b"\n")
                held = len(block) - end
            else:
                held += len(block)
    if held:
        yield Range(start, start + held, line)
