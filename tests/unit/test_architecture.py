"""The shape of the code, held by its syntax trees: directions, one place each, no built Cypher.

Every rule is tried on a few lines that break it before it is used on the project, so that a
rule which has stopped biting fails here too.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

import pytest
from architecture_rules import (
    CYPHER_IN_PYTHON,
    LONG_FILES,
    LONG_FUNCTIONS,
    MAX_FILE,
    MAX_FUNCTION,
    ROOT,
    SHIPPED,
    Module,
    bare_except,
    built_statement,
    cypher_in_python,
    directions,
    driver,
    environment,
    file_size,
    function_size,
    handler_size,
    imports,
    kg_layers,
    loader_alone,
    module,
    modules,
    name_says_what,
    one_colour,
    statuses,
)

from kg.cypher import query, query_names
from kg.setup import schema_statements

Rule = Callable[[Module], Iterable[str]]

#: Each rule with a file and lines that break it.
RULES: list[tuple[Rule, str, str]] = [
    (directions, "kg/x.py", "from api.app import app"),
    (directions, "api/x.py", "def f():\n    import loaders.facts"),
    (directions, "loaders/facts/x.py", "from ...api import app"),
    (loader_alone, "loaders/vocabulary/x.py", "from loaders.facts.tables import read_table"),
    (loader_alone, "loaders/files.py", "from loaders import facts"),
    (loader_alone, "loaders/facts/x.py", "from loaders.pipeline import load"),
    (kg_layers, "kg/model/x.py", "from kg.database import Database"),
    (kg_layers, "kg/writer.py", "from kg import export"),
    (kg_layers, "kg/server/x.py", "import kg.database"),
    (kg_layers, "kg/queries/x.py", "from .. import cli"),
    (kg_layers, "kg/unplaced.py", ""),
    (driver, "api/app.py", "import neo4j"),
    (driver, "kg/server/x.py", "from neo4j.exceptions import Neo4jError"),
    (one_colour, "kg/database.py", "import neo4j\nneo4j.GraphDatabase.driver('x')"),
    (one_colour, "kg/writer.py", "import asyncio\nasyncio.run(main())"),
    (environment, "api/app.py", "import os\nx = os.environ['X']"),
    (environment, "kg/server/x.py", "from os import getenv"),
    (environment, "loaders/cli.py", "typer.Option(envvar='X')"),
    (statuses, "api/routes/x.py", "from fastapi import HTTPException"),
    (statuses, "api/routes/x.py", "JSONResponse({}, status_code=404)"),
    (statuses, "api/routes/x.py", "router.get('/', responses={409: {}})"),
    (statuses, "kg/queries/x.py", "from http import HTTPStatus"),
    (cypher_in_python, "kg/x.py", "q = 'MATCH (n:Entity) RETURN n'"),
    (cypher_in_python, "kg/x.py", "q = f'MERGE {pattern} (x)'"),
    (cypher_in_python, "api/x.py", "q = 'UNWIND $rows AS row'"),
    (built_statement, "kg/x.py", "self._database.read(f'x {name}')"),
    (built_statement, "kg/x.py", "await tx.run('a' + name)"),
    (built_statement, "kg/x.py", "from kg.cypher import Query\nQuery('n', text)"),
    (bare_except, "kg/x.py", "try:\n    f()\nexcept:\n    raise"),
    (name_says_what, "kg/text_utils.py", ""),
    (name_says_what, "api/helpers/x.py", ""),
    (file_size, "kg/x.py", "x = 1\n" * (MAX_FILE + 1)),
    (function_size, "kg/x.py", "def f():\n" + "    x = 1\n" * MAX_FUNCTION),
    (handler_size, "api/routes/x.py", "@router.get('/')\nasync def f():\n" + "    x = 1\n" * 6),
]

SHIPPED_RULES = list(dict.fromkeys(rule for rule, _, _ in RULES))


@pytest.mark.parametrize(("rule", "path", "text"), RULES, ids=lambda value: None)
def test_rule_bites(rule: Rule, path: str, text: str) -> None:
    assert list(rule(module(path, text)))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (directions, "therapath.py", "import api.cli, loaders.cli, kg.cli"),
        (directions, "api/x.py", "from kg.model import Claim"),
        (loader_alone, "loaders/facts/x.py", "from loaders.rows import Row"),
        (kg_layers, "kg/queries/x.py", "from kg.model import Claim\nfrom .paging import offset_of"),
        (one_colour, "kg/cli.py", "import asyncio\nasyncio.run(main())"),
        (environment, "kg/x.py", "import os\nx = os.pathsep"),
        (statuses, "api/routes/x.py", "router.post('/', status_code=201)"),
        (
            cypher_in_python,
            "kg/x.py",
            "def f():\n    '''``MATCH (n)``'''\n    return 'no match (x)'",
        ),
        (built_statement, "kg/x.py", "file.write(f'{x}')\ntx.run(query('a/b'), text=name)"),
    ],
    ids=lambda value: None,
)
def test_rule_lets_good_code_pass(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(module(path, text)))


@pytest.mark.parametrize("rule", SHIPPED_RULES, ids=lambda rule: rule.__name__)
def test_code_keeps_rule(rule: Rule) -> None:
    complaints = [complaint for of in modules(*SHIPPED) for complaint in rule(of)]
    assert not complaints, f"{rule.__doc__}\n" + "\n".join(complaints)


@pytest.mark.parametrize("rule", [name_says_what, file_size, bare_except], ids=lambda r: r.__name__)
def test_tests_keep_rule(rule: Rule) -> None:
    complaints = [complaint for of in modules("tests") for complaint in rule(of)]
    assert not complaints, f"{rule.__doc__}\n" + "\n".join(complaints)


def test_exceptions_are_still_needed() -> None:
    sizes = {of.path: of.lines for of in modules(*SHIPPED, "tests")}
    assert all(sizes.get(path, 0) > MAX_FILE for path in LONG_FILES)
    functions = {path.partition(":")[0] for path in LONG_FUNCTIONS}
    assert functions <= sizes.keys()
    for path in CYPHER_IN_PYTHON:
        (of,) = modules(path)
        assert list(cypher_in_python(Module("elsewhere.py", of.tree))), path


def test_kg_has_no_import_cycles() -> None:
    """Layers allow neighbours; neighbours may still not import each other in a ring."""
    found = modules("kg")
    names = {of.name for of in found}

    def target(name: str) -> str | None:
        return next((n for n in (name, name.rpartition(".")[0]) if n in names), None)

    graph = {
        of.name: {
            to
            for one in imports(of)
            if not one.typing_only and not one.late and (to := target(one.name)) and to != of.name
        }
        for of in found
    }
    while ready := [name for name, to in graph.items() if not to & graph.keys()]:
        for name in ready:
            del graph[name]
    assert not graph, f"import each other: {sorted(graph)}"


# The statements


def test_every_statement_loads() -> None:
    names = [*query_names(), *schema_statements()]
    files = {
        file.relative_to(ROOT / "cypher").as_posix().removesuffix(".cypher")
        for file in (ROOT / "cypher").rglob("*.cypher")
        if "browser" not in file.parts
    }
    assert set(names) == files
    for name in names:
        assert query(name).text


@pytest.mark.parametrize("name", query_names())
def test_every_statement_is_asked(name: str) -> None:
    """A statement that no Python names is dead."""
    assert name in _constants()


@cache
def _constants() -> set[object]:
    return {
        node.value
        for of in modules(*SHIPPED)
        for node in of.nodes
        if isinstance(node, ast.Constant)
    }


def test_questions_have_one_stem() -> None:
    """kg/queries/<stem>.py asks the statements of cypher/<stem>/."""
    stems = {file.stem for file in (ROOT / "kg" / "queries").glob("*.py")} - {
        "__init__",
        "paging",
        "reported",
        "plans",
        "reservations",
        "filters",
        "names",
    }
    folders = {folder.name for folder in (ROOT / "cypher").iterdir() if folder.is_dir()}
    assert stems <= folders


def test_test_files_have_names_of_their_own() -> None:
    """Pytest imports them by name alone, so two of one name end a run of the whole suite."""
    names = Counter(file.name for file in (ROOT / "tests").rglob("*.py"))
    assert not {name for name, files in names.items() if files > 1} - {"__init__.py", "conftest.py"}
