"""Adverse events as rows: the arms of each, its rate, and comparisons inside its studies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kg import pooling
from kg.arms import Choice, Count, chosen, controls_of
from kg.model.adverse_events import (
    AdverseEventsItem,
    Against,
    AgainstPooled,
    CountedArm,
    Heterogeneity,
)
from kg.model.answer import Matched
from kg.model.entity import EntitySummary
from kg.vocabulary import AdverseEventsSort, LeftOut

__all__ = ["MOST_ARMS", "Row", "counted_rows", "heterogeneity", "uncounted_rows"]

#: Most arms, and most comparisons, of a row to list.
MOST_ARMS = 100
_SERIOUS_FIRST = (True, False, None)

_Report = Mapping[str, Any]
#: An event's id, and whether it was counted as serious.
Key = tuple[str, bool | None]


def counted_rows(reports: Iterable[_Report], sort: AdverseEventsSort) -> list[Row]:
    """A row for each event and seriousness that has a number at risk, in order."""
    by_key: dict[Key, list[_Report]] = {}
    for report in reports:
        if _is_counted(report):
            by_key.setdefault((report["event_id"], report["serious"]), []).append(report)
    rows = [Row(*key, own) for key, own in by_key.items()]
    return sorted(rows, key=lambda row: row.place(sort))


def uncounted_rows(reports: Iterable[_Report]) -> list[tuple[Key, list[_Report]]]:
    """The reports that have none, by event and seriousness, most first."""
    by_key: dict[Key, list[_Report]] = {}
    for report in reports:
        if not _is_counted(report):
            by_key.setdefault((report["event_id"], report["serious"]), []).append(report)
    for own in by_key.values():
        own.sort(key=lambda report: (report["unit"], report["id"]))
    return sorted(by_key.items(), key=lambda pair: (-len(pair[1]), *_key_place(pair[0])))


def _is_counted(report: _Report) -> bool:
    return report["affected"] is not None and bool(report["at_risk"])


def _key_place(key: Key) -> tuple[str, int]:
    return key[0], _SERIOUS_FIRST.index(key[1])


@dataclass(eq=False)
class Row:
    """One adverse event, counted as serious, as not, or without a word on it."""

    event_id: str
    serious: bool | None
    reports: list[_Report]

    @property
    def key(self) -> Key:
        """What makes it a row of its own."""
        return self.event_id, self.serious

    @cached_property
    def choice(self) -> Choice:
        """Which arms count."""
        return chosen([Count.of(report) for report in self.reports])

    @cached_property
    def sums(self) -> list[tuple[int, int]]:
        """Of each study, affected and at risk."""
        return self.choice.sums()

    @cached_property
    def pooled(self) -> pooling.Pooled | None:
        """The rate across studies, where there are two or more and it can be."""
        return pooling.pooled_proportion(tuple(self.sums)) if len(self.sums) > 1 else None

    @property
    def affected(self) -> int:
        """In all counted arms."""
        return sum(affected for affected, _ in self.sums)

    @property
    def at_risk(self) -> int:
        """In all counted arms."""
        return sum(at_risk for _, at_risk in self.sums)

    @property
    def rate(self) -> float:
        """To four digits, by which rows are ordered too."""
        return round(self.pooled.value if self.pooled else self.affected / self.at_risk, 4)

    def place(self, sort: AdverseEventsSort) -> tuple[Any, ...]:
        """What rows are ordered by, to be sorted upwards."""
        rank = _SERIOUS_FIRST.index(self.serious)
        found = (-self.rate, -len(self.sums), -self.at_risk, self.event_id, rank)
        match sort:
            case AdverseEventsSort.SERIOUS:
                return (rank, *found)
            case AdverseEventsSort.STUDIES:
                return (-len(self.sums), *found)
            case AdverseEventsSort.RATE:
                return found

    @property
    def named_studies(self) -> list[str]:
        """Ids of the studies that count and have a name."""
        named = {report["unit"] for report in self.reports if report["study"] is not None}
        return [unit for unit in self.choice.studies if unit in named]

    @cached_property
    def shown(self) -> list[_Report]:
        """The reports whose arms are listed: counted ones by study and arm, then the others."""
        by_id = {report["id"]: report for report in self.reports}
        counted = [by_id[one.id] for arms in self.choice.studies.values() for one in arms]
        others = [by_id[identity] for identity in self.choice.left_out]
        others.sort(key=lambda report: (report["unit"], report["arm"] or "", report["id"]))
        return [*counted, *others][:MOST_ARMS]

    def item(
        self,
        entities: Mapping[str, EntitySummary],
        others: Sequence[_Report],
        *,
        unnumbered: int,
        matched: list[Matched],
    ) -> AdverseEventsItem:
        """The row of the answer; ``others`` are counts of the same studies in other therapies."""
        against, pairs = self._against(others, entities)
        if self.pooled:
            low, high, method = self.pooled.low, self.pooled.high, pooling.LOGIT_METHOD
        else:
            whole = pooling.wilson(self.affected, self.at_risk)
            low, high = whole.low, whole.high
            several = len(self.sums) > 1
            method = pooling.NONE_OR_ALL_METHOD if several else pooling.SINGLE_METHOD
        return AdverseEventsItem(
            adverse_event=entities[self.event_id],
            affected=self.affected,
            at_risk=self.at_risk,
            rate=self.rate,
            ci_low=round(low, 4),
            ci_high=round(high, 4),
            serious=self.serious,
            studies=len(self.sums),
            arms=[_arm(report, entities, self.choice.left_out) for report in self.shown],
            arm_count=len(self.reports),
            left_out_count=len(self.choice.left_out),
            method=method,
            heterogeneity=heterogeneity(self.pooled) if self.pooled else None,
            against=against[:MOST_ARMS],
            against_count=len(against),
            against_pooled=_pooled_against(pairs, entities),
            unnumbered_count=unnumbered,
            matched=matched,
        )

    def _against(
        self, others: Sequence[_Report], entities: Mapping[str, EntitySummary]
    ) -> tuple[list[Against], dict[str, list[_Pair]]]:
        by_unit: dict[str, list[Count]] = {}
        for report in others:
            by_unit.setdefault(report["unit"], []).append(Count.of(report))
        # What the therapy's own reports call a comparator's arm.
        names = {report["unit"]: report["study"] for report in self.reports}
        own: dict[str, list[Count]] = {}
        for report in self.reports:
            if self.choice.left_out.get(report["id"]) is LeftOut.COMPARATOR_ARM:
                own.setdefault(report["unit"], []).append(Count.of(report))
        found: list[Against] = []
        pairs: dict[str, list[_Pair]] = {}
        for unit, arms in self.choice.studies.items():
            treated = (sum(one.affected for one in arms), sum(one.at_risk for one in arms))
            if names[unit] is None:
                continue
            for whose, known in ((by_unit, True), (own, False)):
                for therapy, controls in controls_of(arms, whose.get(unit, [])).items():
                    control = (
                        sum(one.affected for one in controls),
                        sum(one.at_risk for one in controls),
                    )
                    comparator = entities[therapy] if known else None
                    if known:
                        pairs.setdefault(therapy, []).append((treated, control))
                    found.append(
                        _compared((unit, names[unit]), comparator, controls, treated, control)
                    )
        return found, pairs


_Pair = tuple[tuple[int, int], tuple[int, int]]


def _compared(
    study: tuple[str, str],
    comparator: EntitySummary | None,
    controls: Sequence[Count],
    treated: tuple[int, int],
    control: tuple[int, int],
) -> Against:
    difference = pooling.risk_difference(treated, control)
    ratio = pooling.risk_ratio(treated, control)
    return Against(
        study=study[1],
        study_id=study[0],
        comparator=comparator,
        comparator_arms=[one.arm or "" for one in controls],
        affected=treated[0],
        at_risk=treated[1],
        comparator_affected=control[0],
        comparator_at_risk=control[1],
        risk_difference=round(difference.value, 4),
        risk_difference_low=round(difference.low, 4),
        risk_difference_high=round(difference.high, 4),
        risk_ratio=round(ratio.value, 4) if ratio else None,
        risk_ratio_low=round(ratio.low, 4) if ratio else None,
        risk_ratio_high=round(ratio.high, 4) if ratio else None,
    )


def _pooled_against(
    pairs: Mapping[str, list[_Pair]], entities: Mapping[str, EntitySummary]
) -> list[AgainstPooled]:
    found = []
    for therapy in sorted(pairs):
        pooled = pooling.pooled_ratio(pairs[therapy])
        if pooled is not None:
            found.append(
                AgainstPooled(
                    comparator=entities[therapy],
                    studies=pooled.studies,
                    risk_ratio=round(pooled.value, 4),
                    ci_low=round(pooled.low, 4),
                    ci_high=round(pooled.high, 4),
                    method=pooling.RATIO_METHOD,
                    heterogeneity=heterogeneity(pooled),
                )
            )
    return found


def heterogeneity(pooled: pooling.Pooled) -> Heterogeneity:
    """As it is shown, to four digits."""
    shown = {
        name: None if (value := getattr(pooled, name)) is None else round(value, 4)
        for name in Heterogeneity.model_fields
        if name not in ("studies", "q_df")
    }
    return Heterogeneity(studies=pooled.studies, q_df=pooled.studies - 1, **shown)


def _arm(
    report: _Report, entities: Mapping[str, EntitySummary], left_out: Mapping[str, LeftOut]
) -> CountedArm:
    own = pooling.wilson(report["affected"], report["at_risk"])
    return CountedArm(
        evidence_id=report["id"],
        claim_id=report["claim_id"],
        therapy=entities[report["therapy_id"]],
        study=report["study"],
        publication_id=report["publication_id"],
        arm=report["arm"],
        comparator=report["comparator"],
        affected=report["affected"],
        at_risk=report["at_risk"],
        rate=round(own.value, 4),
        ci_low=round(own.low, 4),
        ci_high=round(own.high, 4),
        pooled=bool(report["pooled"]),
        timepoint_months=report["months"],
        supports=report["supports"],
        left_out=left_out.get(report["id"]),
    )
