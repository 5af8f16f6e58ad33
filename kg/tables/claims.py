"""Claims."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.model.answer import ClaimsAnswer
from kg.model.claim import Claim, ClaimPage, Evidence
from kg.tables.terminal import NOTHING, print_labelled, print_rest

__all__ = ["print_claim", "print_claims"]


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
    print_rest(out, len(answer.items), answer.total, answer.next)


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


def print_claim(out: Console, found: ClaimPage) -> None:
    """A claim, its totals, and each report of it."""
    subject, predicate, object_, condition, effect = _claim_words(found)
    out.print(Text(f"{subject} {predicate} {object_}", style="bold"))
    out.print(Text(f"  condition {condition} · effect {effect}", style="dim"))
    numbers = zip(
        ("for", "against", "studies", "patients", "score"), _claim_numbers(found), strict=True
    )
    out.print(Text("  " + " · ".join(f"{name} {value}" for name, value in numbers), style="dim"))
    for evidence in found.evidence:
        _print_evidence(out, evidence)


def _print_evidence(out: Console, evidence: Evidence) -> None:
    publication, provenance = evidence.publication, evidence.provenance
    out.print(Text(f"  {evidence.evidence_direction}  weight {evidence.weight:.2f}"))
    where = [publication.title or publication.id] if publication else []
    where += [provenance.section] if provenance.section else []
    if provenance.start is not None:
        where.append(f"characters {provenance.start}–{provenance.end}")
    parts = ("study", "design", "result", "treatment", "population")
    for label in parts:
        part = getattr(evidence, label)
        if part is not None:
            print_labelled(out, label, _told(part.model_dump(exclude_none=True)))
    said = f"{provenance.knowledge_level}, {provenance.agent_type}"
    for label, text in (
        ("where", ", ".join(where)),
        ("quote", provenance.quote or ""),
        ("stated as", said),
        ("in", ", ".join(source.name for source in evidence.sources)),
    ):
        if text:
            print_labelled(out, label, text)


def _told(values: dict[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items())
