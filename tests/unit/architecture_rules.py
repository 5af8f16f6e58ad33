"""The rules that ``test_architecture`` holds the code to, each a function to complaints."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: What is shipped; the rules about content are for these, those about size for the tests too.
SHIPPED = ("kg", "api", "loaders", "therapath.py")

#: Inside kg: a module imports from its own layer and those before it. `server` stands beside:
#: it knows the first layer alone. A new module is put here on purpose.
KG_LAYERS = (
    {
        "errors",
        "vocabulary",
        "identifiers",
        "colours",
        "model",
        "scoring",
        "separation",
        "settings",
        "arms",
        "pooling",
        "harms",
        "summaries",
    },
    {"cypher", "database", "near_names", "terms", "packaged_words", "entities"},
    {
        "resolver",
        "batch",
        "evidence_parts",
        "writer",
        "intake",
        "queries",
        "build",
        "setup",
        "connect",
        "json_text",
        "ontologies",
        "paths",
        "remap",
        "retract",
        "replace",
        "ledger",
        "release",
        "restore",
        "support",
        "term_writer",
        "totals",
    },
    {"ask", "export", "plots", "browser_guide"},
    {"tables", "progress", "cli", "commands"},
)
#: What loaders share; every other module or folder of loaders is a source.
LOADERS_SHARED = {
    "pipeline",
    "report",
    "files",
    "rows",
    "release",
    "cli",
    "loader",
    "inputs",
    "registry",
    "edges",
    "quotes",
    "documents",
    "datasets",
    "chunks",
    "account",
    "progress",
    "term_types",
    "hierarchy",
    "delimited",
    "json_items",
    "ontology",
}
#: Those of them that state the order of a load, and so know the sources.
LOADERS_JOINING = {"registry", "inputs", "datasets", "pipeline", "release", "cli"}

MAX_FILE = 400
MAX_FUNCTION = 60
MAX_HANDLER = 5
#: Each with its reason. Empty at best.
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
CYPHER_IN_PYTHON = {
    "kg/server/ready.py": "asks a starting server for any answer, over HTTP, where no driver is",
}

Complaints = Iterator[str]


@dataclass(frozen=True)
class Module:
    """One Python file, read."""

    path: str
    tree: ast.Module
    lines: int = 0

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All of the tree; every rule goes through them."""
        return list(ast.walk(self.tree))

    @property
    def name(self) -> str:
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        return self.name if self.path.endswith("/__init__.py") else self.name.rpartition(".")[0]


@dataclass(frozen=True)
class Import:
    """A name that a module imports; ``typing_only`` where it is for type checkers alone."""

    name: str
    line: int
    typing_only: bool = False
    late: bool = False


@cache
def _below(place: str) -> list[Module]:
    top, found = ROOT / place, []
    for file in sorted(top.rglob("*.py")) if top.is_dir() else [top]:
        text = file.read_text(encoding="utf-8")
        path = file.relative_to(ROOT).as_posix()
        found.append(Module(path, ast.parse(text, path), len(text.splitlines())))
    return found


def modules(*places: str) -> list[Module]:
    """The modules below places of the project."""
    return [found for place in places for found in _below(place)]


def module(path: str, text: str) -> Module:
    """A module that exists in a test alone."""
    return Module(path, ast.parse(text), len(text.splitlines()))


