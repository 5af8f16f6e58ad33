"""``POST /v1/facts``: facts in, one or many, with a result for each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import GraphDep, JsonResponse
from api.errors import BodyTooLarge, WrongMediaType, problem_responses
from kg.errors import InvalidValue
from kg.intake import Rejection, take_in
from kg.json_text import decode
from kg.model.answer import FactsResult
from kg.model.base import Words
from kg.model.fact import fact_json_schema

router = APIRouter(prefix="/v1/facts", tags=["facts"])

#: Most facts one request may hold; files go through ``therapath load``.
MAX_FACTS = 10_000

_FACT = fact_json_schema()
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": {"anyOf": [_FACT, {"type": "array", "items": _FACT}]}}
        },
    }
}


@router.post(
    "",
    summary="Add facts",
    responses={200: {"model": FactsResult}, **problem_responses(413, 415, 422)},
    openapi_extra=_BODY,
)
async def post_facts(
    request: Request,
    graph: GraphDep,
    source: Annotated[Words, Query(description="Name of the dataset.")] = "http",
) -> Response:
    """Add one fact or a list of them; each is loaded, there already, or rejected with a reason."""
    rows = await _rows(request, graph.settings.max_body_bytes)
    result = await take_in(graph.database, rows, source=source)
    return JsonResponse(result.__pydantic_serializer__.to_json(result, exclude_none=True))


async def _rows(request: Request, limit: int) -> list[object]:
    # Asking for this type keeps pages of other sites out: browsers ask before sending it.
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise WrongMediaType("send facts as application/json", field="content-type")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > limit:
            raise BodyTooLarge(f"the body is larger than {limit:,} bytes", field="body")
    found = decode(bytes(body))
    if isinstance(found, Rejection):
        raise InvalidValue(found.message, field=found.field or "body")
    rows = found if isinstance(found, list) else [found]
    if not 1 <= len(rows) <= MAX_FACTS:
        raise InvalidValue(f"expected 1 to {MAX_FACTS:,} facts, not {len(rows):,}", field="body")
    return rows
