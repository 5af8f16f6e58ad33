"""The floor of answering: FastAPI and the async driver, the same Cypher, nothing else."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import neo4j
import orjson
from fastapi import FastAPI, Response

#: Of each question, its statements with their parameters; given as a file, since ids are many.
STATEMENTS = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text(encoding="utf-8"))
URI, USER, PASSWORD = json.loads(os.environ["BENCH_CONNECTION"])


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with neo4j.AsyncGraphDatabase.driver(URI, auth=(USER, PASSWORD)) as driver:
        app.state.driver = driver
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/answer/{number}")
async def answer(number: int) -> Response:
    found = []
    async with app.state.driver.session(default_access_mode="READ") as session:
        for statement, parameters in STATEMENTS[number]:
            found.append((await (await session.run(statement, parameters)).single()).data())
    return Response(orjson.dumps(found), media_type="application/json")
