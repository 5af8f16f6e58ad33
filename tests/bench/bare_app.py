"""The floor of answering: FastAPI and the async driver, the same Cypher, nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import neo4j
import orjson
from fastapi import FastAPI, Response

STATEMENT = json.loads(os.environ["BENCH_STATEMENT"])
PARAMETERS = json.loads(os.environ["BENCH_PARAMETERS"])
URI, USER, PASSWORD = json.loads(os.environ["BENCH_CONNECTION"])


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with neo4j.AsyncGraphDatabase.driver(URI, auth=(USER, PASSWORD)) as driver:
        app.state.driver = driver
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/answer")
async def answer() -> Response:
    async with app.state.driver.session(default_access_mode="READ") as session:
        record = await (await session.run(STATEMENT, PARAMETERS)).single()
    return Response(orjson.dumps(record.data()), media_type="application/json")
