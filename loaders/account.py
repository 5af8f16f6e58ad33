"""The account of a load on a terminal."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from loaders.report import Report

__all__ = ["print_account"]

#: Lines shown of each list.
_SHOWN = 5


def print_account(report: Report, rejects: Path | None, *, dry_run: bool = False) -> None:
    """What was read and what became of it; names that need a look."""
    console = Console()
    console.print(Text(_counts(report, dry_run)))
    if report.replaced is not None:
        evidence, terms = report.replaced["evidence_removed"], report.replaced["terms_removed"]
        went = "would go" if dry_run else "went"
        console.print(f"replaced: {evidence:,} reports and {terms:,} descriptions {went}")
    _print_counted(console, "left out", report.left_out.most_common())
    _print_counted(console, "quotes", report.quotes.most_common())
    _print_rejects(console, report, rejects)
    if report.unresolved:
        console.print(f"{len(report.unresolved):,} names that no vocabulary has, most used first:")
        for entity, count in report.most_unresolved(_SHOWN):
            near = ", ".join(
                f"{one.name} ({one.id})" for one, _ in report.near.get(entity.id, ())[:2]
            )
            hint = f"; like {near}" if near else ""
            line = f"  {entity.type} {entity.name!r} × {count} → {entity.id}{hint}"
            console.print(Text(line), soft_wrap=True)
    if report.alike:
        console.print(f"{len(report.alike):,} names mapped by likeness; look at them:")
        for name, (entity, score) in sorted(report.alike.items())[: 2 * _SHOWN]:
            line = f"  {name!r} → {entity.name} ({entity.id}), {score:.2f}"
            console.print(Text(line), soft_wrap=True)
    if report.ambiguous:
        console.print(f"{len(report.ambiguous):,} names that several terms share; give an id:")
        for name, candidates in sorted(report.ambiguous.items())[:_SHOWN]:
            listed = ", ".join(f"{entity.id} ({entity.name})" for entity in candidates[:_SHOWN])
            console.print(Text(f"  {name!r}: {listed}"), soft_wrap=True)


def _counts(report: Report, dry_run: bool) -> str:
    counts = f"{report.already_there:,} already there, {report.rejected:,} rejected"
    read = (
        f"read {report.read:,} facts and terms" if report.terms else f"read {report.read:,} facts"
    )
    if report.written:
        return f"{read}: {report.loaded:,} loaded, {counts}"
    if dry_run:
        return f"{read}: {report.loaded:,} would be loaded, {counts}; nothing was written"
    return f"{read}: {report.loaded:,} good, {counts}; nothing was written"


def _print_counted(console: Console, title: str, counted: list[tuple[str, int]]) -> None:
    if not counted:
        return
    console.print(f"{title}:")
    for reason, count in counted[: 2 * _SHOWN]:
        console.print(Text(f"  {count:,} × {reason}"), soft_wrap=True)
    if len(counted) > 2 * _SHOWN:
        console.print(f"  … and {len(counted) - 2 * _SHOWN} more kinds")


def _print_rejects(console: Console, report: Report, rejects: Path | None) -> None:
    if not report.rejected:
        return
    reasons = ", ".join(f"{count} × {reason}" for reason, count in report.reasons.most_common())
    console.print(Text(f"rejected because: {reasons}", style="yellow"))
    for entry in report.rejects:
        place = f"{entry.file}:{entry.line}" + (f" {entry.field}" if entry.field else "")
        console.print(Text(f"  {place}: {entry.message} [{entry.reason}]"), soft_wrap=True)
    if report.rejected > len(report.rejects):
        console.print(f"  … and {report.rejected - len(report.rejects)} more")
    if rejects is None:
        console.print("  --rejects FILE keeps all of them with their rows")
