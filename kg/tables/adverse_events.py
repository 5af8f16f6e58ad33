"""The adverse events of a therapy."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model.adverse_events import (
    AdverseEventsAnswer,
    AdverseEventsItem,
    Against,
    WithoutDenominator,
)
from kg.tables.terminal import NOTHING, print_labelled, print_rest

__all__ = ["print_adverse_events"]

_SHOWN = 4
_SERIOUS = {True: "serious", False: "not serious", None: ""}


def print_adverse_events(out: Console, answer: AdverseEventsAnswer) -> None:
    """A line for each event with its rate, then those of which no rate is known."""
    if not answer.items and not answer.without_denominator:
        out.print(NOTHING)
        return
    if answer.items:
        out.print(_rates(answer.items))
        for item in answer.items:
            _print_beside(out, item)
        print_rest(out, len(answer.items), answer.total, answer.next)
        for method in dict.fromkeys(item.method for item in answer.items):
            print_labelled(out, "rate", method)
    if answer.without_denominator:
        out.print("  reported without a number at risk, so how often is not known:")
        out.print(_uncounted(answer.without_denominator))
        shown, total = len(answer.without_denominator), answer.without_denominator_total
        print_rest(out, shown, total, None)


def _rates(items: Sequence[AdverseEventsItem]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("adverse event", overflow="fold", min_width=24, max_width=44)
    table.add_column("counted as", no_wrap=True)
    for name in ("affected", "rate", "95 % interval", "studies", "arms", "I²"):
        table.add_column(name, justify="right", no_wrap=True)
    for item in items:
        spread = item.heterogeneity
        table.add_row(
            item.adverse_event.name,
            _SERIOUS[item.serious],
            f"{item.affected}/{item.at_risk}",
            _percent(item.rate),
            f"{_percent(item.ci_low)} – {_percent(item.ci_high)}",
            str(item.studies),
            f"{item.arm_count - item.left_out_count} of {item.arm_count}",
            f"{100 * spread.i2:.0f} %" if spread else "",
        )
    return table


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f} %"


def _print_beside(out: Console, item: AdverseEventsItem) -> None:
    """What its arms are held against."""
    if not item.against:
        return
    told = [_against(one) for one in item.against[:_SHOWN]]
    more = item.against_count - len(told)
    tail = [f"(+ {more} more)"] if more > 0 else []
    print_labelled(out, f"{item.adverse_event.name} against", "; ".join([*told, *tail]))


def _against(one: Against) -> str:
    whom = one.comparator.name if one.comparator else ", ".join(one.comparator_arms)
    low, high = one.risk_difference_low, one.risk_difference_high
    text = (
        f"{whom} {one.comparator_affected}/{one.comparator_at_risk} in {one.study}: difference "
        f"{100 * one.risk_difference:+.1f} points ({100 * low:+.1f} to {100 * high:+.1f})"
    )
    if one.risk_ratio is not None:
        text += f", ratio {one.risk_ratio:.2f} ({one.risk_ratio_low:.2f} to "
        text += f"{one.risk_ratio_high:.2f})"
    return text


def _uncounted(rows: Sequence[WithoutDenominator]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("adverse event", overflow="fold", min_width=24, max_width=44)
    table.add_column("counted as", no_wrap=True)
    table.add_column("reports", justify="right")
    table.add_column("of", overflow="fold")
    for row in rows:
        names = list(dict.fromkeys(report.therapy.name for report in row.reports))
        against = f" ({row.refuting_count} against)" if row.refuting_count else ""
        table.add_row(
            row.adverse_event.name,
            Text(_SERIOUS[row.serious]),
            f"{row.report_count}{against}",
            ", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
        )
    return table
