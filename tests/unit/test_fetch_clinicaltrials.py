"""Fetching from ClinicalTrials.gov, tried on a real HTTP server that misbehaves."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from recorded_registry import IDS, Server, Trick, cut_short, dropped, silent, status
from trial_records import read_all
from typer.testing import CliRunner

from kg.errors import LoadError
from loaders.clinicaltrials import pages
from loaders.clinicaltrials.fetch import STATE, Fetched, Query, fetch
from loaders.clinicaltrials.pages import Registry
from therapath import app

MS = Query("multiple sclerosis", None)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short waits between attempts."""
    monkeypatch.setattr(pages, "_WAIT_MAX", 0.05)


def fetched(
    server: Server,
    folder: Path,
    query: Query = MS,
    *,
    page_size: int = 2,
    max_studies: int | None = None,
    interval: float = 0.0,
    patience: float = 5.0,
    advance: Callable[[int, int | None], None] = lambda done, total: None,
) -> Fetched:
    with Registry(
        server.address, agent="therapath/test", interval=interval, patience=patience
    ) as registry:
        return fetch(
            registry,
            query,
            folder,
            page_size=page_size,
            max_studies=max_studies,
            advance=advance,
        )


def studies_in(folder: Path) -> list[str]:
    return [
        study["protocolSection"]["identificationModule"]["nctId"]
        for file in sorted(folder.glob("page-*.json.gz"))
        for study in json.loads(gzip.decompress(file.read_bytes()))["studies"]
    ]


def test_every_page_is_fetched_and_can_be_loaded(server: Server, tmp_path: Path) -> None:
    steps: list[tuple[int, int | None]] = []
    found = fetched(
        server,
        tmp_path / "new" / "folder",
        Query("multiple sclerosis", "stem cells"),
        advance=lambda done, total: steps.append((done, total)),
    )
    folder = tmp_path / "new" / "folder"
    assert studies_in(folder) == IDS
    assert (found.pages, found.studies, found.total, found.complete) == (3, 6, 6, True)
    assert steps == [(0, None), (2, 6), (4, 6), (6, 6)]
    first, second, third = (asked for _, asked, _ in server.asked)
    query = {"query.cond": "multiple sclerosis", "query.intr": "stem cells", "format": "json"}
    assert first == {**query, "pageSize": "2", "countTotal": "true"}
    assert second == {**query, "pageSize": "2", "pageToken": "t2"}
    assert third["pageToken"] == "t4"
    assert {agent for _, _, agent in server.asked} == {"therapath/test"}
    loaded, problems, _ = read_all(folder)
    assert problems == []
    assert {"NCT02210780", "NCT00763412"} <= {fact["study"]["id"] for fact in loaded}


@pytest.mark.parametrize(
    "trick",
    [
        dropped,
        cut_short,
        status(500),
        status(503),
        status(429),
        status(429, Retry_After="0"),
    ],
)
def test_what_passes_is_tried_again(server: Server, tmp_path: Path, trick: Trick) -> None:
    server.tricks = [trick, None, trick, trick]
    fetched(server, tmp_path)
    assert studies_in(tmp_path) == IDS
    assert len(server.asked) == 3 + 3


def test_silence_is_not_waited_for(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_TIMEOUT", 1.0)
    server.tricks = [silent]
    started = time.monotonic()
    fetched(server, tmp_path)
    assert studies_in(tmp_path) == IDS
    assert time.monotonic() - started < 20
    assert len(server.asked) >= 3 + 1


def test_the_server_s_wait_is_honoured(server: Server, tmp_path: Path) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)
    server.tricks = [status(429, Retry_After="1"), None, status(503, Retry_After=later)]
    fetched(server, tmp_path)
    times = [when for when, _, _ in server.asked]
    assert times[1] - times[0] >= 1.0
    assert times[3] - times[2] >= 0.5


def test_a_wait_beyond_patience_is_left_to_the_user(server: Server, tmp_path: Path) -> None:
    server.tricks = [None, status(429, Retry_After="3600")]
    with pytest.raises(LoadError, match=r"429.*asks to wait 3600 s.*goes on from here"):
        fetched(server, tmp_path)
    assert len(server.asked) == 2
    assert studies_in(tmp_path) == IDS[:2]


def test_it_gives_up_and_goes_on_later(server: Server, tmp_path: Path) -> None:
    server.tricks = [None, *[status(500)] * 6]
    with pytest.raises(LoadError, match="answered 500"):
        fetched(server, tmp_path)
    assert len(server.asked) == 1 + 6
    assert studies_in(tmp_path) == IDS[:2]
    server.asked.clear()
    fetched(server, tmp_path)
    assert studies_in(tmp_path) == IDS
    # The first page is not asked for again.
    assert [asked["pageToken"] for _, asked, _ in server.asked] == ["t2", "t4"]
    assert fetched(server, tmp_path).complete
    assert len(server.asked) == 2


def test_an_interrupted_fetch_goes_on(server: Server, tmp_path: Path) -> None:
    def interrupted(done: int, total: int | None) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetched(server, tmp_path, advance=interrupted)
    fetched(server, tmp_path)
    assert studies_in(tmp_path) == IDS
    assert len(server.asked) == 3


def test_a_page_whose_state_was_lost_is_fetched_again(server: Server, tmp_path: Path) -> None:
    fetched(server, tmp_path, max_studies=2)
    state = (tmp_path / STATE).read_bytes()
    fetched(server, tmp_path, max_studies=4)
    (tmp_path / STATE).write_bytes(state)  # as if it ended between page and state
    (tmp_path / ".page-00003.json.gz.part").write_bytes(b"half")
    fetched(server, tmp_path)
    assert studies_in(tmp_path) == IDS


