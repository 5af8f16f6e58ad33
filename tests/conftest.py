"""Real Neo4j servers for the tests, each version started once a session when first wanted.

Nothing of the user's own is touched: the servers have homes and ports of their own, and
variables that point elsewhere are taken out of the environment before anything reads them.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from real_neo4j import FIXED_GRAPH, LATEST, LONG_TERM, Graph, RealNeo4j, fixed_terms

from kg.server import versions

#: Where downloads come from and go to may be set outside; everything else is the tests' own.
_KEPT = {"THERAPATH_CACHE", "THERAPATH_MAVEN_REPOSITORY"}

settings.register_profile(
    "therapath",
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("therapath")


def pytest_configure(config: pytest.Config) -> None:
    """Forget servers and settings of the user's own."""
    for name in list(os.environ):
        if name.startswith(("NEO4J_", "THERAPATH_")) and name not in _KEPT:
            del os.environ[name]
    # Java's thorough compiler takes longer than it saves in servers that live for minutes. Without
    # it Java sets only 48 MiB aside for compiled code, and throws away and compiles again when they
    # are full; and it looks through the whole heap whenever 21 MiB more of classes are loaded.
    os.environ["JAVA_TOOL_OPTIONS"] = (
        "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:MetaspaceSize=256m"
    )
    # Each test fills its server with another small graph, and Neo4j would plan all statements anew
    # each time: a plan for other numbers does as well. Those who look at plans forget them first.
    for number, version in versions._VERSIONS.items():
        kept = ("dbms.cypher.min_replan_interval", "1h")
        versions._VERSIONS[number] = replace(version, settings=(*version.settings, kept))
    # A page that a test looks at for seconds needs few of the plans that are made ahead.
    os.environ["THERAPATH_PLAN_AHEAD"] = "false"
    # Every process of ours would compile all of our modules anew, a fifth of some starts.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "localhost,127.0.0.1"


#: Files that make the server that all tests of their process share forget its plans, and then those
#: that stop, kill or replace it.
_LAST = (
    "test_plans_ahead",
    "test_command_line_releases",
    "test_http_kept_answers",
    "test_http_trouble",
    "test_release",
    "test_resume",
    "test_trouble",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts servers anew comes after all that asks one, which is fast once it has run long.

    Files that ask none come last, because they are short and leave nobody waiting at the end.
    """
    places = {stem: place for place, stem in enumerate(_LAST, 1)}
    items.sort(key=lambda item: ("unit" in item.path.parts, places.get(item.path.stem, 0)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Of two processes, one has the older version."""
    from two_workers import ByVersion

    return ByVersion(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="module", autouse=True)
def _what_is_there_stays() -> None:
    """Python does not look through thousands of collected tests for garbage again and again.

    Each part of a release that is built has it look through everything: half a second here.
    """
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Libraries that look at exit whether all of theirs has gone find it so."""
    gc.unfreeze()


def _server(home: Path, version: str) -> Iterator[RealNeo4j]:
    server = RealNeo4j(home, version)
    server.up()
    yield server
    server.end()  # its data goes with the folder, and an orderly stop takes seconds


@pytest.fixture(scope="session")
def latest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealNeo4j]:
    """Neo4j 2026.08.1."""
    yield from _server(tmp_path_factory.mktemp("latest"), LATEST)


@pytest.fixture(scope="session")
def long_term(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealNeo4j]:
    """Neo4j 5.26.30, the long-term support line."""
    yield from _server(tmp_path_factory.mktemp("long_term"), LONG_TERM)


@pytest.fixture(scope="module", params=["latest", "long_term"])
def each_version(request: pytest.FixtureRequest) -> RealNeo4j:
    """Both versions, one after the other."""
    server: RealNeo4j = request.getfixturevalue(request.param)
    return server


def _graph(server: RealNeo4j) -> Iterator[Graph]:
    server.up()
    graph = Graph(server, fixed_terms())
    try:
        graph.clear()
        yield graph
    finally:
        graph.close()


@pytest.fixture
def graph(latest: RealNeo4j) -> Iterator[Graph]:
    """An empty graph with schema and the fixed vocabulary, on the latest version."""
    yield from _graph(latest)


@pytest.fixture
def graph_each(each_version: RealNeo4j) -> Iterator[Graph]:
    """The same on both versions."""
    yield from _graph(each_version)


@pytest.fixture(scope="module")
def fixed_graph(latest: RealNeo4j) -> Iterator[Graph]:
    """The fixed graph on the latest version, for tests that only read."""
    for graph in _graph(latest):
        graph.load(FIXED_GRAPH)
        yield graph


@pytest.fixture(scope="module")
def fixed_graph_each(each_version: RealNeo4j) -> Iterator[Graph]:
    """The same on both versions."""
    for graph in _graph(each_version):
        graph.load(FIXED_GRAPH)
        yield graph


@pytest.fixture(scope="session")
def fixed_build_id(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The build id of the fixed graph, worked out without a server."""
    from built_releases import built_id  # with all that builds releases, which few tests want

    return built_id(tmp_path_factory.mktemp("fixed"), fixed_terms(), FIXED_GRAPH)
