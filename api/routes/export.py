"""``/v1/export``: the graph, or a part of it, for other programs."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep
from api.errors import problem_responses
from api.exporting import export_response, media_types, style_response
from api.routes.parameters import ExportParameters

router = APIRouter(prefix="/v1/export", tags=["export"])


@router.get(
    "",
    summary="The graph, or a part of it, for other programs",
    response_class=Response,
    responses={200: {"content": media_types()}, **problem_responses(404, 409, 422)},
)
async def get_export(
    request: Request, graph: GraphDep, asked: Annotated[ExportParameters, Query()]
) -> Response:
    """The export as a stream, gzipped where the client takes that.

    Without filters it is the whole graph. `kgx-tsv` and `csv` are two files, in a ZIP archive. An
    export is of one version of the graph, which its `ETag` names; where the graph changes while
    it is sent, the answer is broken off.
    """
    return await export_response(request, graph, asked)


@router.get(
    "/style",
    summary="How Cytoscape draws an export",
    response_class=Response,
    responses={200: {"content": {"application/json": {}, "application/xml": {}}}},
)
async def get_style(
    kind: Annotated[
        Literal["cytoscape-js", "cytoscape"],
        Query(alias="for", description="The library cytoscape.js, or the program Cytoscape."),
    ] = "cytoscape-js",
) -> Response:
    """Colours by type and effect, sizes by claims, widths by evidence."""
    return style_response(kind)