def test_a_limit_and_more_later(server: Server, tmp_path: Path) -> None:
    found = fetched(server, tmp_path, max_studies=3)
    assert studies_in(tmp_path) == IDS[:3]
    assert (found.complete, found.total) == (False, 6)
    fetched(server, tmp_path, max_studies=3)
    assert len(server.asked) == 2
    fetched(server, tmp_path)
    assert studies_in(tmp_path) == IDS


def test_another_query_into_the_same_folder_is_refused(server: Server, tmp_path: Path) -> None:
    fetched(server, tmp_path, max_studies=2)
    with pytest.raises(LoadError, match=r"another query.*'multiple sclerosis'"):
        fetched(server, tmp_path, Query("lupus", None))
    (tmp_path / STATE).unlink()
    with pytest.raises(LoadError, match="choose an empty folder"):
        fetched(server, tmp_path)
    (tmp_path / STATE).write_text("[]")
    with pytest.raises(LoadError, match="not the state of a fetch"):
        fetched(server, tmp_path)
    assert len(server.asked) == 1


def test_a_page_that_is_gone_is_noticed(server: Server, tmp_path: Path) -> None:
    fetched(server, tmp_path, max_studies=4)
    (tmp_path / "page-00001.json.gz").unlink()
    with pytest.raises(LoadError, match=r"page-00001\.json\.gz is gone"):
        fetched(server, tmp_path)


def test_no_studies_is_an_answer(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recorded_registry.RECORDS", [])
    found = fetched(server, tmp_path)
    assert (found.studies, found.total, found.complete, found.pages) == (0, 0, True, 1)


@pytest.mark.parametrize(
    ("trick", "message"),
    [
        (status(400, b"Unknown parameter"), "answered 400 Bad Request: Unknown parameter"),
        (status(302, Location="http://127.0.0.1:1/"), "answered 302"),
        (status(200, b'{"error": 1}'), "not a page of studies"),
        (status(200, b'{"studies": [], "nextPageToken": 7}'), "no next page"),
        (status(200, b"<html>"), "no whole JSON"),
    ],
)
def test_what_is_wrong_for_good_is_said(
    server: Server, tmp_path: Path, trick: Trick, message: str
) -> None:
    server.tricks = [trick] * 10
    with pytest.raises(LoadError, match=message):
        fetched(server, tmp_path)
    assert studies_in(tmp_path) == []


def test_a_page_without_end_is_refused(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MAX_RESPONSE", 10_000)
    with pytest.raises(LoadError, match="larger than 10,000 bytes"):
        fetched(server, tmp_path)
    bomb = gzip.compress(b" " * 1_000_000)
    server.tricks = [status(200, bomb, Content_Encoding="gzip")]
    with pytest.raises(LoadError, match="larger than 10,000 bytes"):
        fetched(server, tmp_path)
    assert len(server.asked) == 2


def test_a_token_that_leads_to_itself_ends(server: Server, tmp_path: Path) -> None:
    same = status(200, b'{"studies": [], "nextPageToken": "t1"}')
    server.tricks = [same, same, same]
    with pytest.raises(LoadError, match="no next page"):
        fetched(server, tmp_path)
    assert len(server.asked) == 2


def test_requests_keep_their_distance(server: Server, tmp_path: Path) -> None:
    server.tricks = [None, status(500)]
    fetched(server, tmp_path, interval=0.2)
    times = [when for when, _, _ in server.asked]
    assert len(times) == 4
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(times))


def test_nobody_listens(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with (
        Registry(f"http://127.0.0.1:{port}", agent="x", interval=0) as registry,
        pytest.raises(LoadError, match="no whole answer"),
    ):
        registry.page({})
    assert registry.requests == 6


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://clinicaltrials.gov/api/v2", "only https"),
        ("http://127.0.0.1.example.org", "only https"),
        ("ftp://clinicaltrials.gov", "expected an address"),
        ("clinicaltrials.gov", "expected an address"),
    ],
)
def test_addresses(address: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        Registry(address, agent="x", interval=0)
    assert Registry("http://[::1]:1/", agent="x", interval=0).requests == 0


# The command


def command(server: Server, *words: str) -> Any:
    runner = CliRunner(env={"THERAPATH_CLINICALTRIALS_API": server.address})
    return runner.invoke(app, ["fetch", "clinicaltrials", *words])


def test_the_command(server: Server, tmp_path: Path) -> None:
    words = ("--condition", " multiple sclerosis ", "-o", str(tmp_path), "--page-size", "4")
    done = command(server, *words, "--max-studies", "4", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {
        "folder": str(tmp_path),
        "condition": "multiple sclerosis",
        "intervention": None,
        "pages": 1,
        "studies": 4,
        "total": 6,
        "complete": False,
        "requests": 1,
    }
    rest = command(server, *words)
    assert "6 of 6 studies in 2 pages" in rest.stdout
    assert f"therapath load {tmp_path}" in rest.stdout
    assert studies_in(tmp_path) == IDS
    assert server.asked[0][2].startswith("therapath/")


def test_the_command_needs_something_to_ask_for(server: Server, tmp_path: Path) -> None:
    done = command(server, "-o", str(tmp_path), "--condition", " ")
    assert done.exit_code == 2
    assert "--condition" in done.output
    assert server.asked == []
