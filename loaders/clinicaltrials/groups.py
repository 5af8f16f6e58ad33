"""Groups of a results table, and which of them are totals of others beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

__all__ = ["pooled_groups"]

_TOTAL = re.compile(
    r"\b(?:total|overall|combined|pooled|entire|all)\b(?!-)",
    re.IGNORECASE,
)
_SURELY_TOTAL = re.compile(
    r"(?:total|overall|all(?: (?:\w+ )?(?:participants|patients|subjects|arms|groups|cohorts|doses"
    r"|treated))?)(?:[ :(].*)?",
    re.IGNORECASE,
)
#: In more groups than these, sums are looked for among all the others only.
_MANY = 12
#: Counts above zero that must add up before a group is a total whatever it is called.
_ENOUGH = 3


def pooled_groups(
    titles: Mapping[str, str],
    sizes: Mapping[str, int],
    counts: Iterable[Mapping[str, int]] = (),
) -> set[str]:
    """Ids of the groups that are a total of groups beside them.

    Either its title says so and its people are as many as those of the others (of some of them
    for "all doses" beside a placebo); or people and every count of the table add up, with at
    least three counts above zero, whatever the title says.

    Args:
        titles: each group's title, by its id.
        sizes: people in each group, where that is known.
        counts: people affected in each group, for each event.
    """
    if len(titles) < 2:
        return set()
    found: set[str] = set()
    table = list(counts)
    for identity, title in titles.items():
        others = [other for other in titles if other != identity and other not in found]
        if _is_total(identity, title, others, sizes, table):
            found.add(identity)
    return found


def _is_total(
    identity: str,
    title: str,
    others: list[str],
    sizes: Mapping[str, int],
    counts: Sequence[Mapping[str, int]],
) -> bool:
    size = sizes.get(identity)
    if size is None or any(other not in sizes for other in others):
        return len(others) > 1 and _SURELY_TOTAL.fullmatch(title.strip()) is not None
    sums = [parts for parts in _some(others) if sum(sizes[part] for part in parts) == size]
    if size == 0 or not sums:
        return False
    if _TOTAL.search(title):
        return True
    if sum(1 for row in counts if row.get(identity)) < _ENOUGH:
        return False
    return any(_add_up(identity, parts, counts) for parts in sums)


def _some(others: list[str]) -> Iterable[tuple[str, ...]]:
    """Two or more of the others, all of them first."""
    smallest = len(others) if len(others) >= _MANY else 2
    for many in range(len(others), smallest - 1, -1):
        if many >= 2:
            yield from combinations(others, many)


def _add_up(identity: str, parts: tuple[str, ...], counts: Sequence[Mapping[str, int]]) -> bool:
    return all(
        row[identity] == sum(row.get(part, 0) for part in parts)
        for row in counts
        if identity in row
    )
