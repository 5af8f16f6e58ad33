"""Hierarchies of terms: branches and cycles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.hierarchy import below, cycles


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=8
    )
)
def test_without_the_closing_steps_no_cycle_is_left(parents: dict[str, list[str]]) -> None:
    rest = {key: list(broader) for key, broader in parents.items()}
    for way in cycles(parents):
        for narrower, broader in zip(way, (*way[1:], way[0]), strict=True):
            assert broader in parents[narrower]
        rest[way[-1]].remove(way[0])
    while ready := [key for key, broader in rest.items() if not set(broader) & rest.keys()]:
        for key in ready:
            del rest[key]
    assert not rest


def test_a_hierarchy_of_any_depth_is_walked() -> None:
    chain = {f"{n}": [f"{n + 1}"] for n in range(50_000)}
    assert not list(cycles(chain))
    assert len(below(chain, ["50000"])) == 50_001
