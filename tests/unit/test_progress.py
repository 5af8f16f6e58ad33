"""The bar of what runs long: on a terminal's standard error, and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from kg.progress import shown_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, hidden: bool = False) -> str:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream)
    with shown_bar("exporting sif", hidden=hidden) as advance:
        advance(4_000, 0.25)
        advance(4_000, None)
    return stream.getvalue()


def test_rows_and_their_rate_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(Terminal(), monkeypatch)
    assert "exporting sif" in text
    assert "8,000 rows" in text
    assert "a second" in text


@pytest.mark.parametrize(("stream", "hidden"), [(io.StringIO(), False), (Terminal(), True)])
def test_nothing_is_shown_to_nobody(
    stream: io.StringIO, hidden: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shown(stream, monkeypatch, hidden=hidden) == ""
