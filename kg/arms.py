"""Which counts of arms are of different people, so that they may be added.

Of one adverse event, counted as serious or not, each study gives some of its counts:

1. People before reviews of studies, these before animals and cells. Of reviews the largest alone.
2. An arm that another report of the study names as its comparator is not a treated one.
3. What one publication (else one source) says of a study is one account of it. In an account

   - a total of arms (``pooled``) gives way to arms; of totals alone the largest stays;
   - of an arm that is counted several times the last time counts, then the largest count;
   - a count without a named arm gives way to named arms;
   - where arms have more people together than the study enrolled, the largest alone counts.
4. Of several accounts of a study the one with the most people counts, then that of the most arms.

Arms of one account under different names are taken to be different people, unless the above says
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from kg.identifiers import name_key
from kg.vocabulary import DesignType, LeftOut

__all__ = ["Choice", "Count", "chosen", "controls_of"]

_RANK: dict[str | None, int] = {
    DesignType.SYSTEMATIC_REVIEW: 1,
    DesignType.ANIMAL: 2,
    DesignType.IN_VITRO: 3,
}


@lru_cache(maxsize=65_536)
def _key(name: str) -> str:
    return name_key(name)


class Count(NamedTuple):
    """How many of an arm had an event, as one report says."""

    id: str
    unit: str
    """The independent unit: a named study, else a publication, else the report."""
    account: str | None
    """The publication, else the source, that tells of it."""
    therapy_id: str
    affected: int
    at_risk: int
    arm: str | None = None
    pooled: bool | None = None
    comparator: str | None = None
    months: float | None = None
    design: str | None = None
    enrollment: int | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Count:
        """From a row of ``adverse_events/list`` that has both numbers."""
        return cls._make(_PARTS(row))

    @property
    def key(self) -> str:
        """The arm's name as names are compared; empty where none is given."""
        return _key(self.arm) if self.arm else ""

    @property
    def kind(self) -> int:
        """People 0, reviews 1, animals 2, cells 3."""
        return _RANK.get(self.design, 0)


#: The parts of a count in a row; one call for all of them, because there may be tens of thousands.
_PARTS = itemgetter(*Count._fields)


@dataclass(slots=True)
class Choice:
    """What may be added, and why the rest may not."""

    studies: dict[str, list[Count]]
    """By unit, in the order of their ids, the arms that count, by name."""
    left_out: dict[str, LeftOut]
    """By id of the report."""

    def sums(self) -> list[tuple[int, int]]:
        """Of each study, affected and at risk."""
        return [
            (sum(one.affected for one in arms), sum(one.at_risk for one in arms))
            for arms in self.studies.values()
        ]


def chosen(counts: Sequence[Count]) -> Choice:
    """Choose among all counts of one event, all with people at risk."""
    left_out: dict[str, LeftOut] = {}
    kinds = [one.kind for one in counts]
    best = min(kinds, default=0)
    by_unit: dict[str, list[Count]] = {}
    for one, kind in zip(counts, kinds, strict=True):
        if kind == best:
            by_unit.setdefault(one.unit, []).append(one)
        else:
            left_out[one.id] = LeftOut.REVIEW if kind == 1 else LeftOut.NOT_HUMAN
    studies = {unit: _of_study(by_unit[unit], left_out) for unit in sorted(by_unit)}
    studies = {unit: arms for unit, arms in studies.items() if arms}
    if best == 1 and studies:
        largest = max(studies.values(), key=_people)
        for arms in studies.values():
            if arms is not largest:
                left_out |= {one.id: LeftOut.REVIEW for one in arms}
        studies = {unit: arms for unit, arms in studies.items() if arms is largest}
    return Choice(studies, left_out)


def _people(arms: Sequence[Count]) -> tuple[int, int]:
    return sum(one.at_risk for one in arms), len(arms)


def _of_study(counts: Sequence[Count], left_out: dict[str, LeftOut]) -> list[Count]:
    if len(counts) == 1:
        return list(counts)  # there is nothing to choose, in most studies
    named = {_key(one.comparator) for one in counts if one.comparator}
    accounts: dict[str, list[Count]] = {}
    for one in counts:
        if one.key in named and not one.comparator:
            left_out[one.id] = LeftOut.COMPARATOR_ARM
        else:
            accounts.setdefault(one.account or "", []).append(one)
    told = [_of_account(accounts[account], left_out) for account in sorted(accounts)]
    # The first of equal ones: max keeps it.
    largest = max(told, key=_people, default=[])
    for arms in told:
        if arms is not largest:
            left_out |= {one.id: LeftOut.OTHER_ACCOUNT for one in arms}
    return largest


def _of_account(counts: Sequence[Count], left_out: dict[str, LeftOut]) -> list[Count]:
    parts = [one for one in counts if not one.pooled]
    if parts:
        left_out |= {one.id: LeftOut.POOLED_ARM for one in counts if one.pooled}
    arms = _each_arm_once(parts or counts, left_out)
    if not parts:
        return _largest(arms, LeftOut.POOLED_ARM, left_out)
    if any(one.key for one in arms):
        left_out |= {one.id: LeftOut.UNNAMED_ARM for one in arms if not one.key}
        arms = [one for one in arms if one.key]
    enrolled = max((one.enrollment or 0 for one in counts), default=0)
    if enrolled and sum(one.at_risk for one in arms) > enrolled:
        arms = _largest(arms, LeftOut.MORE_THAN_ENROLLED, left_out)
    return arms


def _each_arm_once(counts: Iterable[Count], left_out: dict[str, LeftOut]) -> list[Count]:
    by_arm: dict[str, list[Count]] = {}
    for one in counts:
        by_arm.setdefault(one.key, []).append(one)
    arms = []
    for key in sorted(by_arm):
        last = max(map(_time, by_arm[key]))
        at_last = [one for one in by_arm[key] if _time(one) == last]
        left_out |= {one.id: LeftOut.OTHER_TIMEPOINT for one in by_arm[key] if one not in at_last}
        arms += _largest(at_last, LeftOut.SAME_ARM, left_out)
    return arms


def _time(one: Count) -> float:
    return -1.0 if one.months is None else one.months


def _largest(counts: Sequence[Count], why: LeftOut, left_out: dict[str, LeftOut]) -> list[Count]:
    """The one of the most people, then the most affected, then the least id."""
    ordered = sorted(counts, key=lambda one: (-one.at_risk, -one.affected, one.id))
    left_out |= {one.id: why for one in ordered[1:]}
    return ordered[:1]


def controls_of(arms: Sequence[Count], others: Iterable[Count]) -> dict[str, list[Count]]:
    """What the arms of a study that count can be held against, by therapy.

    ``others`` are counts of the same event in the same study that are not of the therapy. They
    have to come from the same account and the same time, in an arm of another name; totals are
    never a comparator.
    """
    times = {one.months for one in arms}
    if len(times) != 1:
        return {}
    own = {one.key for one in arms}
    [account] = {one.account for one in arms}
    fitting: dict[str, list[Count]] = {}
    for one in others:
        same = one.account == account and one.months in times and one.kind == arms[0].kind
        if same and one.key and one.key not in own and not one.pooled:
            fitting.setdefault(one.therapy_id, []).append(one)
    return {therapy: _each_arm_once(fitting[therapy], {}) for therapy in sorted(fitting)}
