"""Packing while it is written: gzip, and a pair of files as one ZIP archive.

What is packed is the same each time: no file has a date.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import zipfile
import zlib
from collections.abc import AsyncGenerator

from kg.export.stream import Export

__all__ = ["gzipped", "one_file", "zipped"]

#: Half as much time as zlib's usual 6, for a tenth more bytes.
_LEVEL = 3
_OLDEST = (1980, 1, 1, 0, 0, 0)


async def one_file(export: Export) -> AsyncGenerator[bytes, None]:
    """All in one file, also of a format that may be two."""
    async with contextlib.aclosing(export.chunks()) as chunks:
        async for _, chunk in chunks:
            if chunk:
                yield chunk


async def gzipped(chunks: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """The same, compressed."""
    packer = zlib.compressobj(_LEVEL, wbits=31)
    async for chunk in chunks:
        packed = await asyncio.to_thread(packer.compress, chunk)
        if packed:
            yield packed
    yield packer.flush()


class _Sink(io.RawIOBase):
    """What was written since it was taken last; it cannot be gone back in."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        part = bytes(memoryview(data))  # type: ignore[arg-type]
        self._parts.append(part)
        return len(part)

    def take(self) -> bytes:
        found, self._parts = b"".join(self._parts), []
        return found


async def zipped(export: Export) -> AsyncGenerator[bytes, None]:
    """The two files of a pair as a ZIP archive."""
    assert export.format.files is not None  # noqa: S101  # the caller looked
    sink = _Sink()
    archive = zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED)
    place, member = -1, None
    async with contextlib.aclosing(export.chunks()) as chunks:
        async for which, chunk in chunks:
            if which != place:
                if member is not None:
                    member.close()
                place = which
                info = zipfile.ZipInfo(export.format.files[which], _OLDEST)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                member = archive.open(info, "w", force_zip64=True)
            assert member is not None  # noqa: S101  # opened above
            await asyncio.to_thread(member.write, chunk)
            packed = sink.take()
            if packed:
                yield packed
    if member is not None:
        member.close()
    archive.close()
    yield sink.take()
