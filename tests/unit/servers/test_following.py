"""Whatever the broker loses, repeats or invents, who follows gets each event once, in order."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.servers.relay import following
from vaka.servers.relay.events import Event, parsed
from vaka.servers.relay.following import Brought, whole


def event(number: int, kind: str = "incident.opened") -> Event:
    at = datetime(2026, 3, 2, 12, number // 60 % 60, number % 60, tzinfo=UTC)
    return Event(number, kind, "b" if number % 2 else None, f"s{number}", at)


async def followed(brought: list[int | None], *, size: int, after: int) -> list[int]:
    """Return the numbers handed on, by a broker that brings these of a record of that size."""

    async def ask(number: int) -> list[Event]:
        beyond = range(number + 1, size)
        return [event(each) for each in beyond[: following.AT_ONCE]]

    async def bring() -> Brought:
        for number in brought:
            yield None if number is None else event(number)

    async with aclosing(whole(bring(), after=after, ask=ask)) as events:
        return [each.number async for each in events]


@given(
    brought=st.lists(st.none() | st.integers(0, 30), max_size=40),
    size=st.integers(0, 24),
    after=st.integers(-1, 23),
)
def test_there_is_no_gap_and_no_repeat(
    brought: list[int | None], size: int, after: int
) -> None:
    got = asyncio.run(followed(brought, size=size, after=after))
    assert got == list(range(after + 1, after + 1 + len(got)))


@given(brought=st.lists(st.none() | st.integers(0, 30), max_size=40), size=st.integers(1, 24))
def test_whoever_hears_nothing_has_all_that_the_record_has(
    brought: list[int | None], size: int
) -> None:
    told = [number for number in brought if number is None or number < size]
    got = asyncio.run(followed([*told, None], size=size, after=-1))
    assert got == list(range(size))


def test_a_long_gap_is_asked_for_a_part_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 4)
    assert asyncio.run(followed([17], size=30, after=-1)) == list(range(18))
    assert asyncio.run(followed([None], size=12, after=-1)) == list(range(12))


def test_what_the_record_does_not_have_has_not_happened() -> None:
    assert asyncio.run(followed([7], size=3, after=-1)) == [0, 1, 2]
    assert asyncio.run(followed([9], size=3, after=1)) == [2]


def test_an_event_goes_through_the_broker_unchanged() -> None:
    assert parsed(event(7).content()) == event(7)
    assert event(7).address == "vaka.b.incident.opened"
    assert event(8).address == "vaka.-.incident.opened"


@pytest.mark.parametrize("content", [b"", b"\xff", b"7", b"[]", b'{"number": "x"}', b"{}"])
def test_what_is_no_event_is_none(content: bytes) -> None:
    assert parsed(content) is None
