"""Answers kept for one version of the graph, and looks at the version that are shared."""

from __future__ import annotations

import asyncio

from api.answers import Answers, VersionReader
from kg.database import SETTLING_SECONDS

A, B, C = (b"/a", b""), (b"/b", b""), (b"/b", b"x=1")


def test_the_answers_asked_for_last_are_kept_up_to_a_number_of_bytes() -> None:
    answers = Answers(80)
    for number in range(10):
        answers.keep((b"/", str(number).encode()), "1", b"x" * 10)
    assert answers.bytes == 80
    assert answers.get((b"/", b"1")) is None
    assert answers.get((b"/", b"2")) is not None  # which makes it the last one asked for
    answers.keep(A, "1", b"y" * 10)
    assert answers.get((b"/", b"2")) is not None
    assert answers.get((b"/", b"3")) is None


def test_another_answer_to_the_same_question_takes_the_place_of_the_first() -> None:
    answers = Answers(80)
    answers.keep(B, "1", b"old")
    answers.keep(B, "2", b"newer")
    answers.keep(C, "2", b"c")
    found = answers.get(B)
    assert found is not None
    assert (found.version, found.body, answers.bytes) == ("2", b"newer", 6)


def test_an_answer_too_large_for_its_share_is_not_kept() -> None:
    answers = Answers(80)
    answers.keep(A, "1", b"x" * 11)
    assert answers.get(A) is None
    none = Answers(0)
    none.keep(A, "1", b"x")
    assert (none.get(A), none.bytes) == (None, 0)


class Graph:
    """A graph whose version is the number of looks that had begun; a look ends when it is let."""

    def __init__(self) -> None:
        self.now = 0.0
        self.begun = 0
        self.gates: list[asyncio.Event] = []

    def clock(self) -> float:
        return self.now

    def reader(self) -> VersionReader:
        return VersionReader(self.read, clock=self.clock)

    async def read(self) -> str:
        self.begun += 1
        found, gate = str(self.begun), asyncio.Event()
        self.gates.append(gate)
        await gate.wait()
        return found


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


def test_a_look_that_began_too_long_before_a_request_does_not_answer_it() -> None:
    async def story() -> None:
        graph = Graph()
        reader = graph.reader()
        first = asyncio.create_task(reader.version())
        await settled()
        graph.now += SETTLING_SECONDS
        late = [asyncio.create_task(reader.version()) for _ in range(5)]
        await settled()
        assert graph.begun == 1
        graph.gates[0].set()
        assert await first == "1"
        await settled()
        assert graph.begun == 2  # one look for all five
        graph.now += SETTLING_SECONDS
        later = asyncio.create_task(reader.version())
        await settled()
        graph.gates[1].set()
        assert await asyncio.gather(*late) == ["2"] * 5
        await settled()
        graph.gates[2].set()
        assert await later == "3"

    asyncio.run(story())


def test_a_look_answers_all_who_ask_soon_after_it_began() -> None:
    async def story() -> None:
        graph = Graph()
        reader = graph.reader()
        first = asyncio.create_task(reader.version())
        await settled()
        graph.now += 0.75 * SETTLING_SECONDS
        second = asyncio.create_task(reader.version())
        await settled()
        graph.gates[0].set()
        assert await asyncio.gather(first, second, reader.version()) == ["1"] * 3
        graph.now += 0.25 * SETTLING_SECONDS
        late = asyncio.create_task(reader.version())
        await settled()
        graph.gates[1].set()
        assert await late == "2"

    asyncio.run(story())


def test_a_failed_look_fails_for_those_who_shared_it_alone() -> None:
    async def story() -> None:
        looks = 0

        async def read() -> str:
            nonlocal looks
            looks += 1
            if looks == 1:
                raise ConnectionError("gone")
            return "2"

        reader = VersionReader(read)
        both = await asyncio.gather(reader.version(), reader.version(), return_exceptions=True)
        assert [type(one) for one in both] == [ConnectionError, ConnectionError]
        assert await reader.version() == "2"

    asyncio.run(story())


def test_a_request_that_is_given_up_does_not_take_the_others_look_along() -> None:
    async def story() -> None:
        graph = Graph()
        reader = graph.reader()
        one, other = (asyncio.create_task(reader.version()) for _ in range(2))
        await settled()
        one.cancel()
        await settled()
        graph.gates[0].set()
        assert await other == "1"

    asyncio.run(story())
