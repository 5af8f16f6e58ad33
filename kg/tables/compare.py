"""Therapies side by side."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from kg.model.compare import CompareAnswer, HeadToHead
from kg.model.entity import EntitySummary
from kg.model.profile import ReportedHarm, ReportedOutcome
from kg.tables.profile import best_design, harm_rate
from kg.tables.terminal import print_labelled

__all__ = ["print_comparison"]

_ROWS = 20


def print_comparison(out: Console, answer: CompareAnswer) -> None:
    """What compares them directly, then outcomes and harms, a column for each."""
    if answer.head_to_head:
        print_labelled(out, "head to head", "; ".join(map(_claim, answer.head_to_head)))
    else:
        print_labelled(out, "head to head", "no report compares them")
    if answer.studies:
        names = [f"{study.name} ({study.id})" for study in answer.studies]
        print_labelled(out, "studies that report on several of them", "; ".join(names))
    outcomes = [
        (row.outcome.name + ("" if row.direct or not row.comparable else " (indirect)"), row.cells)
        for row in answer.outcomes[:_ROWS]
    ]
    if outcomes:
        table = _table("outcome", answer.therapies)
        for name, cells in outcomes:
            table.add_row(name, *map(_outcome, cells))
        out.print(table)
    if answer.adverse_events:
        table = _table("adverse event", answer.therapies)
        for row in answer.adverse_events[:_ROWS]:
            table.add_row(row.adverse_event.name, *map(_harm, row.cells))
        out.print(table)
    for note in answer.comparability.notes:
        print_labelled(out, "note", note)


def _table(first: str, therapies: Sequence[EntitySummary]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in (first, *(therapy.name for therapy in therapies)):
        table.add_column(name, overflow="fold", min_width=14)
    return table


def _claim(claim: HeadToHead) -> str:
    said = [report.measure or "" for report in claim.reports]
    measures = ", ".join(dict.fromkeys(one for one in said if one))
    return (
        f"{claim.subject.name} against {claim.object.name}: {claim.effect_direction or 'compared'}"
        + (f" ({measures})" if measures else "")
        + f", {claim.supporting_count} for, {claim.refuting_count} against"
    )


def _outcome(cell: ReportedOutcome | None) -> str:
    if cell is None:
        return "not reported"
    counts = [
        f"{one.effect_direction or 'no direction'} {one.unit_count}"
        for one in cell.effects
        if one.unit_count
    ]
    return (
        f"{', '.join(counts) or 'only refuted'}; {cell.study_count} studies, "
        f"{cell.patient_count} patients, {best_design(cell)}, {cell.score:.2f}"
    )


def _harm(cell: ReportedHarm | None) -> str:
    if cell is None:
        return "not reported"
    return harm_rate(cell) or "reported without numbers"
