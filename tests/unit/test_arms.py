"""Which counts of arms may be added, rule by rule."""

from __future__ import annotations

from typing import Any

from kg.arms import Count, chosen, controls_of
from kg.vocabulary import LeftOut


def count(identity: str, affected: int, at_risk: int, **more: Any) -> Count:
    told = {"unit": "S1", "account": "P1", "therapy_id": "T1", "arm": identity, **more}
    return Count(id=identity, affected=affected, at_risk=at_risk, **told)


def told(*counts: Count) -> tuple[list[tuple[int, int]], dict[str, LeftOut]]:
    found = chosen(counts)
    return found.sums(), found.left_out


def test_arms_of_different_people_are_added() -> None:
    two = count("low", 1, 10), count("high", 3, 12), count("other", 2, 9, unit="S2")
    assert told(*two) == ([(4, 22), (2, 9)], {})


def test_a_total_is_never_added_to_its_parts() -> None:
    total = count("all", 4, 22, pooled=True)
    parts = count("low", 1, 10), count("high", 3, 12)
    assert told(total, *parts) == ([(4, 22)], {"all": LeftOut.POOLED_ARM})
    larger = count("everybody", 5, 30, pooled=True)
    assert told(total, larger) == ([(5, 30)], {"all": LeftOut.POOLED_ARM})


def test_one_study_told_twice_is_one_study() -> None:
    registry = count("low", 1, 10, account="registry"), count("high", 3, 12, account="registry")
    paper = count("treated", 4, 20, account="PMID:1")
    assert told(*registry, paper) == ([(4, 22)], {"treated": LeftOut.OTHER_ACCOUNT})


def test_an_arm_counts_at_its_last_time_and_once() -> None:
    early, late = count("6", 1, 10, arm="A", months=6.0), count("12", 2, 9, arm="a", months=12.0)
    assert told(early, late) == ([(2, 9)], {"6": LeftOut.OTHER_TIMEPOINT})
    again = count("again", 2, 8, arm="A", months=12.0, therapy_id="T2")
    assert told(late, again) == ([(2, 9)], {"again": LeftOut.SAME_ARM})
    unsaid = count("unsaid", 9, 99, arm="A")
    assert told(late, unsaid) == ([(2, 9)], {"unsaid": LeftOut.OTHER_TIMEPOINT})


def test_an_unnamed_arm_may_be_the_same_people() -> None:
    named, unnamed = count("low", 1, 10), count("whole", 4, 30, arm=None)
    assert told(named, unnamed) == ([(1, 10)], {"whole": LeftOut.UNNAMED_ARM})
    assert told(unnamed) == ([(4, 30)], {})


def test_more_people_than_were_enrolled_are_the_same_people() -> None:
    blind = count("blinded", 3, 40, enrollment=60)
    after = count("open label", 2, 35, enrollment=60)
    assert told(blind, after) == ([(3, 40)], {"open label": LeftOut.MORE_THAN_ENROLLED})


def test_reviews_and_animals_give_way_to_people() -> None:
    trial = count("trial", 1, 10, design="rct")
    review = count("review", 9, 90, unit="P9", design="systematic_review")
    other = count("other", 8, 80, unit="P8", design="systematic_review")
    mice = count("mice", 5, 6, unit="S5", design="animal")
    left = {"review": LeftOut.REVIEW, "mice": LeftOut.NOT_HUMAN}
    assert told(trial, review, mice) == ([(1, 10)], left)
    # Reviews may sum up the same studies.
    assert told(review, other) == ([(9, 90)], {"other": LeftOut.REVIEW})
    assert told(mice) == ([(5, 6)], {})


def test_what_is_compared_with_is_not_treated() -> None:
    treated = count("dose", 4, 20, comparator="Controls")
    control = count("controls", 1, 19)
    assert told(treated, control) == ([(4, 20)], {"controls": LeftOut.COMPARATOR_ARM})


def test_a_comparator_is_another_arm_at_the_same_time_in_the_same_account() -> None:
    arms = [count("dose", 4, 20, months=6.0)]

    def other(identity: str, **more: Any) -> Count:
        return count(identity, 1, 19, **{"therapy_id": "T9", "months": 6.0, **more})

    placebo = other("placebo")
    refused = [
        other("later", months=12.0),
        other("paper", account="P2"),
        other("same", arm="Dose"),
        other("total", pooled=True),
        other("unnamed", arm=None),
        other("mice", design="animal"),
    ]
    assert controls_of(arms, [placebo, *refused]) == {"T9": [placebo]}
    mixed = [*arms, count("late", 1, 9, months=12.0)]
    assert controls_of(mixed, [placebo]) == {}
