"""``manifest.json``: what a release holds, and by which its files are known to be whole."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from kg.errors import ReleaseError
from kg.release.layout import RELEASE_FORMAT, TABLES
from kg.setup import SCHEMA_VERSION

__all__ = [
    "MANIFEST",
    "REJECTS",
    "Manifest",
    "read_manifest",
    "refuse_other",
    "table_file",
    "write_manifest",
]

MANIFEST = "manifest.json"
#: The ledger: every row that was rejected, with its place and reason.
REJECTS = "rejects.jsonl"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself."""

    build_id: str
    vocabulary: str
    """Digest of the packaged vocabulary that facts were mapped with."""
    terms: str | None
    """Digest of the ontologies behind it; null for none."""
    counts: dict[str, int]
    """Rows of each file."""
    sources: list[dict[str, Any]]
    report: dict[str, Any]
    """The account: read = loaded + already there + rejected, and what was left out."""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Size and sha256 of each file."""
    format: int = RELEASE_FORMAT
    schema_version: int = SCHEMA_VERSION
    therapath: str = field(default_factory=lambda: version("therapath"))

    def as_map(self) -> dict[str, Any]:
        """As the file has it."""
        return asdict(self)


def table_file(name: str) -> str:
    """The file of a table."""
    return f"{name}.parquet"


def refuse_other(folder: Path, *, replace: bool) -> None:
    """See that a release may be written to a folder.

    Raises:
        ReleaseError: something is there, and either it is no release or it may not be replaced.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not (folder / MANIFEST).is_file():
        raise ReleaseError(
            f"{folder} is there and is no release, so it is not touched",
            advice="give -o the name of a folder to be made",
        )
    if not replace:
        raise ReleaseError(
            f"{folder} holds a release already",
            advice="give --force to put the new one in its place, or another name",
        )


def write_manifest(release: Path, manifest: Manifest) -> Manifest:
    """Note size and digest of every file, and write the manifest."""
    names = [*map(table_file, TABLES), REJECTS]
    told = manifest.as_map() | {"files": {name: _fingerprint(release / name) for name in names}}
    text = orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (release / MANIFEST).write_bytes(text)
    return Manifest(**told)


def read_manifest(release: Path, *, verify: bool = True) -> Manifest:
    """The manifest of a release; with ``verify`` its files are compared with it.

    Raises:
        ReleaseError: the folder is no release, a file is missing or not what it was, or it was
            made for another layout.
    """
    file = release / MANIFEST
    try:
        told = orjson.loads(file.read_bytes())
        found = Manifest(**told)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReleaseError(
            f"{release} is not a release: it has no {MANIFEST}",
            advice="`therapath build PATH… -o RELEASE` makes one",
        ) from error
    except (ValueError, TypeError) as error:
        raise ReleaseError(f"{file} is damaged ({error})", advice=_BUILD_AGAIN) from error
    if (found.format, found.schema_version) != (RELEASE_FORMAT, SCHEMA_VERSION):
        raise ReleaseError(
            f"{release} was made by therapath {found.therapath} in format {found.format} for "
            f"graphs of layout {found.schema_version}; this one has format {RELEASE_FORMAT} "
            f"and layout {SCHEMA_VERSION}",
            advice="build it again with this therapath, or use the one that made it",
        )
    if verify:
        _verify(release, found)
    return found


_BUILD_AGAIN = "copy it again from where it was built, or build it again"


def _verify(release: Path, manifest: Manifest) -> None:
    if set(manifest.files) != {*map(table_file, TABLES), REJECTS}:
        raise ReleaseError(f"{release / MANIFEST} does not name the files", advice=_BUILD_AGAIN)
    for name, told in manifest.files.items():
        file = release / name
        if not file.is_file():
            raise ReleaseError(f"the release lacks {file}", advice=_BUILD_AGAIN)
        if file.stat().st_size != told["size"] or _fingerprint(file) != told:
            raise ReleaseError(
                f"{file} is not the file that the release was made with", advice=_BUILD_AGAIN
            )


def _fingerprint(file: Path) -> dict[str, Any]:
    with file.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"size": file.stat().st_size, "sha256": digest}
