"""Facts as YAML: a list of facts, or ``source:`` details beside a list under ``facts:``.

Aliases are refused (a small file could stand for a huge one), and so are repeated keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from kg.intake import Rejection
from loaders.files import opened
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["MAX_YAML", "read_yaml"]

#: Largest YAML file, unpacked; it is held in memory as a whole, which JSON Lines is not.
MAX_YAML = 64 * 1024 * 1024
#: Deepest nesting; a fact has three levels.
MAX_DEPTH = 50


class _Refused(Exception):
    def __init__(self, line: int, problem: Rejection) -> None:
        super().__init__(problem.message)
        self.line = line
        self.problem = problem


def read_yaml(path: Path) -> Reader:
    """Rows and source details of the file."""
    with opened(path) as stream:
        content = stream.read(MAX_YAML + 1)
    try:
        root = _root(content)
        facts, details = _parts(root)
    except _Refused as refused:
        return Reader(iter([Row(refused.line, None, refused.problem)]))
    return Reader(_rows(facts), details)


def _root(content: bytes) -> yaml.Node | None:
    if len(content) > MAX_YAML:
        message = f"YAML files may have {MAX_YAML:,} bytes; use JSON Lines for more"
        raise _Refused(1, Rejection("", "line_too_long", message))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} of the file is not UTF-8"
        raise _Refused(line, Rejection("", "wrong_encoding", message)) from error
    try:
        _refuse_depth(text)
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _Refused(line, Rejection("", "malformed", f"not YAML: {error.problem}")) from error
    except yaml.YAMLError as error:
        first = str(error).splitlines()[0]
        raise _Refused(1, Rejection("", "malformed", f"not YAML: {first}")) from error


def _refuse_depth(text: str) -> None:
    # Composing and constructing recurse, in C even beyond what Python could catch.
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep"
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _Refused(line, Rejection("", "malformed", message))


def _parts(root: yaml.Node | None) -> tuple[list[yaml.Node], SourceDetails]:
    if root is None:
        return [], SourceDetails()
    if isinstance(root, yaml.SequenceNode):
        return root.value, SourceDetails()
    line = root.start_mark.line + 1
    if isinstance(root, yaml.MappingNode):
        parts = {_key(key): value for key, value in root.value}
        facts = parts.get("facts")
        if set(parts) <= {"source", "facts"} and isinstance(facts, yaml.SequenceNode):
            return facts.value, _details(parts.get("source"))
    message = "expected a list of facts, or a mapping with 'facts' and perhaps 'source'"
    raise _Refused(line, Rejection("", "not_a_record", message))


def _key(node: yaml.Node) -> str:
    """A field's name; a key that is no plain scalar names no field."""
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _details(node: yaml.Node | None) -> SourceDetails:
    data = _plain(node, set(), "source") if node is not None else {}
    if not isinstance(data, dict):
        raise _Refused(1, Rejection("source", "not_a_record", "source must be a mapping"))
    texts = {
        key: str(data[key]) for key in ("name", "version", "licence") if data.get(key) is not None
    }
    return SourceDetails(texts.get("name"), texts.get("version"), texts.get("licence"))


def _rows(nodes: list[yaml.Node]) -> Iterator[Row]:
    seen: set[int] = set()
    for node in nodes:
        try:
            yield Row(node.start_mark.line + 1, _plain(node, seen))
        except _Refused as refused:
            yield Row(refused.line, None, refused.problem)


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _plain(node: yaml.Node, seen: set[int], field: str = "") -> Any:
    _refuse_tricks(node, seen)
    loader = _Loader("")
    try:
        return loader.construct_document(node)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        # A tag that is not plain data, a date that no calendar has.
        message = f"not YAML: {str(error).splitlines()[0]}"
        line = node.start_mark.line + 1
        raise _Refused(line, Rejection(field, "malformed", message)) from error
    finally:
        loader.dispose()


def _refuse_tricks(node: yaml.Node, seen: set[int]) -> None:
    line = node.start_mark.line + 1
    if id(node) in seen:
        message = "aliases (&name, *name) are not taken"
        raise _Refused(line, Rejection("", "malformed", message))
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _refuse_tricks(child, seen)
    elif isinstance(node, yaml.MappingNode):
        keys: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                problem = Rejection("", "malformed", "a field's name must be plain text")
                raise _Refused(key.start_mark.line + 1, problem)
            if key.value in keys:
                message = f"the field {key.value} occurs twice"
                problem = Rejection(key.value, "duplicate_field", message)
                raise _Refused(key.start_mark.line + 1, problem)
            keys.add(key.value)
            _refuse_tricks(value, seen)
