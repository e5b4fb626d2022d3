"""When a camera's small stream is offered at all, before anything is connected to."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.edge.video.sight.scenes import framed, outline_of, pictures
from tests.unit.edge.video.test_enforcement import of_two_presets
from tests.unit.terms.story import terms
from vaka.core.period import Period
from vaka.edge.video.enforcement import Hand
from vaka.edge.video.ingest.readers import Readers
from vaka.edge.video.sight.aim import Aim
from vaka.edge.video.sight.aims import Aims, Kept
from vaka.edge.video.sight.comparison import Sight
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.small import Small
from vaka.terms.orders import CameraOrder
from vaka.terms.permits import Standing

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOW = Period(NOON - timedelta(hours=1), NOON + timedelta(hours=1))
ADDRESS = "rtsp://127.0.0.1/1"


@pytest.fixture
def readers():
    threads = Readers()
    yield threads
    threads.close()


@pytest.fixture
def aims(tmp_path: Path):
    kept = Aims(tmp_path)
    yield kept
    kept.close()


def standing_still() -> Hand:
    return Hand("torget", terms(), Standing(), "", 20.0)


def learnt(aims: Aims, sight: Sight) -> Aim:
    """A camera's aim with a known view, at which it sees so."""
    outline = outline_of(framed(pictures("square")[0]))
    aims.put("torget", Kept("view-1", outline, outline, sight))
    return Aim("torget", aims)


def offered(
    aim: Aim, readers: Readers, hand: Hand, *, small: str | None = ADDRESS, shows=NOW
) -> bool:
    order = CameraOrder("torget", ADDRESS, None, (), (), view="view-1", small_address=small)
    stream = Small(
        order,
        hand,
        aim,
        glimpses=Glimpses(),
        networks=(),
        authorities=None,
        clock=lambda: NOON,
        readers=readers,
    )
    stream.tick(shows)
    return stream.is_offered


@pytest.mark.parametrize(
    ("sight", "answer"),
    [(Sight.SAME, True), (Sight.COVERED, True), (Sight.MOVED, False), (Sight.UNKNOWN, False)],
)
def test_it_is_offered_where_the_first_stream_shows_its_confirmed_view(
    aims: Aims, readers: Readers, sight: Sight, answer: bool
) -> None:
    assert offered(learnt(aims, sight), readers, standing_still()) is answer


def test_it_is_not_offered_when_there_is_none_or_nothing_may_be_shown(
    aims: Aims, readers: Readers
) -> None:
    aim = learnt(aims, Sight.SAME)
    assert not offered(aim, readers, standing_still(), small=None)
    assert not offered(aim, readers, standing_still(), shows=None)


def test_a_camera_that_keeps_to_presets_has_none(aims: Aims, readers: Readers) -> None:
    hand = of_two_presets(stands=[("torget", 20.0), ("kyrkan", 20.0)])
    assert not offered(learnt(aims, Sight.SAME), readers, hand)
