"""How much evidence of what kind there is, and what it does not show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.model.profile import EvidenceKinds, Reservation
from kg.queries.reported import MOST, ClaimRow, totals_of
from kg.vocabulary import DESIGNS_IN, DesignType, Predicate, StudiedIn

__all__ = ["Kind", "kinds_of", "reservations"]


class Kind(NamedTuple):
    """Reports that are alike in what they are about, and in how they were made."""

    predicate: str
    supports: bool
    design: str | None
    level: str | None
    agent: str | None

    @property
    def studied_in(self) -> str:
        """Human, animal or in vitro, as the design tells."""
        kinds = [str(kind) for kind, designs in DESIGNS_IN.items() if self.design in designs]
        return kinds[0] if kinds else "not_stated"


def kinds_of(claims: Iterable[ClaimRow]) -> tuple[EvidenceKinds, Counter[Kind]]:
    """How much evidence of what kind claims have."""
    own = [(claim.predicate, row) for claim in claims for row in claim.reports]
    rows = [row for _, row in own]
    kinds = Counter(
        (predicate, row.supports, row.design, row.level, row.agent) for predicate, row in own
    )
    by_kind: Counter[Kind] = Counter({Kind(*key): reports for key, reports in kinds.items()})
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("design", "studied_in", "level", "agent", "predicate")
    }
    for kind, reports in by_kind.items():
        for name, counter in counts.items():
            counter[getattr(kind, name) or "not_stated"] += reports
    found = totals_of(rows)
    return EvidenceKinds(
        unit_count=len({row.unit for row in rows}),
        study_count=found["study_count"],
        patient_count=found["patient_count"],
        report_count=by_kind.total(),
        by_design=dict(sorted(counts["design"].items())),
        by_studied_in=dict(sorted(counts["studied_in"].items())),
        by_knowledge_level=dict(sorted(counts["level"].items())),
        by_agent_type=dict(sorted(counts["agent"].items())),
        by_predicate=dict(sorted(counts["predicate"].items())),
    ), by_kind


def reservations(claims: Iterable[ClaimRow], kinds: Counter[Kind]) -> list[Reservation]:
    """What the kinds of evidence show, and what the reports themselves say limits them."""
    results = {kind: n for kind, n in kinds.items() if kind.predicate == Predicate.REPORTS_OUTCOME}
    support = {kind: n for kind, n in results.items() if kind.supports}
    found = [*_of_outcomes(support), *_of_mechanisms(kinds)]
    if kinds and not any(kind.studied_in == StudiedIn.HUMAN for kind in results):
        text = "no outcome is reported from humans by a design that says so"
        total = sum(results.values())
        found.append(Reservation(kind="no_human_outcome", text=text, reports=total))
    if kinds and all(kind.agent == "text_mining_agent" for kind in kinds):
        text = "every report was found by text mining and validated by nobody"
        found.append(Reservation(kind="text_mined_only", text=text, reports=kinds.total()))
    against = sum(n for kind, n in kinds.items() if not kind.supports)
    if against:
        found.append(
            Reservation(kind="refuted", text="reports speak against claims", reports=against)
        )
    return [*found, *_stated(claims)]


def _of_outcomes(support: Mapping[Kind, int]) -> list[Reservation]:
    human = {kind.design for kind in support if kind.studied_in == StudiedIn.HUMAN}
    weak = {DesignType.SINGLE_ARM, DesignType.CASE_SERIES}
    if human and human <= weak:
        text = "outcomes in humans come from single arms and case series alone, without a control"
        total = sum(support.values())
        return [Reservation(kind="single_arm_only", text=text, reports=total)]
    return []


def _of_mechanisms(kinds: Mapping[Kind, int]) -> list[Reservation]:
    support = {
        kind: n
        for kind, n in kinds.items()
        if kind.predicate == Predicate.ACTS_THROUGH and kind.supports
    }
    animal = (StudiedIn.ANIMAL, StudiedIn.IN_VITRO)
    if support and all(kind.studied_in in animal for kind in support):
        text = "its own mechanisms are claimed from animals or in vitro alone"
        total = sum(support.values())
        return [Reservation(kind="animal_only", text=text, reports=total)]
    return []


def _stated(claims: Iterable[ClaimRow]) -> list[Reservation]:
    """The limitations that reports state, those that most of them state first."""
    reports: Counter[str] = Counter()
    publications: dict[str, set[str]] = {}
    for claim in claims:
        for row in claim.reports:
            if row.limitations is not None:
                reports[row.limitations] += 1
                named = publications.setdefault(row.limitations, set())
                named.update(filter(None, [row.publication_id]))
    ordered = sorted(reports.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    return [
        Reservation(
            kind="limitations", text=text, publications=sorted(publications[text]), reports=total
        )
        for text, total in ordered
    ]
