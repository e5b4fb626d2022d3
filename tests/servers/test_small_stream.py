"""A camera's small stream: only while somebody looks, and nothing the first would not show."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.servers.certificates import own_certificate
from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from tests.servers.test_detail import whole
from tests.servers.test_masking import UPPER_HALF, is_grey, pictures
from tests.unit.edge.video.sight.scenes import MOVED, write_clip
from vaka.core.ids import new_id
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.demo.faults import Fault
from vaka.edge.video import arrivals
from vaka.edge.video.sight import watch

SQUARE = "01JSQUARE00000000000000000"
FIRST, SMALL = 1280, 640
# A picture that stands alone, and more, of either stream.
ENOUGH = 120_000
Terms = dict[str, object]


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SOON_SECONDS", 0.2)
    monkeypatch.setattr(watch, "EVERY_SECONDS", 0.5)


def both(**how: object) -> SimulatedCamera:
    return SimulatedCamera(small=DATA / "square-small.mp4", **how)


def tell(
    folder: Path, *cameras: SimulatedCamera, then: Callable[[Story], Awaitable[None]]
) -> None:
    """Tell a story of a gateway that may reach these cameras."""

    async def told() -> None:
        async with AsyncExitStack() as standing:
            for each in cameras:
                await standing.enter_async_context(each)
            s = await standing.enter_async_context(story(folder, Centre(), networks(*cameras)))
            await then(s)

    run(told())


async def ordered(s: Story, terms: Terms, first: str, small: str, **changed: object) -> None:
    """Order a camera, and wait until it is read and its view is known."""
    s.centre.order(SQUARE, first, terms, view=new_id(at=now()), small=small, **changed)
    await s.until(lambda: SQUARE in s.gateway.cameras)
    camera = s.gateway.cameras[SQUARE]
    await s.until(lambda: camera._order.small_address == small and camera.small.is_offered, 20)


@asynccontextmanager
async def looking(s: Story, terms: Terms, **ticket: object) -> AsyncIterator:
    text = s.centre.ticket(SQUARE, str(terms["id"]), **ticket)
    asked = {"ticket": text, "stream": "small"}
    async with s.session.get(f"{s.url}/live", params=asked) as answer:
        assert answer.status == 200
        yield answer


async def seen(s: Story, terms: Terms, count: int = ENOUGH) -> bytes:
    async with looking(s, terms) as answer:
        return whole(await answer.content.readexactly(count))


def width(video: bytes) -> int:
    return pictures(video)[0].shape[1]


async def trouble(s: Story) -> dict[str, str]:
    """What the camera's health says of its small stream, once it says something."""

    def said() -> list[dict[str, str]]:
        told = s.centre.said("camera.health", SQUARE)
        return [facts["small"] for facts in told if "small" in facts]

    await s.until(lambda: bool(said()))
    return said()[-1]


def test_several_share_the_small_stream_and_it_is_left_with_the_last(tmp_path: Path) -> None:
    camera, terms = both(), terms_json(SQUARE)

    async def then(s: Story) -> None:
        await ordered(s, terms, camera.url, camera.small_url)
        assert (camera.viewers, camera.small_viewers) == (1, 0)
        async with looking(s, terms) as one, looking(s, terms) as other:
            for answer in (one, other):
                assert width(whole(await answer.content.readexactly(ENOUGH))) == SMALL
            assert (camera.viewers, camera.small_viewers) == (1, 1)
        await s.until(lambda: camera.small_viewers == 0)
        assert camera.viewers == 1
        async with s.session.get(f"{s.url}/cameras") as told:
            assert (await told.json())[SQUARE]["viewers"] == 0

    tell(tmp_path, camera, then=then)


def test_who_asks_for_the_first_gets_the_first_and_so_does_who_asks_for_what_is_not(
    tmp_path: Path,
) -> None:
    camera, terms = SimulatedCamera(), terms_json(SQUARE)

    async def then(s: Story) -> None:
        s.centre.order(SQUARE, camera.url, terms)
        await s.until(lambda: "recording" in s.centre.states(SQUARE))
        assert width(await seen(s, terms)) == FIRST
        assert not [each for each in s.centre.said("camera.health") if "small" in each]

    tell(tmp_path, camera, then=then)


def test_revoked_terms_end_it_within_a_second_and_the_camera_is_left(tmp_path: Path) -> None:
    camera, terms = both(), terms_json(SQUARE)

    async def then(s: Story) -> None:
        await ordered(s, terms, camera.url, camera.small_url)
        async with looking(s, terms, id="0" * 26) as answer:
            await answer.content.readexactly(20_000)
            loop = asyncio.get_running_loop()
            s.centre.order(
                SQUARE, camera.url, terms, revoked=[terms["id"]], small=camera.small_url
            )
            began = loop.time()
            await answer.content.read()
            assert loop.time() - began < 1.0
        assert await s.view_reason("0" * 26) == "revoked"
        await s.until(lambda: (camera.viewers, camera.small_viewers) == (0, 0))

    tell(tmp_path, camera, then=then)


