"""The results of an outcome."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model.results import ResultsAnswer, ResultsItem, Summary
from kg.tables.terminal import NOTHING, print_labelled, print_rest

__all__ = ["print_results"]


def print_results(out: Console, answer: ResultsAnswer) -> None:
    """A line for each result, then the summaries and what is in none."""
    if not answer.items:
        out.print(NOTHING)
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name, least in (("study", 18), ("outcome", 16), ("therapy · arm", 16), ("result", 20)):
        table.add_column(name, overflow="fold", min_width=least)
    for name in ("months", "n", "says"):
        table.add_column(name, justify="right", no_wrap=True)
    for item in answer.items:
        table.add_row(*map(Text, _cells(item)))
    out.print(table)
    print_rest(out, len(answer.items), answer.total, answer.next)
    for summary in answer.summaries:
        print_labelled(out, "together", _together(summary))
    if answer.left_out_total:
        told = "; ".join(f"{one.count} × {one.why}" for one in answer.left_out_counts)
        print_labelled(out, f"{answer.left_out_total} in no summary", told)
    if answer.looked_at < answer.total:
        print_labelled(out, "looked at for summaries", f"the first {answer.looked_at:,}")


def _cells(item: ResultsItem) -> tuple[str, ...]:
    arm = f"{item.therapy.name} · {item.arm}" if item.arm else item.therapy.name
    says = item.effect_direction or ""
    return (
        item.study or item.publication_title or item.publication_id or "",
        item.measure or item.outcome.name,
        arm + (f" against {item.comparator}" if item.comparator else ""),
        _numbers(item),
        _number(item.timepoint_months),
        _number(item.n),
        says if item.supports else f"not {says}".strip(),
    )


def _numbers(item: ResultsItem) -> str:
    parts = [
        f"{label} {_number(value)}"
        for label, value in (
            ("baseline", item.baseline),
            ("value", item.value),
            ("change", item.change),
            ((item.estimate_type or "estimate").replace("_", " "), item.estimate),
        )
        if value is not None
    ]
    if parts and item.unit:
        parts[-1] += f" {item.unit}"
    if item.ci_low is not None or item.ci_high is not None:
        parts.append(f"({_number(item.ci_low)} to {_number(item.ci_high)})")
    if item.dispersion is not None:
        parts.append(f"± {_number(item.dispersion)} {item.dispersion_type or ''}".rstrip())
    if item.responders is not None:
        parts.append(f"{item.responders} of {_number(item.n)} responded")
    if item.change_direction:
        parts.append(item.change_direction.replace("_", " "))
    if item.p_value is not None:
        parts.append(f"p {_number(item.p_value)}")
    return ", ".join(parts) or "no number"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _together(one: Summary) -> str:
    whose = f" of {one.therapy.name}" if one.therapy else ""
    spread = one.heterogeneity
    text = (
        f"{one.outcome.name}{whose}: {one.form.replace('_', ' ')} {one.estimate:g} "
        f"({one.ci_low:g} to {one.ci_high:g}) in {one.studies} studies, {one.patients} patients"
    )
    if spread:
        text += (
            f", I² {100 * spread.i2:.0f} %, τ² {spread.tau2:g}, Q {spread.q:g} (p {spread.q_p:g})"
        )
    return f"{text}; {one.comparable}; {one.method}"
