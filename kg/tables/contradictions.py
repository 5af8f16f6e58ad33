"""Contradictions."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from kg.model.contradictions import ContradictionItem, ContradictionsAnswer, Side, SideValues
from kg.tables.terminal import NOTHING, print_labelled, print_rest

__all__ = ["print_contradictions"]


def print_contradictions(out: Console, answer: ContradictionsAnswer) -> None:
    """Each with its sides, and in words what differs between the two that are opposed."""
    if not answer.items:
        out.print(NOTHING)
        return
    for item in answer.items:
        verb = item.predicate.lower().replace("_", " ")
        head = f"  {item.subject.name} {verb} {item.object.name}"
        out.print(Text(f"{head}   (weaker side {item.score:.2f})", style="bold"))
        for place, side in enumerate(item.sides):
            counts = (
                f"{side.unit_count} independent, {side.study_count} studies,"
                f" {side.patient_count} patients, score {side.score:.2f}"
            )
            mark = "" if place in item.opposed else " (not compared)"
            print_labelled(out, _name(side) + mark, f"{counts}; {_sources(side)}")
        print_labelled(out, "the sides differ in", _differs(item))
        if item.shared:
            told = (f"{one.context.replace('_', ' ')} {one.value}" for one in item.shared)
            print_labelled(out, "both have", ", ".join(told))
    print_rest(out, len(answer.items), answer.total, answer.next)


def _name(side: Side) -> str:
    direction = side.effect_direction or "stated"
    return direction if side.evidence_direction == "supports" else f"not {direction}"


def _sources(side: Side) -> str:
    names = (
        one.publication_title or one.study_name or one.publication_id or f"report {one.evidence_id}"
        for one in side.sources
    )
    found = list(dict.fromkeys(names))
    return "; ".join(found[:3])


def _differs(item: ContradictionItem) -> str:
    told = [f"{one.context.replace('_', ' ')} ({_against(one.sides)})" for one in item.differs[:6]]
    return ", ".join(told) or "nothing that both of them state"


def _against(sides: list[SideValues]) -> str:
    return " against ".join(
        ", ".join(f"{one.value:g}" if isinstance(one.value, float) else one.value for one in some)
        for some in (side.values[:4] for side in sides)
    )
