"""Reads SIDER's tables: one fact for each side effect and frequency on the labels of a drug."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from kg.intake import Rejection
from loaders.delimited import tab_separated
from loaders.edges import Edge
from loaders.files import opened
from loaders.loader import InputFile
from loaders.rows import Reader, Row, SourceDetails

__all__ = ["read_labels"]

#: Columns of SIDER 4.1's own files, which have no header.
_FREQUENCIES = (
    "flat",
    "stereo",
    "label_concept",
    "placebo",
    "freq",
    "lower",
    "upper",
    "kind",
    "concept",
    "event",
)
_SIDE_EFFECTS = ("flat", "stereo", "label_concept", "kind", "concept", "event")
#: Rows of one drug and one side effect that are looked at together; real ones stay below 300.
_MAX_TOGETHER = 10_000
_MAX_NAMES = 1_000_000
#: Frequencies seen after marketing have no denominator; the bounds beside them are a convention.
_NO_BOUNDS = "postmarketing"

_LEFT_LOWER = "a lowest level term: the same report stands as its preferred term"


class _Report(NamedTuple):
    """One line, the same from each of the tables."""

    flat: str
    concept: str
    event: str
    drug_id: str
    drug_name: str
    freq: str = ""
    lower: str = ""
    upper: str = ""
    stereo: str = ""
    label_concept: str = ""
    placebo: str = ""
    kind: str = ""


_Read = Iterator[tuple[int, _Report | Row]]


def read_labels(file: InputFile, drug: Edge, placebo: Edge) -> Reader:
    """Facts of one table; ``file.companions`` may hold the names of its drugs."""
    left_out: Counter[str] = Counter()
    details = SourceDetails(licence="CC BY-NC-SA 4.0")
    return Reader(_facts(file, drug, placebo, left_out), details, left_out)


def _facts(file: InputFile, drug: Edge, placebo: Edge, left_out: Counter[str]) -> Iterator[Row]:
    names: dict[str, str] = {}
    for companion in file.companions:
        yield from _read_names(companion, names)
    with opened(file.path) as stream:
        reports = _reports(tab_separated(stream), names)
        for _, together in groupby(reports, _drug_and_effect):
            while group := list(islice(together, _MAX_TOGETHER)):
                yield from _rows(group, drug, placebo, left_out)


def _read_names(path: Path, names: dict[str, str]) -> Iterator[Row]:
    with opened(path) as stream:
        for line, cells in tab_separated(stream):
            if isinstance(cells, Rejection):
                yield Row(line, None, cells, place=path.name)
            elif len(cells) != 2:
                message = f"{len(cells)} cells where a drug's id and name were expected"
                yield Row(line, cells, Rejection("", "malformed", message), place=path.name)
            elif len(names) < _MAX_NAMES:
                names[cells[0]] = cells[1].strip()


def _drug_and_effect(found: tuple[int, _Report | Row]) -> tuple[str, ...]:
    report = found[1]
    if isinstance(report, Row):
        return ()
    return report.flat, report.stereo, report.label_concept or report.concept


def _reports(lines: Iterator[tuple[int, list[str] | Rejection]], names: dict[str, str]) -> _Read:
    header: list[str] = []
    for line, cells in lines:
        if isinstance(cells, Rejection):
            yield line, Row(line, None, cells)
        elif not header and "stitch_flat" in cells:
            header = [cell.strip() for cell in cells]
        elif header:
            yield line, _with_names(line, header, cells)
        else:
            yield line, _without_names(line, cells, names)


def _with_names(line: int, header: list[str], cells: list[str]) -> _Report | Row:
    if len(cells) != len(header):
        message = f"{len(cells)} cells where the header has {len(header)}"
        return Row(line, cells, Rejection("", "malformed", message))
    row = dict(zip(header, map(str.strip, cells), strict=True))
    flat, pubchem = row["stitch_flat"], row.get("pubchem") or _pubchem(row["stitch_flat"])
    return _Report(
        flat=flat,
        concept=row.get("umls_cui", "").removeprefix("UMLS:"),
        event=row.get("meddra_pt", ""),
        drug_id=row.get("drugbank_id") or pubchem,
        drug_name=row.get("drug_name") or pubchem,
        freq=row.get("freq", ""),
        lower=row.get("freq_lower", ""),
        upper=row.get("freq_upper", ""),
    )


def _without_names(line: int, cells: list[str], names: dict[str, str]) -> _Report | Row:
    columns = {len(_FREQUENCIES): _FREQUENCIES, len(_SIDE_EFFECTS): _SIDE_EFFECTS}.get(len(cells))
    if columns is None:
        message = f"{len(cells)} cells; SIDER's tables have 6 or 10"
        return Row(line, cells, Rejection("", "malformed", message))
    row = dict(zip(columns, map(str.strip, cells), strict=True))
    pubchem = _pubchem(row["flat"])
    return _Report(drug_id=pubchem, drug_name=names.get(row["flat"]) or pubchem, **row)


def _pubchem(stitch: str) -> str:
    """The PubChem compound behind STITCH's flat id ``CID1…``; the id itself where it is none."""
    number = stitch.removeprefix("CID1")
    if number == stitch or not number.isdecimal():
        return stitch
    return f"PUBCHEM.COMPOUND:{int(number)}"


