"""The floor of one hop: a graph in the server's own memory, its edges by node, no database.

What a graph held in Python can do at best: FastAPI, a dictionary, and orjson.
"""

from __future__ import annotations

import csv
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI, Response


def _read() -> tuple[dict[str, dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    nodes, edges = (Path(os.environ[name]) for name in ("BENCH_NODES", "BENCH_EDGES"))
    with nodes.open() as stream:
        entities = {row["id"]: row for row in csv.DictReader(stream, delimiter="\t")}
    by_node: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with edges.open() as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            by_node[row["subject"]].append(row)
            by_node[row["object"]].append(row)
    return entities, by_node


ENTITIES, EDGES = _read()
app = FastAPI()


@app.get("/edges/{identity}")
async def edges(identity: str) -> Response:
    found = EDGES.get(identity, [])
    ends = {row[side] for row in found for side in ("subject", "object")}
    body = {"edges": found, "nodes": [ENTITIES[end] for end in sorted(ends)]}
    return Response(orjson.dumps(body), media_type="application/json")
