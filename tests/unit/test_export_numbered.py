"""Numbers of many texts, without the texts."""

from __future__ import annotations

import pytest

from kg.export import numbered
from kg.export.numbered import Numbered

TEXTS = [f"therapath:number-{i * 7919 % 5003}" for i in range(5000)] + ["", "é😀", "a\nb"]


def test_each_text_has_the_number_that_it_was_given() -> None:
    found = Numbered()
    given = {text: found.add(text) for text in TEXTS}
    assert list(given.values()) == list(range(len(TEXTS)))
    assert len(found) == len(TEXTS)
    assert {text: found.number(text) for text in TEXTS} == given


def test_texts_whose_digests_begin_alike_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbered, "_digest", lambda text: (len(text), int(text)))
    found = Numbered()
    given = {text: found.add(text) for text in ("12", "345", "11", "999", "10", "4")}
    assert {text: found.number(text) for text in given} == given


@pytest.mark.parametrize("added", [[], ["a"], TEXTS])
def test_a_text_that_was_not_added_has_none(added: list[str]) -> None:
    found = Numbered()
    for text in added:
        found.add(text)
    with pytest.raises(KeyError):
        found.number("another")
