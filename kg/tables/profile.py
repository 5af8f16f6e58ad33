"""The profile of a therapy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model.profile import (
    Cited,
    ProfileAnswer,
    ProfileClaim,
    ReportedHarm,
    ReportedOutcome,
    Section,
)
from kg.tables.terminal import bar, print_labelled, print_rest
from kg.tables.therapies import DESIGN
from kg.vocabulary import EffectDirection

__all__ = ["best_design", "harm_rate", "print_profile"]

_SHOWN = (EffectDirection.IMPROVED, EffectDirection.UNCHANGED, EffectDirection.WORSENED)
_ROWS = 15


def print_profile(out: Console, answer: ProfileAnswer) -> None:
    """What it is, tables of outcomes and harms, then what stands behind and against them."""
    therapy = answer.therapy
    out.print(Text(f"  {therapy.name} ({therapy.id})", style="bold"))
    _print_named(
        out,
        {
            "what it is": [therapy.description or ""],
            "also called": therapy.synonyms,
            "broader": [one.name for one in therapy.broader],
            "narrower": [one.name for one in therapy.narrower],
            "cells": _claims(answer.cell_types),
            "acts through": _claims(answer.mechanisms),
            "for": _claims(answer.treats),
            "compared with": _compared(answer),
        },
    )
    if answer.outcomes:
        out.print(_outcomes(answer.outcomes[:_ROWS]))
        print_rest(out, min(_ROWS, len(answer.outcomes)), answer.outcome_total, None)
    if answer.adverse_events:
        out.print(_harms(answer.adverse_events[:_ROWS]))
        print_rest(out, min(_ROWS, len(answer.adverse_events)), answer.adverse_event_total, None)
    _print_named(
        out,
        {
            "studies": [
                f"{study.name} ({group.phase or 'no phase'}, {study.status or 'no status'}, "
                f"{study.enrollment or '?'} patients)"
                for group in answer.studies
                for study in group.studies
            ],
            "evidence": _kinds(answer),
            "reservations": [f"{one.text} ({one.reports} reports)" for one in answer.reservations],
            "read": [_place(source) for source in answer.sources],
        },
    )


def _print_named(out: Console, parts: Mapping[str, Sequence[str]]) -> None:
    for label, texts in parts.items():
        shown = [text for text in texts if text]
        if shown:
            more = f"; (+ {len(shown) - 8} more)" if len(shown) > 8 else ""
            print_labelled(out, label, "; ".join(shown[:8]) + more)


def _claims(section: Section) -> list[str]:
    return [_claim(claim) for claim in section.claims]


def _claim(claim: ProfileClaim) -> str:
    notes = [
        f"said of {claim.said_of.name}" if claim.said_of else "",
        *(stage.replace("_", " ") for stage in claim.stages),
        "only refuted" if not claim.supporting_count else "",
    ]
    told = ", ".join(note for note in notes if note)
    return f"{claim.object.name} ({told})" if told else claim.object.name


def _compared(answer: ProfileAnswer) -> list[str]:
    return [
        f"{claim.subject.name} with {claim.object.name}"
        + (f", {claim.effect_direction}" if claim.effect_direction else "")
        for claim in answer.comparisons.claims
    ]


def _outcomes(rows: Sequence[ReportedOutcome]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("outcome", overflow="fold", min_width=24, max_width=44)
    for effect in _SHOWN:
        table.add_column(str(effect), justify="center", no_wrap=True)
    for name in ("studies", "patients"):
        table.add_column(name, justify="right")
    table.add_column("best design", overflow="fold")
    table.add_column("score", justify="right")
    for row in rows:
        units = {one.effect_direction: one.unit_count for one in row.effects}
        table.add_row(
            row.outcome.name,
            *(bar(units.get(effect, 0)) for effect in _SHOWN),
            str(row.study_count or "·"),
            str(row.patient_count or "·"),
            best_design(row),
            f"{row.score:.2f}",
        )
    return table


def best_design(row: ReportedOutcome | ReportedHarm) -> str:
    """The strongest design, in words."""
    if row.best_design is None:
        return "·"
    return DESIGN.get(row.best_design, row.best_design.replace("_", " "))


def _harms(rows: Sequence[ReportedHarm]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("adverse event", overflow="fold", min_width=24, max_width=44)
    table.add_column("affected of at risk, by arm", overflow="fold")
    for name in ("reports", "without numbers", "studies"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row.adverse_event.name,
            harm_rate(row) or "·",
            str(row.supporting_count + row.refuting_count),
            str(row.unnumbered_count or "·"),
            str(row.study_count or "·"),
        )
    return table


def harm_rate(row: ReportedHarm, most: int = 3) -> str:
    """The first arms, as reported."""
    arms = [
        f"{arm.arm or 'arm'}: {arm.affected}/{arm.at_risk if arm.at_risk is not None else '?'}"
        for arm in row.arms[:most]
    ]
    more = [f"(+ {row.arm_count - most} more)"] if row.arm_count > most else []
    return "; ".join([*arms, *more])


def _kinds(answer: ProfileAnswer) -> list[str]:
    found = answer.evidence
    return [
        f"{found.report_count} reports, {found.unit_count} independent, "
        f"{found.study_count} named studies, {found.patient_count} patients",
        *(f"{name.replace('_', ' ')} {count}" for name, count in found.by_design.items()),
    ]


def _place(source: Cited) -> str:
    parts = [source.title or source.publication_id, source.section or ""]
    if source.start is not None:
        parts.append(f"characters {source.start}–{source.end}")
    return ", ".join(part for part in parts if part)
