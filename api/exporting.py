"""Exports over HTTP: streamed as the client takes them, broken off rather than wrong."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncGenerator
from typing import Any

from fastapi import Request, Response
from starlette.responses import StreamingResponse
from starlette.types import Send

from api.answers import tags_of
from api.dependencies import Graph
from api.routes.parameters import ExportParameters
from kg.errors import GraphChanged, InvalidValue, QueryTimeout, TherapathError
from kg.export import FORMATS, Export, prepare_export
from kg.export.packing import gzipped, one_file, zipped
from kg.export.styles import cytoscape_js_style, cytoscape_style

__all__ = ["export_response", "media_types", "style_response"]

_log = logging.getLogger("therapath.api")

#: What is gathered before the answer begins, bytes: what goes wrong until then has its status,
#: and a small export that somebody changed the graph under is made again.
_HEAD = 256 * 1024
_ATTEMPTS = 3
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


def media_types() -> dict[str, Any]:
    """For OpenAPI: what an export may be."""
    kinds = {form.media_type for form in FORMATS.values() if not form.pair_only}
    return {kind: {} for kind in sorted({*kinds, "application/zip"})}


def style_response(kind: str) -> Response:
    """The style sheet of cytoscape.js, or the style of Cytoscape."""
    if kind == "cytoscape":
        return Response(cytoscape_style(), media_type="application/xml")
    return Response(cytoscape_js_style(), media_type="application/json")


async def export_response(request: Request, graph: Graph, asked: ExportParameters) -> Response:
    """The export as a response that streams.

    Raises:
        InputError: something is wrong about the question.
        DatabaseError: it failed before the answer began.
    """
    packed = _GZIP.search(request.headers.get("accept-encoding", "")) is not None
    for left in reversed(range(_ATTEMPTS)):
        export = await prepare_export(graph.database, graph.resolver, asked)
        if asked.archive and export.format.files is None:
            raise InvalidValue(f"{export.format.name} is one file, not an archive", field="archive")
        archive = export.format.pair_only or asked.archive is not None
        tag = f'"{export.version}"'
        if tag in tags_of(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers={"ETag": tag})
        chunks = _in_time(_body(export, archive, packed), graph.settings.export_timeout)
        try:
            head = await _head(chunks)
        except GraphChanged:
            if not left:
                raise
            continue
        return _Streamed(head, chunks, headers=_headers(export, archive, packed))
    raise AssertionError("unreachable")  # pragma: no cover


def _body(export: Export, archive: bool, packed: bool) -> AsyncGenerator[bytes, None]:
    if archive:
        return zipped(export)
    return gzipped(one_file(export)) if packed else one_file(export)


def _headers(export: Export, archive: bool, packed: bool) -> dict[str, str]:
    form = export.format
    suffix = ".zip" if archive else form.suffix
    found = {
        "Content-Type": "application/zip" if archive else form.media_type,
        "Content-Disposition": f'attachment; filename="therapath{suffix}"',
        "ETag": f'"{export.version}"',
        "Vary": "Accept-Encoding",
    }
    return found if archive or not packed else {**found, "Content-Encoding": "gzip"}


async def _in_time(
    chunks: AsyncGenerator[bytes, None], seconds: float
) -> AsyncGenerator[bytes, None]:
    clock = asyncio.get_running_loop().time
    end = clock() + seconds
    async with contextlib.aclosing(chunks) as read:
        async for chunk in read:
            yield chunk
            if clock() > end:
                raise QueryTimeout(
                    f"the export took longer than {seconds:g} s and was stopped",
                    advice="narrow it with filters, or raise THERAPATH_EXPORT_TIMEOUT",
                )


async def _head(chunks: AsyncGenerator[bytes, None]) -> list[bytes]:
    found, size = [], 0
    async for chunk in chunks:
        found.append(chunk)
        size += len(chunk)
        if size >= _HEAD:
            break
    return found


class _Streamed(StreamingResponse):
    """A response that ends its source when the client goes away, and is cut off when that fails.

    An answer that is cut off is not ended in order: every client notices.
    """

    def __init__(
        self, head: list[bytes], rest: AsyncGenerator[bytes, None], *, headers: dict[str, str]
    ) -> None:
        super().__init__(self._joined(head, rest), headers=headers)
        self._rest = rest

    async def _joined(
        self, head: list[bytes], rest: AsyncGenerator[bytes, None]
    ) -> AsyncGenerator[bytes, None]:
        for chunk in head:
            yield chunk
        async for chunk in rest:
            yield chunk

    async def stream_response(self, send: Send) -> None:
        """Send what there is."""
        async with contextlib.aclosing(self._rest):
            try:
                await super().stream_response(send)
            except TherapathError as error:
                _log.warning("an export was broken off: %s", error)