def test_it_is_masked_and_no_more_detailed_than_the_terms_allow(tmp_path: Path) -> None:
    camera, terms = both(), terms_json(SQUARE)
    terms["view"] = {**terms["view"], "masks": [UPPER_HALF]}

    async def then(s: Story) -> None:
        await ordered(s, terms, camera.url, camera.small_url, metres_across=2.0)
        first = pictures(await seen(s, terms, 20_000))[0]
        assert first.shape[1] == 2.0 * 125
        height = first.shape[0] * 2 // 3
        assert is_grey(first[: height // 2 - 6])
        assert not is_grey(first[height // 2 + 6 : height])

    tell(tmp_path, camera, then=then)


def test_a_small_stream_of_something_else_is_never_shown(tmp_path: Path) -> None:
    """Another channel of the same recorder, or a cropped picture: masks would lie."""
    other = write_clip(tmp_path / "other.mp4", MOVED["shifted by 9.0%"], width=SMALL)
    camera, terms = SimulatedCamera(small=other), terms_json(SQUARE)

    async def then(s: Story) -> None:
        await ordered(s, terms, camera.url, camera.small_url)
        assert width(await seen(s, terms)) == FIRST
        assert await trouble(s) == {
            "state": "view-changed",
            "reason": "it does not show what the first stream shows",
        }
        await s.until(lambda: camera.small_viewers == 0)
        # Who comes soon after does not wait for it, and it is not asked again.
        assert width(await seen(s, terms)) == FIRST
        assert camera.small_viewers == 0

    tell(tmp_path / "gateway", camera, then=then)


def test_until_the_view_of_the_first_is_known_the_first_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "SOON_SECONDS", 60.0)
    camera, terms = both(), terms_json(SQUARE)

    async def then(s: Story) -> None:
        s.centre.order(SQUARE, camera.url, terms, small=camera.small_url)
        await s.until(lambda: "recording" in s.centre.states(SQUARE))
        assert width(await seen(s, terms)) == FIRST
        assert camera.small_viewers == 0

    tell(tmp_path, camera, then=then)


@pytest.mark.parametrize(
    ("elsewhere", "reason"),
    [
        ("rtsp://vaka:Kanarie-7@127.0.0.1:1/small", "outside the networks"),
        ("rtsp://vaka:Kanarie-7@127.0.0.2:{port}/small", "not where the first stream is"),
        ("rtsps://vaka:Kanarie-7@127.0.0.1:{port}/small", "not where the first stream is"),
    ],
)
def test_an_address_elsewhere_is_refused_with_its_reason_and_the_first_is_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, elsewhere: str, reason: str
) -> None:
    camera, terms = both(), terms_json(SQUARE)

    async def then(s: Story) -> None:
        await ordered(s, terms, camera.url, elsewhere.format(port=camera.port))
        assert width(await seen(s, terms)) == FIRST
        told = await trouble(s)
        assert told["state"] == "refused-address"
        assert reason in told["reason"]
        assert s.centre.states(SQUARE)[-1] == "recording"
        assert camera.small_viewers == 0
        assert "Kanarie" not in json.dumps(s.centre.events) + caplog.text

    tell(tmp_path, camera, then=then)


def test_under_tls_it_is_known_by_the_same_certificate(tmp_path: Path) -> None:
    certificate, terms = own_certificate(tmp_path), terms_json(SQUARE)
    camera = both(sealed=certificate.context)
    mark = f"#sha256={certificate.fingerprint.hex()}"

    async def then(s: Story) -> None:
        await ordered(s, terms, camera.url + mark, camera.small_url)
        assert width(await seen(s, terms)) == FIRST
        assert (await trouble(s))["state"] == "refused-address"
        await ordered(s, terms, camera.url + mark, camera.small_url + mark)
        assert width(await seen(s, terms)) == SMALL

    tell(tmp_path / "gateway", camera, then=then)


def test_when_the_first_stream_is_away_the_small_one_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing tells any more what the camera sees."""
    monkeypatch.setattr(arrivals, "QUIET", arrivals.QUIET / 5)
    first = SimulatedCamera(fault=Fault.STALLS, fault_after=150)
    small, terms = SimulatedCamera(DATA / "square-small.mp4"), terms_json(SQUARE)

    async def then(s: Story) -> None:
        await ordered(s, terms, first.url, small.url)
        async with looking(s, terms, id="0" * 26) as answer:
            seen = await asyncio.wait_for(answer.content.read(), 20)
            assert width(seen) == SMALL
        assert await s.view_reason("0" * 26) == "camera-lost"
        await s.until(lambda: small.viewers == 0)
        await s.until(lambda: "stalled" in s.centre.states(SQUARE))

    tell(tmp_path, first, small, then=then)


def test_a_line_that_breaks_ends_the_view_and_the_next_gets_what_there_is(
    tmp_path: Path,
) -> None:
    first, terms = SimulatedCamera(), terms_json(SQUARE)
    small = SimulatedCamera(DATA / "square-small.mp4", fault=Fault.VANISHES, fault_after=60)

    async def then(s: Story) -> None:
        await ordered(s, terms, first.url, small.url)
        async with looking(s, terms, id="0" * 26) as answer:
            seen = await asyncio.wait_for(answer.content.read(), 20)
            assert width(seen) == SMALL
        assert await s.view_reason("0" * 26) == "camera-lost"
        assert s.centre.states(SQUARE)[-1] == "recording"
        async with looking(s, terms) as answer:
            assert await answer.content.readexactly(20_000)

    tell(tmp_path, first, small, then=then)


def test_nothing_of_it_is_kept(tmp_path: Path) -> None:
    camera, terms = (
        both(),
        terms_json(
            SQUARE,
            uses=dict.fromkeys(("live", "movable"), True)
            | {"record": False, "audio": False, "analytics": []},
        ),
    )

    async def then(s: Story) -> None:
        s.centre.order(SQUARE, camera.url, terms, small=camera.small_url)
        # Terms that let it move have no view to be held against.
        await s.until(lambda: SQUARE in s.gateway.cameras)
        await s.until(lambda: s.gateway.cameras[SQUARE].small.is_offered)
        assert s.centre.states(SQUARE)[-1] == "live-only"
        assert width(await seen(s, terms)) == SMALL
        assert not s.centre.said("segment.kept")
        assert not list((tmp_path / "video").rglob("*.seg*"))

    tell(tmp_path, camera, then=then)
