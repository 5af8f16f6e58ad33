"""The questions: ``.cypher`` files loaded by name, their headers checked against them.

A file is a header of comment lines and one statement::

    // therapies/list: one sentence that says what it answers.
    // parameters
    //   outcome_ids (list of string): what it means
    // returns one record
    //   version (string): what it means

    MATCH …

``returns one record``, ``returns rows`` and ``returns nothing`` say what to expect. The names
declared under ``parameters`` and ``returns`` must be those the statement uses; a file where
they are not is refused when it is loaded, which the tests do for every file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import LiteralString

from kg.errors import QueryFileError

__all__ = ["GIVEN", "Query", "parse", "query", "query_names"]

_TITLE = re.compile(r"([a-z0-9_/]+): (\S.*)")
_ENTRY = re.compile(r"  (\w+) \([^)]+\): \S")
_RETURNS = re.compile(r"returns (one record|rows|nothing)")
#: Texts and comments, whichever comes first: each may have in it what begins the other.
_APART = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
#: A parameter, or what only looks like one.
_PERHAPS_PARAMETER = re.compile(f"(?:{_APART.pattern})|{_PARAMETER.pattern}", re.DOTALL)
_RETURN = re.compile(r"\bRETURN\b(?:\s+DISTINCT\b)?(.*)", re.IGNORECASE | re.DOTALL)
_AFTER_RETURN = re.compile(r"\b(?:ORDER\s+BY|SKIP|LIMIT)\b.*", re.IGNORECASE | re.DOTALL)
_ALIAS = re.compile(r"\bAS\s+(\w+)\s*$", re.IGNORECASE)

#: The one parameter that a statement is sent with.
GIVEN = "given"


@dataclass(frozen=True)
class Query:
    """One statement with what its header declares."""

    name: str
    summary: str
    parameters: frozenset[str]
    columns: tuple[str, ...]
    shape: str
    """``one record``, ``rows`` or ``nothing``."""
    text: LiteralString

    @cached_property
    def sent(self) -> LiteralString:
        """The statement with its parameters as entries of one map, :data:`GIVEN`.

        Neo4j plans a statement anew for every combination of types, nulls and sizes of lists that
        its parameters come in, which takes it up to a second each; all maps are one type to it.
        """
        return _PERHAPS_PARAMETER.sub(_entry_of_map, self.text)


def _entry_of_map(found: re.Match[str]) -> str:
    return f"${GIVEN}.{found[1]}" if found[1] else found[0]


@cache
def query(name: str) -> Query:
    """The statement of ``cypher/<name>.cypher``.

    Raises:
        QueryFileError: there is no such file, or its header does not agree with it.
    """
    path: Traversable = files("cypher")
    for part in f"{name}.cypher".split("/"):
        path = path.joinpath(part)
    if not path.is_file():
        raise QueryFileError(f"there is no cypher/{name}.cypher")
    return parse(name, path.read_text(encoding="utf-8"))


def query_names() -> list[str]:
    """Names of all packaged statements, sorted (schema statements excepted)."""
    return sorted(_walk(files("cypher"), ""))


def _walk(folder: Traversable, prefix: str) -> list[str]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name not in ("schema", "browser", "__pycache__"):
            found += _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".cypher"):
            found.append(prefix + entry.name.removesuffix(".cypher"))
    return found


def parse(name: str, source: str) -> Query:
    """Read one file's text.

    Raises:
        QueryFileError: header and statement disagree; the message says where.
    """
    lines = source.splitlines()
    cut = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    header = [line.removeprefix("//").removeprefix(" ") for line in lines[:cut]]
    statement = "\n".join(lines[cut:]).strip().removesuffix(";")
    title = _TITLE.fullmatch(header[0]) if header else None
    if title is None or title[1] != name:
        raise QueryFileError(f"{name}.cypher: the first line must be '// {name}: what it does'")
    summary, parameters, columns, shape = _read_header(name, header, title[2])
    bare = _APART.sub(lambda found: " " if found[0].startswith("/") else "''", statement)
    used = frozenset(_PARAMETER.findall(bare))
    if used != parameters:
        raise QueryFileError(
            f"{name}.cypher: parameters declared {sorted(parameters)}, used {sorted(used)}"
        )
    returned = _returned(bare)
    if returned != columns:
        raise QueryFileError(
            f"{name}.cypher: columns declared {list(columns)}, returned {list(returned)}"
        )
    return Query(name, summary, parameters, columns, shape, statement)


def _read_header(
    name: str, header: list[str], summary: str
) -> tuple[str, frozenset[str], tuple[str, ...], str]:
    sections: dict[str, list[str]] = {"parameters": [], "returns": []}
    section, shape = "", ""
    for line in header[1:]:
        returns = _RETURNS.fullmatch(line)
        entry = _ENTRY.match(line)
        if line == "parameters":
            section = "parameters"
        elif returns:
            section, shape = "returns", returns[1]
        elif entry and section:
            sections[section].append(entry[1])
        elif not section:
            summary += " " + line
    if not shape:
        raise QueryFileError(f"{name}.cypher: the header has no 'returns …' line")
    return summary, frozenset(sections["parameters"]), tuple(sections["returns"]), shape


def _returned(bare: str) -> tuple[str, ...]:
    """Names of the columns of the last RETURN outside every bracket."""
    top, depth = [], 0
    for character in bare:
        depth += character in "({["
        if depth == 0:
            top.append(character)
        depth -= character in ")}]"
    outside = "".join(top)
    found = _RETURN.findall(outside.replace("\n", " "))
    if not found:
        return ()
    items = _AFTER_RETURN.sub("", found[-1]).split(",")
    names = []
    for item in items:
        alias = _ALIAS.search(item)
        names.append(alias[1] if alias else item.strip())
    return tuple(names)
