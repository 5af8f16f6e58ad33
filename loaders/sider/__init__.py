"""SIDER: side effects on drug labels, with their frequencies.

Takes SIDER 4.1's own tables (``meddra_freq.tsv``, ``meddra_all_se.tsv``, with ``drug_names.tsv``
beside them), and the one table with names and cross-references that is made of them.
"""

from __future__ import annotations

import re
from pathlib import Path

from loaders.delimited import first_cells
from loaders.edges import Edge
from loaders.loader import InputFile, Loader, Start
from loaders.rows import Reader

__all__ = ["EDGES", "LOADER"]

EDGES = (
    Edge("side effect of a drug", "HAS_ADVERSE_EVENT", "knowledge_assertion", "text_mining_agent"),
    Edge(
        "side effect under placebo", "HAS_ADVERSE_EVENT", "knowledge_assertion", "text_mining_agent"
    ),
)

_WITH_NAMES = {"stitch_flat", "umls_cui", "meddra_pt", "freq", "freq_lower", "freq_upper"}
_STITCH = re.compile(r"CID[01]\d{8}")
_CONCEPT = re.compile(r"C\d{7}")


def _recognises(start: Start) -> bool:
    cells = first_cells(start.head, "\t")
    if not cells or not _STITCH.fullmatch(cells[0]):
        return set(cells) >= _WITH_NAMES
    if len(cells) == 2:
        return True
    return len(cells) in (6, 10) and _CONCEPT.fullmatch(cells[2]) is not None


def _read(file: InputFile) -> Reader:
    from loaders.sider.labels import read_labels

    return read_labels(file, *EDGES)


def _gather(paths: list[Path]) -> list[tuple[Path, ...]]:
    """Each table with the drug names beside it."""
    names = {path.parent: path for path in paths if path.name.startswith("drug_names.")}
    tables = [path for path in paths if path not in names.values()]
    groups: list[tuple[Path, ...]] = []
    for path in tables:
        groups.append((path, names[path.parent]) if path.parent in names else (path,))
    used = {group[1] for group in groups if len(group) > 1}
    return groups + [(path,) for path in names.values() if path not in used]


LOADER = Loader(
    "sider",
    "SIDER: side effects on drug labels, TSV",
    frozenset({".tsv"}),
    _recognises,
    _read,
    _gather,
)
