"""DrugMechDB: how drugs work against diseases, as signed chains drawn by hand.

Takes its YAML (a path a file, a folder of them, or the list of all) and JSON Lines of paths.
"""

from __future__ import annotations

from pathlib import Path

from loaders.edges import Edge
from loaders.loader import InputFile, Loader, Start
from loaders.rows import Reader

__all__ = ["EDGES", "LOADER"]

EDGES = (
    Edge("indication", "TREATS", "knowledge_assertion", "manual_agent"),
    Edge("contraindicated for", "TREATS", "knowledge_assertion", "manual_agent"),
    Edge("drug to process, one link", "ACTS_THROUGH", "knowledge_assertion", "manual_agent"),
    Edge("drug to process, several links", "ACTS_THROUGH", "logical_entailment", "manual_agent"),
    Edge("process onward, one link", "CONTRIBUTES_TO", "knowledge_assertion", "manual_agent"),
    Edge("process onward, several links", "CONTRIBUTES_TO", "logical_entailment", "manual_agent"),
)

_YAML = frozenset({".yaml", ".yml"})
_JSON_LINES = frozenset({".jsonl", ".ndjson"})


def _recognises(start: Start) -> bool:
    if start.suffix in _YAML:
        lines = start.head.splitlines()
        begins = lines[0] if lines else b""
        fields = (b"links:", b"disease_mesh:", b"graph:")
        return begins.startswith((b"directed:", b"- directed:", b"comment:", b"- comment:")) and (
            all(any(line.strip(b" -").startswith(key) for line in lines) for key in fields)
        )
    first = start.head.partition(b"\n")[0]
    keys = (b'"graph"', b'"disease_mesh"', b'"links"', b'"nodes"')
    return first.startswith(b"{") and all(key in first for key in keys)


def _read(file: InputFile) -> Reader:
    from loaders.drugmechdb.facts import read_paths

    return read_paths(file)


def _gather(paths: list[Path]) -> list[tuple[Path, ...]]:
    """The files of one folder that hold a path each are one input; any other stands alone."""
    groups: dict[Path, list[Path]] = {}
    for path in paths:
        single = path.suffix.lower() in _YAML and _is_single(path)
        groups.setdefault(path.parent if single else path, []).append(path)
    return [tuple(group) for group in groups.values()]


def _is_single(path: Path) -> bool:
    with path.open("rb") as stream:
        return not stream.read(2).startswith(b"-")


LOADER = Loader(
    "drugmechdb",
    "DrugMechDB: mechanism paths, YAML or JSON Lines",
    _YAML | _JSON_LINES,
    _recognises,
    _read,
    _gather,
)
