"""The headline answer."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model.answer import TherapiesAnswer, TherapyContext
from kg.tables.terminal import NOTHING, bar, print_labelled, print_rest
from kg.vocabulary import EffectDirection

__all__ = ["DESIGN", "print_therapies"]

DESIGN = {
    "rct": "randomised trial",
    "non_randomised_trial": "non-randomised trial",
    "single_arm": "one arm",
    "in_vitro": "in vitro",
}
_SHOWN = (EffectDirection.IMPROVED, EffectDirection.UNCHANGED, EffectDirection.WORSENED)


def print_therapies(
    out: Console, answer: TherapiesAnswer, context: Sequence[TherapyContext]
) -> None:
    """One row a therapy, with what stands behind it beneath."""
    if not answer.items:
        out.print(NOTHING)
        return
    beside = {row.therapy_id: row for row in context}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=True, padding=(0, 1))
    table.add_column("therapy", overflow="fold", min_width=24, max_width=44)
    for effect in _SHOWN:
        table.add_column(str(effect), justify="center", no_wrap=True)
    for name in ("studies", "patients"):
        table.add_column(name, justify="right")
    table.add_column("best design", overflow="fold")
    table.add_column("score", justify="right")
    for item in answer.items:
        row = beside.get(item.therapy.id)
        table.add_row(
            item.therapy.name,
            *(bar(row.effects[effect] if row else 0) for effect in _SHOWN),
            str(item.study_count or "·"),
            str(item.patient_count or "·"),
            _design(row),
            f"{item.score:.2f}",
        )
    out.print(table)
    for item in answer.items:
        row = beside.get(item.therapy.id)
        if row:
            _print_beside(out, item.therapy.name, row)
    print_rest(out, len(answer.items), answer.total, answer.next)


def _design(row: TherapyContext | None) -> str:
    if row is None or row.best_design is None:
        return "·"
    design = DESIGN.get(row.best_design, row.best_design.replace("_", " "))
    if row.phase is None or row.phase == "NA":
        return design
    phase = row.phase.removeprefix("EARLY_").replace("PHASE", "").replace("_", "/")
    early = "early " if row.phase.startswith("EARLY_") else ""
    return f"{early}phase {phase}, {design}"


def _print_beside(out: Console, name: str, row: TherapyContext) -> None:
    out.print(Text(f"  {name}", style="bold"))
    for label, values in (
        ("study", row.studies),
        ("given", row.given),
        ("cells", row.cell_types),
        ("acts through", row.mechanisms),
        ("harms reported", row.adverse_events),
        ("reservation", _sentences(row.reservations)),
        ("source", row.sources),
    ):
        if values:
            joint = {"reservation": " ", "source": "; "}.get(label, ", ")
            text = joint.join(values[:6])
            more = f" (+ {len(values) - 6} more)" if len(values) > 6 else ""
            print_labelled(out, label, text + more)


def _sentences(texts: Sequence[str]) -> list[str]:
    """Each sentence once: reports of one study share most of their reservations."""
    return list(
        dict.fromkeys(
            f"{sentence.rstrip('.')}."
            for text in texts
            for sentence in text.split(". ")
            if sentence
        )
    )
