"""Fetching studies page by page into a folder that can then be loaded.

Each page is written whole or not at all, then the state (the query, and the token of the next
page). Whatever ends a fetch, the same command goes on after the last whole page.
"""

from __future__ import annotations

import gzip
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import LoadError
from loaders.clinicaltrials.pages import Registry

__all__ = ["STATE", "Fetched", "Query", "fetch"]

#: Not an ending that a loader takes, so that ``load FOLDER`` passes over it.
STATE = "clinicaltrials.fetch"

#: Told how many studies there are and, where the registry says, how many there will be.
Advance = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for, in the words of the registry's own search."""

    condition: str | None
    intervention: str | None

    def parameters(self) -> dict[str, str]:
        """As the API takes them."""
        asked = {"query.cond": self.condition, "query.intr": self.intervention}
        return {name: value for name, value in asked.items() if value}

    def __str__(self) -> str:
        asked = {"condition": self.condition, "intervention": self.intervention}
        return ", ".join(f"{name} {value!r}" for name, value in asked.items() if value)


@dataclass(slots=True)
class Fetched:
    """How far a fetch has come."""

    query: Query
    pages: int = 0
    studies: int = 0
    total: int | None = None
    """How many there are, as the registry said with the first page."""
    next_token: str | None = None
    complete: bool = False


def fetch(
    registry: Registry,
    query: Query,
    folder: Path,
    *,
    page_size: int,
    max_studies: int | None,
    advance: Advance,
) -> Fetched:
    """Pages of studies in ``folder``, those that are there already not fetched again.

    Raises:
        LoadError: the folder holds another query's pages or cannot be written, or the
            registry does not answer.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        state = _state(folder / STATE, query)
        advance(state.studies, state.total)
        while not state.complete and (max_studies is None or state.studies < max_studies):
            wanted = page_size if max_studies is None else max_studies - state.studies
            _fetch_page(registry, state, folder, min(page_size, wanted))
            advance(state.studies, state.total)
    except OSError as error:
        raise LoadError(f"{folder}: {error.strerror or error}") from error
    return state


def _fetch_page(registry: Registry, state: Fetched, folder: Path, size: int) -> None:
    parameters = {**state.query.parameters(), "format": "json", "pageSize": str(size)}
    if state.next_token is None:
        parameters["countTotal"] = "true"
    else:
        parameters["pageToken"] = state.next_token
    content, page = registry.page(parameters)
    token = page.get("nextPageToken")
    if token is not None and (not isinstance(token, str) or token == state.next_token):
        raise LoadError("the registry gives no next page after this one; try again later")
    packed = gzip.compress(content, 6, mtime=0)
    _write(folder / f"page-{state.pages + 1:05}.json.gz", packed)
    state.pages += 1
    state.studies += len(page["studies"])
    if isinstance(page.get("totalCount"), int):
        state.total = page["totalCount"]
    state.next_token = token
    state.complete = token is None
    _write_state(folder / STATE, state)


def _state(file: Path, query: Query) -> Fetched:
    """Where an earlier fetch of the same query ended, or a new beginning.

    Raises:
        LoadError: it was another query, or the state cannot be read.
    """
    if not file.exists():
        if any(file.parent.glob("page-*.json.gz")):
            raise LoadError(
                f"{file.parent}: holds pages, but not {STATE}, which says what was asked for; "
                "choose an empty folder"
            )
        state = Fetched(query)
        _write_state(file, state)
        return state
    try:
        data: dict[str, Any] = json.loads(file.read_bytes())
        known = Query(**data.pop("query"))
        state = Fetched(known, **data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LoadError(f"{file}: not the state of a fetch ({error})") from error
    if known != query:
        raise LoadError(
            f"{file.parent}: holds the studies of another query ({known}); choose another folder"
        )
    missing = [
        page
        for number in range(1, state.pages + 1)
        if not (file.parent / (page := f"page-{number:05}.json.gz")).exists()
    ]
    if missing:
        raise LoadError(f"{file.parent}: {missing[0]} is gone; start again in an empty folder")
    return state


def _write_state(file: Path, state: Fetched) -> None:
    _write(file, json.dumps(asdict(state), ensure_ascii=False, indent=2).encode())


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all, also when the machine stops."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o644)
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
