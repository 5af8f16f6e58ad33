"""What the explorer page is made of: its files, their headers, and what it must be told."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from kg import server
from kg.ask import EXAMPLES
from kg.errors import LocalServerError
from kg.identifiers import page_addresses
from kg.model.base import Model
from kg.model.question import EvidenceFilters, TotalsFilters
from kg.settings import Settings

__all__ = ["FOLDER", "HEADERS", "Assets", "ExplorerDetails", "PageFilter", "details"]

#: The page's files.
FOLDER = Path(__file__).parent / "web"

_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
}
#: Of the page and each of its files: nothing from elsewhere, no script but the files', and no
#: copy of a file is used before the server has said that it is still the same.
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Assets(StaticFiles):
    """The page's files, each with :data:`HEADERS`, an ``ETag`` and its proper media type."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, or 304."""
        answer = super().file_response(*args, **kwargs)
        answer.headers.update(HEADERS)
        return answer

    def is_not_modified(self, response_headers: Headers, request_headers: Headers) -> bool:
        """Whether the client has it: its ``ETag`` decides, not a date that an archive set."""
        if "if-none-match" not in request_headers:
            return False
        return super().is_not_modified(response_headers, request_headers)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file; modules are JavaScript whatever this system's table of types says."""
        answer = await super().get_response(path, scope)
        if path.endswith((".js", ".mjs")) and "content-type" in answer.headers:
            answer.headers["content-type"] = "text/javascript; charset=utf-8"
        return answer


class PageFilter(Model):
    """A filter, as a form needs it."""

    name: str
    help: str
    kind: str
    """``choice``, ``choices``, ``number``, ``text`` or ``flag``."""
    choices: list[str] = []
    minimum: float | None = None
    maximum: float | None = None
    totals: bool
    """Whether it is about the items of an answer, and so only for therapies and claims."""


class ExplorerDetails(Model):
    """What the page cannot know by itself."""

    examples: list[str]
    filters: list[PageFilter]
    pages: dict[str, str]
    """Prefix → beginning of the address of a page about an id. Links are made of these alone."""
    neo4j_browser: str | None
    """Address of Neo4j Browser, where this server's Neo4j is the local one."""
    draw: str
    """The statement that draws claims, given their ids."""


def details(settings: Settings) -> ExplorerDetails:
    """The details, as they are now: a local Neo4j may come and go."""
    draw = files("cypher").joinpath("browser").joinpath("claims_of_an_answer.cypher")
    return ExplorerDetails(
        examples=list(EXAMPLES),
        filters=page_filters(),
        pages=page_addresses(),
        neo4j_browser=_browser(settings),
        draw=draw.read_text(encoding="utf-8"),
    )


@cache
def page_filters() -> list[PageFilter]:
    """The filters that go with questions, out of the models that check them."""
    schema = TotalsFilters.model_json_schema()
    named = schema.get("$defs", {})
    return [
        _page_filter(name, field, named, totals=name not in EvidenceFilters.model_fields)
        for name, field in schema["properties"].items()
    ]


def _page_filter(
    name: str, field: dict[str, Any], named: dict[str, Any], *, totals: bool
) -> PageFilter:
    # Of a field that may be null, the other type.
    inner = next((one for one in field.get("anyOf", [field]) if one.get("type") != "null"), field)
    several = inner.get("type") == "array"
    inner = inner["items"] if several else inner
    inner = named.get(str(inner.get("$ref", "")).rpartition("/")[2], inner)
    choices = inner.get("enum", [])
    kinds = {"integer": "number", "number": "number", "boolean": "flag"}
    kind = kinds.get(inner.get("type", ""), "text")
    if choices:
        kind = "choices" if several else "choice"
    return PageFilter(
        name=name,
        help=" ".join(str(field.get("description", "")).split()),
        kind=kind,
        choices=choices,
        minimum=inner.get("minimum"),
        maximum=inner.get("maximum"),
        totals=totals,
    )


def _browser(settings: Settings) -> str | None:
    if settings.neo4j_uri is not None:
        return None
    try:
        return server.status(settings).browser
    except LocalServerError:
        return None
