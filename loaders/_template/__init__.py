"""TEMPLATE: one sentence that says what this source is.

Copy this folder to ``loaders/<name>``, change what says TEMPLATE, and add its ``LOADER`` to
``loaders/registry.py``. It works as it is, on ``example.csv`` beside it, and a test runs it;
`docs/write-a-loader.md` goes through it line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.intake import Rejection
from loaders.delimited import comma_separated, first_cells
from loaders.edges import Edge
from loaders.files import opened
from loaders.loader import InputFile, Loader, Start
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["EDGES", "LOADER"]

_COLUMNS = ("record", "drug", "side_effect", "affected", "at_risk", "pmid")

#: TEMPLATE: what the source states, and what it becomes. The guide's table shows the same rows;
#: a test compares them.
EDGES = (Edge("side effect row", "HAS_ADVERSE_EVENT", "observation", "manual_agent"),)
_SIDE_EFFECT = EDGES[0]


def _recognises(start: Start) -> bool:
    """TEMPLATE: something that only this source's files have, such as its exact header."""
    return first_cells(start.head, ",") == _COLUMNS


def _read(file: InputFile) -> Reader:
    """TEMPLATE: rows are made one at a time, while they are asked for."""
    reader = Reader(iter(()), SourceDetails(name="template-side-effects", licence="CC0-1.0"))
    reader.rows = _rows(file, reader)
    return reader


def _rows(file: InputFile, reader: Reader) -> Iterator[Row]:
    with opened(file.path) as stream:
        for line, cells in comma_separated(stream):
            if isinstance(cells, Rejection):
                yield Row(line, None, cells)
            elif tuple(cells) == _COLUMNS:
                continue  # the header
            elif len(cells) != len(_COLUMNS):
                message = f"{len(cells)} cells where the header has {len(_COLUMNS)}"
                yield Row(line, cells, Rejection("", "malformed", message))
            elif not cells[3]:
                # TEMPLATE: records left out by the guide's own rules are counted, by reason.
                reader.left_out["no number of people affected"] += 1
            else:
                yield Row(line, _fact(dict(zip(_COLUMNS, cells, strict=True))))


def _fact(cells: dict[str, str]) -> dict[str, Any]:
    """TEMPLATE: the fields of a fact (``therapath schema facts``), in the source's own words."""
    return {
        "subject": {"type": "Therapy", "name": cells["drug"]},
        "predicate": _SIDE_EFFECT.predicate,
        "object": {"type": "AdverseEvent", "name": cells["side_effect"]},
        "evidence_direction": "supports",
        "result": {"affected": _whole(cells["affected"]), "at_risk": _whole(cells["at_risk"])},
        "publication": {"id": f"PMID:{cells['pmid']}"},
        "provenance": {
            # Tells apart two reports that are otherwise equal.
            "record": cells["record"],
            "knowledge_level": _SIDE_EFFECT.knowledge_level,
            "agent_type": _SIDE_EFFECT.agent_type,
        },
    }


def _whole(cell: str) -> int | str:
    """A number where it is one; else the text, which the check of the fact will name."""
    return int(cell) if cell.isdecimal() else cell


LOADER = Loader(
    name="template",
    takes="TEMPLATE: side effects as CSV",
    suffixes=frozenset({".csv"}),
    recognises=_recognises,
    read=_read,
)