@cache
def imports(of: Module) -> list[Import]:
    """Everything a module imports, absolute, also inside functions."""
    found: list[Import] = []

    def visit(node: ast.AST, typing_only: bool, late: bool) -> None:
        if isinstance(node, ast.Import):
            found.extend(Import(a.name, node.lineno, typing_only, late) for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = of.package.split(".")[: len(of.package.split(".")) - node.level + 1]
            parent = ".".join([*base, node.module or ""]).strip(".") if node.level else node.module
            found.extend(
                Import(f"{parent}.{a.name}", node.lineno, typing_only, late) for a in node.names
            )
        guarded = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.iter_child_nodes(node):
            visit(child, typing_only or guarded, late or inside)

    visit(of.tree, False, False)
    return found


def within(name: str, *packages: str) -> bool:
    """Whether a dotted name is one of the packages or below it."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for attributes of names, else the last attribute alone."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return ""


def at(of: Module, node: ast.AST | int) -> str:
    return f"{of.path}:{node if isinstance(node, int) else node.lineno}"  # type: ignore[attr-defined]


# The rules


def directions(of: Module) -> Complaints:
    """loaders → kg ← api; therapath.py alone joins them."""
    forbidden = {
        "kg": ("api", "loaders", "therapath", "tests"),
        "api": ("loaders", "therapath", "tests"),
        "loaders": ("api", "therapath", "tests"),
        "therapath": ("tests",),
    }[of.name.split(".")[0]]
    for found in imports(of):
        if within(found.name, *forbidden):
            yield f"{at(of, found.line)} imports {found.name}"


def loader_alone(of: Module) -> Complaints:
    """No source imports another, and what sources share knows none of them."""
    own = of.name.split(".")[1] if "." in of.name else ""
    if not of.path.startswith("loaders/") or own in LOADERS_JOINING or not own:
        return
    for found in imports(of):
        part = found.name.partition(".")[2].partition(".")[0]
        if not within(found.name, "loaders") or part == own:
            continue
        if part not in LOADERS_SHARED or part in LOADERS_JOINING:
            yield f"{at(of, found.line)} imports {found.name}"


def kg_layers(of: Module) -> Complaints:
    """Inside kg, imports go down."""
    parts = of.name.split(".")
    if parts[0] != "kg" or len(parts) == 1:
        return
    layer = {name: i for i, names in enumerate(KG_LAYERS) for name in names}
    own = parts[1]
    if own == "server":
        allowed = KG_LAYERS[0] | {"server"}
    elif own in layer:
        allowed = set().union(*KG_LAYERS[: layer[own] + 1])
        if own in ("connect", "release", "commands"):  # choose it; import into it; start it
            allowed.add("server")
    else:
        yield f"{of.path}: kg.{own} has no place in KG_LAYERS"
        return
    for found in imports(of):
        if within(found.name, "kg") and found.name.split(".")[1] not in allowed:
            yield f"{at(of, found.line)} imports {found.name}"


def driver(of: Module) -> Complaints:
    """Only kg/database.py imports the driver."""
    for found in imports(of):
        if within(found.name, "neo4j") and of.path != "kg/database.py":
            yield f"{at(of, found.line)} imports {found.name}"


def one_colour(of: Module) -> Complaints:
    """The async driver alone, and one way into a process: the command line's asyncio.run."""
    for node in of.nodes:
        name = dotted(node)
        if name.endswith("neo4j.GraphDatabase"):
            yield f"{at(of, node)} uses the driver's sync twin"
        if name in ("asyncio.run", "anyio.run") and of.path.rpartition("/")[2] not in (
            "cli.py",
            "therapath.py",
            "beside.py",  # what the process that writes does
        ):
            yield f"{at(of, node)} enters the event loop with {name}"


def environment(of: Module) -> Complaints:
    """Only kg/settings.py reads the environment."""
    if of.path == "kg/settings.py":
        return
    readers = ("os.environ", "os.environb", "os.getenv", "os.getenvb")
    for found in imports(of):
        if found.name in readers or within(found.name, "pydantic_settings", "dotenv", "decouple"):
            yield f"{at(of, found.line)} imports {found.name}"
    for node in of.nodes:
        if isinstance(node, ast.Attribute) and dotted(node) in readers:
            yield f"{at(of, node)} reads {dotted(node)}"
        keywords = node.keywords if isinstance(node, ast.Call) else []
        if any(keyword.arg == "envvar" for keyword in keywords):
            yield f"{at(of, node)} has a command-line option read the environment"


def statuses(of: Module) -> Complaints:
    """Only api/errors.py knows the HTTP statuses of errors."""
    if not of.path.startswith(("api/", "kg/", "loaders/")) or of.path == "api/errors.py":
        return
    if of.path.startswith("kg/server/"):  # a client there, not a server
        return
    for found in imports(of):
        if found.name.rpartition(".")[2] in ("HTTPException", "status", "HTTPStatus"):
            yield f"{at(of, found.line)} imports {found.name}"
    for node in of.nodes:
        if isinstance(node, ast.Attribute) and re.match(r"HTTP_[45]\d\d|HTTPException", node.attr):
            yield f"{at(of, node)} names {node.attr}"
        if isinstance(node, ast.keyword) and node.arg in ("status", "status_code"):
            value = node.value.value if isinstance(node.value, ast.Constant) else None
            if isinstance(value, int) and value >= 400:
                yield f"{at(of, node.value)} names status {value}"
        if isinstance(node, ast.keyword) and node.arg == "responses":
            # api/errors.py writes these entries: problem_responses(404, 409).
            keys = [k for n in ast.walk(node.value) if isinstance(n, ast.Dict) for k in n.keys]
            numbers = [key.value for key in keys if isinstance(key, ast.Constant)]
            if any(isinstance(number, int) and number >= 400 for number in numbers):
                yield f"{at(of, node.value)} names statuses of errors"


_CYPHER = re.compile(
    r"\b(MATCH|MERGE|UNWIND|CREATE|CALL)\b.*\("
    r"|\bUNWIND\b.*\bAS\b|\bDETACH\s+DELETE\b|\bRETURN\s+[\w$]",
    re.DOTALL,
)


def cypher_in_python(of: Module) -> Complaints:
    """No Cypher in Python strings; docstrings may speak of it."""
    if of.path in CYPHER_IN_PYTHON:
        return
    docstrings = {
        id(node.body[0].value)
        for node in of.nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in of.nodes:
        text = ""
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "x" for part in node.values]
            text = "".join(str(part) for part in parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value if id(node) not in docstrings else ""
        if _CYPHER.search(text):
            yield f"{at(of, node)} has Cypher in a string: {text.strip()[:60]!r}"


_DATABASE = re.compile(r"(^|[._])(database|db|tx|transaction|session|driver|inner)$")


def built_statement(of: Module) -> Complaints:
    """Statements come from files: none is built, and only kg/cypher.py makes a Query."""
    for node in of.nodes:
        if not isinstance(node, ast.Call):
            continue
        called = dotted(node.func)
        receiver, _, method = called.rpartition(".")
        runs = method in ("read", "write", "run", "stream", "explain", "execute_query")
        if runs and _DATABASE.search(receiver) and of.path != "kg/database.py":
            # Parameters go by keyword; a statement comes first, and is one from a file.
            for argument in node.args:
                if isinstance(argument, ast.JoinedStr | ast.BinOp | ast.Constant):
                    yield f"{at(of, node)} passes text to {called}"
        if called in ("Query", "parse", "cypher.parse", "cypher.Query") and (
            of.path != "kg/cypher.py"
            and any(within(found.name, "kg.cypher") for found in imports(of))
        ):
            yield f"{at(of, node)} makes a statement of its own"


def bare_except(of: Module) -> Complaints:
    """Whatever is caught has a name."""
    for node in of.nodes:
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield f"{at(of, node)} has a bare except"


def name_says_what(of: Module) -> Complaints:
    """A file is named for what it holds."""
    if re.search(r"(^|[/_])(utils?|helpers?|common|misc|managers?)([/_.]|$)", of.path):
        yield of.path


def file_size(of: Module) -> Complaints:
    """At most 400 lines a file."""
    if of.lines > MAX_FILE and of.path not in LONG_FILES:
        yield f"{of.path} has {of.lines} lines"


def function_size(of: Module) -> Complaints:
    """At most 60 lines a function."""
    for node in of.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > MAX_FUNCTION and f"{of.path}:{node.name}" not in LONG_FUNCTIONS:
                yield f"{at(of, node)} {node.name} has {size} lines"


_VERBS = {"get", "post", "put", "patch", "delete", "head", "options", "api_route"}


def handler_size(of: Module) -> Complaints:
    """A route's handler hands on: at most five statements below its docstring."""
    if not of.path.startswith("api/routes/"):
        return
    for node in of.nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        calls = [item.func for item in node.decorator_list if isinstance(item, ast.Call)]
        if not any(isinstance(call, ast.Attribute) and call.attr in _VERBS for call in calls):
            continue
        size = sum(isinstance(inner, ast.stmt) for inner in ast.walk(node)) - 1
        size -= ast.get_docstring(node) is not None
        if size > MAX_HANDLER:
            yield f"{at(of, node)} {node.name} has {size} statements"
