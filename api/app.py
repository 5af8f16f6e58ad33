"""The FastAPI application."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version

from fastapi import FastAPI

from api import errors
from api.answers import KeptAnswers
from api.dependencies import Graph
from api.hosts import KnownHosts
from api.routes import (
    adverse_events,
    ask,
    browser_guide,
    claims,
    compare,
    contradictions,
    entities,
    explorer,
    export,
    facts,
    gaps,
    health,
    neighbors,
    paths,
    pictures,
    profile,
    results,
    schema,
    sources,
    therapies,
)
from kg.settings import Settings, load_settings

__all__ = ["create_app"]

_DESCRIPTION = """
Which therapies report which outcomes, through which mechanisms, with the evidence behind each
claim. Names or ids are accepted wherever an entity is asked for; an ambiguous name answers 409
with the candidates, an unknown one 404 with near misses. Errors are RFC 9457 problem details.
Every answer carries an `ETag` of the graph's version and answers 304 to `If-None-Match`.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; the database is opened when the first request needs it."""
    settings = settings or load_settings()
    graph = Graph(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        # A large answer is made of a hundred thousand rows that live and die together. Looking for
        # cycles at every 700 new ones, and in all that was imported, took half of its time.
        gc.freeze()
        gc.set_threshold(100_000, 10, 10)
        preparing = asyncio.create_task(graph.prepare()) if settings.plan_ahead else None
        yield
        if preparing is not None:
            preparing.cancel()
            with suppress(asyncio.CancelledError):
                await preparing
        await graph.close()

    app = FastAPI(
        title="therapath",
        version=version("therapath"),
        summary="Therapies, and the paths from them to outcomes.",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
    )
    app.state.graph = graph
    app.add_middleware(KeptAnswers, answers=graph.answers, version=graph.version)
    # A page on another site that makes its name point here would send its own host name.
    app.add_middleware(KnownHosts, hosts=settings.hosts)
    errors.install(app)
    # Where one path holds another's pattern, the narrower one comes first.
    routers = (
        pictures,
        compare,
        adverse_events,
        therapies,
        claims,
        paths,
        results,
        contradictions,
        gaps,
        neighbors,
        entities,
        ask,
        schema,
        sources,
        export,
        facts,
        health,
        explorer,
        browser_guide,
    )
    for module in routers:
        app.include_router(module.router)
    # Its path takes names with slashes, and so whatever of /v1/therapies no other router has.
    app.include_router(profile.router)
    app.mount("/assets", explorer.assets)
    return app
