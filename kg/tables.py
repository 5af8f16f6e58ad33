"""Answers as tables on a terminal."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model import (
    AskAnswer,
    Claim,
    ClaimsAnswer,
    Source,
    SourcesAnswer,
    TherapiesAnswer,
    TherapyContext,
)
from kg.vocabulary import EffectDirection

__all__ = ["console", "print_ask", "print_sources", "print_therapies"]

_DESIGN = {
    "rct": "randomised trial",
    "non_randomised_trial": "non-randomised trial",
    "single_arm": "one arm",
    "in_vitro": "in vitro",
}
_SHOWN = (EffectDirection.IMPROVED, EffectDirection.UNCHANGED, EffectDirection.WORSENED)


def console() -> Console:
    """Standard output; wide enough for the tables where it is no terminal."""
    return Console(width=None if sys.stdout.isatty() else 120)


def print_ask(out: Console, found: AskAnswer, *, show_cypher: bool) -> None:
    """A question, how it was understood, and its answer."""
    question = found.question.strip()
    out.print(Text(question[:1].upper() + question[1:], style="bold"))
    out.print(Text(f"  understood as  {found.understood}\n", style="dim"))
    if isinstance(found.answer, TherapiesAnswer):
        print_therapies(out, found.answer, found.context)
    else:
        print_claims(out, found.answer)
    if show_cypher:
        out.print(Text(f"\n{_with_parameters(found)}"))


def _with_parameters(found: AskAnswer) -> str:
    """The statement as it can be pasted into Neo4j Browser."""
    import orjson

    lines = [
        f":param {name} => {orjson.dumps(value).decode()};"
        for name, value in found.parameters.items()
    ]
    return "\n".join([*lines, found.cypher])


def print_therapies(
    out: Console, answer: TherapiesAnswer, context: Sequence[TherapyContext]
) -> None:
    """One row a therapy, with what stands behind it beneath."""
    if not answer.items:
        out.print("  nothing is reported under these filters")
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
            *(_bar(row.effects[effect] if row else 0) for effect in _SHOWN),
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
    _print_rest(out, len(answer.items), answer.total)


def _bar(count: int) -> str:
    return f"{'■' * min(count, 5)} {count}" if count else "·"


def _design(row: TherapyContext | None) -> str:
    if row is None or row.best_design is None:
        return "·"
    design = _DESIGN.get(row.best_design, row.best_design.replace("_", " "))
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
            _print_labelled(out, label, text + more)


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


def _print_labelled(out: Console, label: str, text: str) -> None:
    width = max(40, min(out.width, 110))
    wrapped = textwrap.wrap(
        text, width, initial_indent=f"    {label}: ", subsequent_indent="      "
    )
    out.print(Text("\n".join(wrapped), style="dim"), soft_wrap=True)


def print_claims(out: Console, answer: ClaimsAnswer) -> None:
    """One row a claim."""
    if not answer.items:
        out.print("  nothing is reported under these filters")
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    # A predicate that was asked for needs no column; neither does what no claim here has.
    shown = {
        "subject": True,
        "predicate": answer.query.predicate is None,
        "object": True,
        "condition": any(claim.condition for claim in answer.items),
        "effect": any(claim.effect_direction for claim in answer.items),
    }
    for name, wanted in shown.items():
        if wanted:
            table.add_column(name, overflow="fold", min_width=8 if name == "effect" else 18)
    for name in ("for", "against", "studies", "patients", "score"):
        table.add_column(name, justify="right", no_wrap=True)
    for claim in answer.items:
        words = [
            text for text, wanted in zip(_claim_words(claim), shown.values(), strict=True) if wanted
        ]
        table.add_row(*words, *_claim_numbers(claim))
    out.print(table)
    _print_rest(out, len(answer.items), answer.total)


def _claim_words(claim: Claim) -> list[str]:
    return [
        claim.subject.name,
        claim.predicate.lower().replace("_", " "),
        claim.object.name,
        claim.condition.name if claim.condition else "·",
        claim.effect_direction or "·",
    ]


def _claim_numbers(claim: Claim) -> list[str]:
    return [
        str(claim.supporting_count),
        str(claim.refuting_count or "·"),
        str(claim.study_count or "·"),
        str(claim.patient_count or "·"),
        f"{claim.score:.2f}",
    ]


def _print_rest(out: Console, shown: int, total: int) -> None:
    if total > shown:
        out.print(Text(f"  {shown} of {total} shown", style="dim"))


def print_sources(out: Console, answer: SourcesAnswer) -> None:
    """One row a loaded dataset."""
    if not answer.items:
        out.print("nothing has been loaded yet")
        return
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for name in ("source", "version", "licence", "loader", "loaded at"):
        table.add_column(name, overflow="fold")
    for name in ("evidence", "terms"):
        table.add_column(name, justify="right")
    table.add_column("")
    for source in answer.items:
        table.add_row(
            source.name,
            source.version or "·",
            source.licence or "·",
            source.loader,
            f"{source.loaded_at:%Y-%m-%d %H:%M}",
            f"{source.evidence_count:,}",
            f"{source.term_count:,}",
            _state(source),
        )
    out.print(table)


def _state(source: Source) -> str:
    """What is to be known of a dataset beside its counts."""
    notes = ["names are used"] if source.vocabulary else []
    if not source.complete:
        notes.append("not complete: load it again")
    return "; ".join(notes)