def _rows(
    group: list[tuple[int, _Report | Row]], drug: Edge, placebo: Edge, left_out: Counter[str]
) -> Iterator[Row]:
    """Rows of one drug and side effect: those under placebo are what the others compare with."""
    compared = any(isinstance(report, _Report) and report.placebo for _, report in group)
    for line, report in group:
        if isinstance(report, Row):
            yield report
        elif report.kind == "LLT":
            left_out[_LEFT_LOWER] += 1
        elif report.placebo not in ("", "placebo"):
            message = f"expected placebo or nothing, not {report.placebo[:40]!r}"
            yield Row(line, list(report), Rejection("placebo", "unknown_value", message))
        else:
            yield _row(line, report, placebo if report.placebo else drug, compared)


def _row(line: int, report: _Report, edge: Edge, compared: bool) -> Row:
    result = _frequency(report)
    if isinstance(result, Rejection):
        return Row(line, list(report), result)
    subject = {"type": "Therapy", "id": report.drug_id, "name": report.drug_name}
    if report.placebo:
        subject = {"type": "Therapy", "name": "placebo"}
        result["comparator"] = report.drug_name
    elif compared:
        result["comparator"] = "placebo"
    fact: dict[str, Any] = {
        "subject": subject,
        "predicate": edge.predicate,
        "object": {
            "type": "AdverseEvent",
            "id": f"UMLS:{report.concept}",
            "name": report.event,
        },
        "evidence_direction": "supports",
        "provenance": {
            "record": _record(report),
            "section": "drug label",
            "knowledge_level": edge.knowledge_level,
            "agent_type": edge.agent_type,
            "extractor": "SIDER",
        },
    }
    if result:
        fact["result"] = result
    return Row(line, fact)


def _frequency(report: _Report) -> dict[str, Any] | Rejection:
    """The frequency in numbers where it has them, and in the label's words."""
    if not report.freq and not report.lower:
        return {}
    result: dict[str, Any] = {"estimate_type": "proportion"}
    if report.freq:
        result["measure"] = f"frequency on the label: {report.freq}"
    if report.freq == _NO_BOUNDS:
        return {"measure": result["measure"]}
    try:
        lower, upper = float(report.lower), float(report.upper)
    except ValueError:
        message = f"expected two numbers, not {report.lower[:20]!r} and {report.upper[:20]!r}"
        return Rejection("freq_lower", "wrong_type", message)
    if lower == upper:
        return result | {"estimate": lower}
    return result | {"ci_low": lower, "ci_high": upper}


def _record(report: _Report) -> str:
    """What tells one line from every other: SIDER numbers none."""
    drug = " ".join(part for part in (report.flat, report.stereo) if part)
    event = " ".join(dict.fromkeys(part for part in (report.label_concept, report.concept) if part))
    told = [part for part in (report.placebo, report.freq) if part]
    bounds = [f"{report.lower}-{report.upper}"] if report.lower else []
    return "; ".join([drug, event, *told, *bounds])
