"""What each loader says of itself: its name, how its files are told, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.rows import Reader

__all__ = ["InputFile", "Loader", "Start"]


@dataclass(frozen=True, slots=True)
class Start:
    """What a file is recognised by."""

    path: Path
    suffix: str
    """The end of its name in lower case, ``.gz`` taken off: ``.tsv``, ``.tar`` (of ``.tar.gz``)."""
    head: bytes
    """Its first 64 KiB, unpacked; empty for an archive of several files."""
    members: tuple[str, ...] = ()
    """Names of the files inside a ``.zip`` or ``.tar``, the first 1,000."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """An input to load, with the name its facts go by."""

    path: Path
    name: str
    """Its place below the folder that was given, without endings."""
    format: str
    """The loader's name."""
    companions: tuple[Path, ...] = ()
    """Further files that are read together with it (the edges of a graph beside its nodes)."""
    options: dict[str, Any] = field(default_factory=dict)
    """What the command line asked of this loader, such as the root of a branch."""


def _alone(paths: list[Path]) -> list[tuple[Path, ...]]:
    return [(path,) for path in paths]


@dataclass(frozen=True, slots=True)
class Loader:
    """A format that can be loaded."""

    name: str
    """As ``--format`` takes it."""
    takes: str
    """For help texts: a few words."""
    suffixes: frozenset[str]
    """Endings its files may have, ``.gz`` aside; ``.zip`` and ``.tar`` only where it unpacks."""
    recognises: Callable[[Start], bool]
    """Whether a file of one of these endings is of this format. Must not raise."""
    read: Callable[[InputFile], Reader]
    gather: Callable[[list[Path]], list[tuple[Path, ...]]] = _alone
    """Groups its files into inputs; the first of a group names the input."""
    options: frozenset[str] = frozenset()
    """What the command line may ask of it beside, such as ``branch``."""
