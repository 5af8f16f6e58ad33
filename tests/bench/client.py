"""A small HTTP client for timing: keep-alive connections, one request at a time on each.

Run as ``python -m tests.bench.client HOST PORT PATH CLIENTS SECONDS``; prints JSON. ``@FILE``
for the path takes turns among the paths in a file, one a line. It is a
process of its own so that it does not share the server's interpreter lock.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path


async def one(host: str, port: int, paths: Iterable[str], until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    requests = [f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() for path in paths]
    turns = itertools.cycle(requests)
    while time.perf_counter() < until:
        started = time.perf_counter()
        writer.write(next(turns))
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"not answered: {head.decode(errors='replace')}")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        await reader.readexactly(length)
        times.append(time.perf_counter() - started)
    writer.close()


async def run(
    host: str, port: int, paths: list[str], clients: int, seconds: float
) -> dict[str, float]:
    times: list[float] = []
    started = time.perf_counter()
    # Each client begins elsewhere in the list.
    parts = [paths[place * len(paths) // clients :] + paths for place in range(clients)]
    await asyncio.gather(*(one(host, port, part, started + seconds, times) for part in parts))
    took = time.perf_counter() - started
    # A slow answer may have come once only.
    cuts = statistics.quantiles(times if len(times) > 1 else times * 2, n=100)
    return {
        "requests": len(times),
        "per_second": len(times) / took,
        "p50_ms": statistics.median(times) * 1000,
        "p95_ms": cuts[94] * 1000,
    }


if __name__ == "__main__":
    try:
        import uvloop

        uvloop.install()
    except ImportError:
        pass
    host, port, path, clients, seconds = sys.argv[1:]
    paths = Path(path[1:]).read_text().split() if path.startswith("@") else [path]
    print(json.dumps(asyncio.run(run(host, int(port), paths, int(clients), float(seconds)))))
