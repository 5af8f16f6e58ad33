"""Exports in files: each is written beside its name, and takes it only when it is whole."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import InvalidValue
from kg.export.formats import Format
from kg.export.packing import gzipped, one_file, zipped
from kg.export.stream import Export

__all__ = ["is_folder", "write_export", "write_stream"]


def is_folder(form: Format, path: Path) -> bool:
    """Whether an export goes to a folder of two files, by its format and what it is to be called.

    KGX's JSON Lines are one file where the name is that of one, else two, as KGX reads them.
    """
    if form.files is None or path.suffix == ".zip":
        return False
    ending = form.suffix
    return form.pair_only or not path.name.endswith((ending, f"{ending}.gz", ".ndjson"))


async def write_export(export: Export, path: Path) -> list[Path]:
    """Write an export; ``.gz`` is compressed, ``.zip`` packed. The files that were written.

    What was there before is replaced when all of the new is written, and stays if that fails.

    Raises:
        InvalidValue: it cannot be written there.
        GraphChanged, DatabaseError: nothing was written.
    """
    if is_folder(export.format, path):
        assert export.format.files is not None  # noqa: S101  # as is_folder found
        names = [path / name for name in export.format.files]
        return await _pair(export, path, names)
    chunks = one_file(export)
    if path.suffix == ".zip":
        if export.format.files is None:
            raise InvalidValue(
                f"{export.format.name} is one file: name it …{export.format.suffix} or "
                f"…{export.format.suffix}.gz",
                field="output",
            )
        chunks = zipped(export)
    elif path.suffix == ".gz":
        chunks = gzipped(chunks)
    with _whole_or_nothing([path]) as [stream]:
        await write_stream(chunks, stream)
    return [path]


async def write_stream(chunks: AsyncGenerator[bytes, None], stream: BinaryIO) -> None:
    """Write chunks as they come."""
    async with contextlib.aclosing(chunks) as read:
        async for chunk in read:
            stream.write(chunk)
    stream.flush()


async def _pair(export: Export, folder: Path, names: list[Path]) -> list[Path]:
    with _folder(folder), _whole_or_nothing(names) as streams:
        async with contextlib.aclosing(export.chunks()) as chunks:
            async for which, chunk in chunks:
                streams[which].write(chunk)
    return names


@contextlib.contextmanager
def _folder(folder: Path) -> Iterator[None]:
    """The folder, made where it is missing, and taken away again where nothing came of it."""
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    except BaseException:
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


@contextlib.contextmanager
def _whole_or_nothing(paths: list[Path]) -> Iterator[list[BinaryIO]]:
    beside = [path.with_name(f".{path.name}.{secrets.token_hex(4)}.part") for path in paths]
    streams: list[BinaryIO] = []
    try:
        with contextlib.ExitStack() as stack:
            for path in beside:
                streams.append(stack.enter_context(path.open("wb")))
            yield streams
        for part, path in zip(beside, paths, strict=True):
            part.replace(path)
    except OSError as error:
        raise _unwritable(paths[0], error) from error
    finally:
        for part in beside:
            part.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> InvalidValue:
    return InvalidValue(f"{path}: cannot be written ({error.strerror or error})", field="output")
