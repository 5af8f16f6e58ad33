"""Sources that come, change and go: the graph is a function of what the present ones say."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from real_neo4j import Graph
from said_sources import differences, load_said, made_source, picture, read_said, stated, waiting

from kg.errors import UnknownName
from kg.retract import retract

pytestmark = pytest.mark.neo4j


@pytest.fixture(autouse=True)
def said_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaders.datasets.read", read_said)
    monkeypatch.setattr("loaders.pipeline.BATCH_SIZE", 5)


#: Chance makes other sources of each seed; the older version gets some of them.
on_versions = pytest.mark.parametrize(
    ("each_version", "seed"),
    [*(("latest", seed) for seed in range(4)), ("long_term", 3)],
    indirect=["each_version"],
    scope="module",
)


def seen(graph: Graph) -> dict[str, Any]:
    assert waiting(graph) == 0
    return picture(graph) | stated(graph)


@on_versions
def test_what_was_loaded_and_taken_out_leaves_no_trace(
    graph_each: Graph, tmp_path: Path, seed: int
) -> None:
    graph, chance = graph_each, random.Random(seed)
    sources = [made_source(chance, f"source {letter}") for letter in "abcd"]
    kept, gone = sources[:2], sources[2:]
    order = sources[:]
    chance.shuffle(order)
    load_said(graph, tmp_path, *order)
    for source in gone:
        graph.run(retract(graph.database, source["name"], graph.terms))
    found = seen(graph)
    graph.clear()
    chance.shuffle(kept)
    load_said(graph, tmp_path, *kept)
    assert not differences(found, seen(graph))
    for source in kept:
        graph.run(retract(graph.database, source["name"], graph.terms))
    found = seen(graph)
    graph.clear()
    assert not differences(found, seen(graph))


@on_versions
def test_newer_content_takes_the_place_of_the_older(
    graph_each: Graph, tmp_path: Path, seed: int
) -> None:
    graph, chance = graph_each, random.Random(100 + seed)
    others = [made_source(chance, f"source {letter}") for letter in "ab"]
    old, new = made_source(chance, "changing"), made_source(chance, "changing", "2")
    new["rows"] += chance.sample(old["rows"], len(old["rows"]) // 2)
    load_said(graph, tmp_path, *others, new)
    expected = seen(graph)
    for order in ([*others, old, new], [old, *others, new], [old, new, *others]):
        graph.clear()
        for source in order:
            load_said(graph, tmp_path, source)
        assert not differences(seen(graph), expected)


def test_an_unknown_source_is_said_with_those_like_it(graph: Graph, tmp_path: Path) -> None:
    load_said(graph, tmp_path, {"name": "trials", "rows": []})
    load_said(graph, tmp_path, {**made_source(random.Random(1), "trials 2024")})
    with pytest.raises(UnknownName, match="there is 'trials 2024'"):
        graph.run(retract(graph.database, "trials 2023", graph.terms))
