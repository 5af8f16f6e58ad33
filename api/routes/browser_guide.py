"""``/browser-guide``: what Neo4j Browser plays, styles graphs by, and keeps as favourites.

Neo4j Browser is a page of another port, so each answer says that the local one may read it, and
what it asks beforehand (``OPTIONS``) is answered. No other page may.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

import kg.server
from api.dependencies import GraphDep
from kg.browser_guide import favourites, favourites_archive, guide, style
from kg.errors import LocalServerError
from kg.settings import Settings

router = APIRouter(prefix="/browser-guide", include_in_schema=False)

#: Headers that Neo4j Browser adds to its request.
_ASKED_WITH = "cache-control, pragma, sentry-trace, baggage"


def _shared(request: Request, graph: GraphDep) -> dict[str, str]:
    """The headers that let the local Neo4j Browser read an answer, and no other page."""
    headers = {"Vary": "Origin", "Cache-Control": "no-cache"}
    origin = request.headers.get("origin")
    if origin in _local_browser(graph.settings):
        headers["Access-Control-Allow-Origin"] = str(origin)
    return headers


Shared = Annotated[dict[str, str], Depends(_shared)]


def _local_browser(settings: Settings) -> set[str]:
    """Origins of the local Neo4j Browser: of the one that runs, else where it would."""
    port = settings.browser_port
    try:
        running = kg.server.status(settings).browser
    except LocalServerError:  # the extra `local` is not installed
        running = None
    if running is not None:
        port = int(running.partition("/browser/")[0].rpartition(":")[2])
    return {f"http://{host}:{port}" for host in ("localhost", "127.0.0.1")}


@router.options("/therapath.html")
@router.options("/therapath.grass")
@router.options("/favourites.cypher")
@router.options("/favourites.zip")
def options_of_file(shared: Shared) -> Response:
    """What a browser asks before it reads a file with headers of Neo4j Browser's own."""
    if "Access-Control-Allow-Origin" in shared:
        shared["Access-Control-Allow-Methods"] = "GET"
        shared["Access-Control-Allow-Headers"] = _ASKED_WITH
        shared["Access-Control-Max-Age"] = "600"
    return Response(status_code=204, headers=shared)


@router.get("/therapath.html")
def get_guide(request: Request, shared: Shared) -> Response:
    """The guide; its addresses are those it was asked at."""
    address = f"{request.base_url}browser-guide"
    return Response(guide(address), media_type="text/html", headers=shared)


@router.get("/therapath.grass")
def get_style(shared: Shared) -> Response:
    """The style."""
    return Response(style(), media_type="text/plain", headers=shared)


@router.get("/favourites.cypher")
def get_favourites(shared: Shared) -> Response:
    """The queries as text."""
    return Response(favourites(), media_type="text/plain", headers=shared)


@router.get("/favourites.zip")
def get_favourites_archive(shared: Shared) -> Response:
    """The queries as Neo4j Browser imports them."""
    return Response(favourites_archive(), media_type="application/zip", headers=shared)
