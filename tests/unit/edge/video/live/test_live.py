"""A viewer begins with a picture that stands alone, and one who is too slow is told so."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.edge.video.pictures import stream
from vaka.core.period import Period
from vaka.edge.video.live.viewers import LONGEST_QUEUE, Live, StreamEnded, TooSlow

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)
EVENING = Period(AT, AT + timedelta(hours=4))


def permitted(span: Period = EVENING) -> Live:
    live = Live()
    live.allow(span)
    return live


def test_a_viewer_begins_with_the_newest_picture_that_stands_alone() -> None:
    async def told() -> None:
        live = permitted()
        with stream(20, at=AT) as pictures:
            live.take(pictures.source, pictures.samples[1])
            assert live.newest() is None
            for sample in pictures.samples[:5]:
                live.take(pictures.source, sample)
            viewer = live.join()
            assert live.viewers == 1
            live.take(pictures.source, pictures.samples[5])
            seen = [(await viewer.next())[1] for _ in range(6)]
            assert seen == pictures.samples[:6]
            live.leave(viewer)
            assert live.viewers == 0

    asyncio.run(told())


def test_the_end_of_the_stream_is_told_and_nothing_of_it_is_held() -> None:
    async def told() -> None:
        live = permitted()
        with stream(2, at=AT) as pictures:
            live.take(pictures.source, pictures.samples[0])
            viewer = live.join()
            live.end()
            assert live.newest() is None
            await viewer.next()
            with pytest.raises(StreamEnded):
                await viewer.next()

    asyncio.run(told())


def test_a_viewer_may_begin_in_the_middle_of_a_long_group() -> None:
    async def told() -> None:
        live = permitted()
        with stream(2, at=AT) as pictures:
            live.take(pictures.source, pictures.samples[0])
            for _ in range(3 * LONGEST_QUEUE):
                live.take(pictures.source, pictures.samples[1])
            viewer = live.join()
            seen = [(await viewer.next())[1] for _ in range(3 * LONGEST_QUEUE + 1)]
        assert seen[0] is pictures.samples[0]

    asyncio.run(told())


def test_a_viewer_who_is_ten_seconds_behind_is_dropped() -> None:
    async def told() -> None:
        live = permitted()
        with stream(2, at=AT) as pictures:
            viewer = live.join()
            for _ in range(LONGEST_QUEUE + 1):
                live.take(pictures.source, pictures.samples[1])
            await asyncio.sleep(0)
            with pytest.raises(TooSlow):
                await viewer.next()

    asyncio.run(told())


def test_who_comes_at_the_hour_sees_nothing_from_before_it() -> None:
    """Pictures of 19.59 that lay until they were read at 20.00 are of 19.59."""

    async def told() -> None:
        live = permitted()
        with stream(4, at=AT - timedelta(seconds=0.2)) as pictures:
            for sample in pictures.samples:
                live.take(pictures.source, sample)
            assert live.newest() is None
            for sample in pictures.again(at=AT):
                live.take(pictures.source, sample)
            assert live.newest() == (pictures.source, next(iter(pictures.again(at=AT))))

    asyncio.run(told())


def test_at_the_end_of_the_hour_and_where_the_hours_have_a_gap_viewers_are_told() -> None:
    async def told() -> None:
        later = Period(AT + timedelta(hours=5), AT + timedelta(hours=6))
        longer = Period(AT, AT + timedelta(hours=5))
        with stream(1, at=AT) as pictures:
            for then, goes_on in ((longer, True), (later, False), (None, False)):
                live = permitted()
                live.take(pictures.source, pictures.samples[0])
                viewer = live.join()
                live.allow(then)
                await viewer.next()
                assert (live.newest() is not None) == goes_on
                if not goes_on:
                    with pytest.raises(StreamEnded):
                        await viewer.next()

    asyncio.run(told())
