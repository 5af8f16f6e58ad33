"""Claims."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from kg.model import Claim, ClaimsAnswer
from kg.tables.terminal import NOTHING, print_rest

__all__ = ["print_claims"]


def print_claims(out: Console, answer: ClaimsAnswer) -> None:
    """One row a claim."""
    if not answer.items:
        out.print(NOTHING)
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
    print_rest(out, len(answer.items), answer.total)


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
