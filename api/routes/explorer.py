"""``/``: the explorer page, and what it asks for once."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.dependencies import GraphDep
from api.explorer import FOLDER, Assets, ExplorerDetails, details

router = APIRouter(tags=["explorer"])

#: The page and its files; their addresses are relative to the page's own.
assets = Assets(directory=FOLDER)


@router.get("/", summary="The explorer page", include_in_schema=False)
async def get_page(request: Request) -> Response:
    """The page: ask, read, follow each claim to its evidence."""
    return await assets.get_response("index.html", request.scope)


@router.get("/explorer.json", summary="What the explorer page is told", include_in_schema=False)
async def get_details(response: Response, graph: GraphDep) -> ExplorerDetails:
    """Examples, filters, addresses of pages about ids, and where Neo4j Browser is."""
    response.headers["Cache-Control"] = "no-store"
    return details(graph.settings)
