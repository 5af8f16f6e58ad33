"""Paths."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from kg.model.paths import Path, PathsAnswer, PathStep, Weakest
from kg.tables.terminal import NOTHING, print_labelled

__all__ = ["print_paths"]

_SAYS = {True: "says benefit", False: "says harm", None: "does not say whether it helps"}


def print_paths(out: Console, answer: PathsAnswer) -> None:
    """Each path as a chain, its steps with their evidence beneath."""
    if answer.items:
        _print(out, answer.items)
    elif answer.other_way:
        out.print(Text("  nothing leads there; the other way round there is:\n"))
        _print(out, answer.other_way)
    else:
        out.print(NOTHING)
    if answer.more:
        out.print(Text("  there are more paths: --limit", style="dim"))
    if answer.truncated:
        out.print(Text("  not everything could be looked at; better paths may be missing"))


def _print(out: Console, paths: Sequence[Path]) -> None:
    for number, path in enumerate(paths, 1):
        chain = " → ".join(node.name for node in path.nodes)
        out.print(Text(f"  {number}. {chain}", style="bold"))
        weakest = f"weakest step {path.weakest.step + 1}{_lacks(path.weakest)}"
        out.print(Text(f"     score {path.score:.4g} · {_SAYS[path.benefit]} · {weakest}"))
        for step in path.steps:
            print_labelled(out, _words(step), f"{_numbers(step)}; {_source(step)}")


def _lacks(of: Weakest | PathStep) -> str:
    told = {
        "seen in animals or in vitro only": of.animal_only,
        "remarked only": of.remark_only,
        "stated by programs only": of.machine_only,
    }
    words = ", ".join(text for text, holds in told.items() if holds)
    return f" ({words})" if words else ""


def _words(step: PathStep) -> str:
    effect = f", {step.effect_direction}" if step.effect_direction else ""
    where = f" in {step.condition.name}" if step.condition else ""
    verb = step.predicate.lower().replace("_", " ")
    return f"{step.subject.name} {verb} {step.object.name}{effect}{where}"


def _numbers(step: PathStep) -> str:
    against = f", {step.refuting_count} against" if step.refuting_count else ""
    counts = f"{step.supporting_count} for{against}, {step.study_count} studies"
    return f"score {step.score:.2f}, {counts}{_lacks(step)}"


def _source(step: PathStep) -> str:
    best = step.evidence
    parts = [best.publication_title or best.publication_id or best.study_name or best.id]
    if best.section:
        parts.append(best.section)
    if best.start is not None:
        parts.append(f"characters {best.start}–{best.end}")
    return ", ".join(parts)
