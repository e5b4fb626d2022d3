"""What was kept, handed out again: only the stretch that was asked for, to who may."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import av
import pytest

from tests.servers.gateway_story import Centre, Story, networks, now, run, story, terms_json
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.edge.video.recording import recorder
from vaka.terms.document import Act

SQUARE = "torget"
ACCESS = [{"role": "operator", "acts": ["live", "review"], "requires": []}]


@pytest.fixture(autouse=True)
def short_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """A segment every second, so that a few seconds are several."""
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))


async def recorded(s: Story, centre: Centre, camera: SimulatedCamera, terms: dict) -> None:
    """Record until four segments are kept."""
    centre.order(SQUARE, camera.url, terms)
    await s.until(lambda: len(centre.said("segment.kept", SQUARE)) >= 4, seconds=15)


def review(centre: Centre, terms: dict, span: Period, **changed: object) -> str:
    return centre.ticket(SQUARE, terms["id"], act=Act.REVIEW, footage=span, **changed)


async def reason(s: Story, text: str) -> str:
    """Why a ticket opens no footage; empty when it does."""
    async with s.session.get(f"{s.url}/footage", params={"ticket": text}) as answer:
        if answer.status != 200:
            return (await answer.json())["reason"]
        await answer.read()
        return ""


def times(video: bytes) -> list[float]:
    """The instants of the pictures that can be decoded, in seconds of the stream."""
    with av.open(io.BytesIO(video)) as container:
        return [float(frame.time) for frame in container.decode(video=0)]


def test_a_stretch_is_handed_out_as_one_stream_and_no_picture_beside_it(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE, access=ACCESS)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, terms)
            kept = s.gateway.footage(SQUARE, Period(now() - timedelta(hours=1), now()))
            whole = times(b"".join(kept.pieces()))
            assert kept.starts is not None
            span = Period(
                kept.starts + timedelta(seconds=0.5), kept.starts + timedelta(seconds=2.6)
            )
            ticket = new_id(at=now())
            text = review(centre, terms, span, id=ticket)
            async with s.session.get(f"{s.url}/footage", params={"ticket": text}) as answer:
                assert answer.status == 200
                starts = datetime.fromisoformat(answer.headers["X-Starts"])
                seen = times(await answer.read())
            assert await s.view_reason(ticket) == "finished"
        assert len(whole) > 40
        assert whole == sorted(whole)
        assert starts in span
        assert starts + timedelta(seconds=seen[-1]) in span
        # 15 pictures a second; the first that stands alone comes within one.
        assert 15 < len(seen) <= 2.1 * 15 + 1

    run(told())


def test_it_can_be_handed_out_from_an_instant_on_within_a_group_and_never_from_before(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE, access=ACCESS)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, terms)
            kept = s.gateway.footage(SQUARE, Period(now() - timedelta(hours=1), now()))
            list(kept.pieces())
            assert kept.starts is not None
            second = timedelta(seconds=1)
            span = Period(kept.starts + second, kept.starts + 4 * second)

            async def starts(since: datetime) -> datetime:
                asked = {"ticket": review(centre, terms, span), "from": since.isoformat()}
                async with s.session.get(f"{s.url}/footage", params=asked) as answer:
                    assert answer.status == 200
                    return datetime.fromisoformat(answer.headers["X-Starts"])

            wanted = span.start + 1.3 * second
            assert wanted <= await starts(wanted) <= wanted + 1.1 * second
            # What lies beside the ticket's stretch is not opened by asking for it.
            assert await starts(kept.starts - second) >= span.start
            for odd in ("soon", "2026-03-02T12:00:00"):
                asked = {"ticket": review(centre, terms, span), "from": odd}
                async with s.session.get(f"{s.url}/footage", params=asked) as answer:
                    assert await answer.json() == {"reason": "malformed"}

    run(told())


def test_of_a_stretch_without_recordings_there_is_nothing(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE, access=ACCESS)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, terms)
            long_ago = Period(now() - timedelta(hours=3), now() - timedelta(hours=2))
            text = review(centre, terms, long_ago)
            async with s.session.get(f"{s.url}/footage", params={"ticket": text}) as answer:
                assert answer.status == 404
                assert await answer.json() == {"reason": "nothing-kept"}

    run(told())


def test_a_ticket_for_live_pictures_opens_no_footage_nor_does_one_opened_before(
    tmp_path: Path,
) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE, access=ACCESS)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, terms)
            hour = Period(now() - timedelta(hours=1), now())
            once = review(centre, terms, hour)
            assert await reason(s, centre.ticket(SQUARE, terms["id"])) == "other-act"
            assert await reason(s, once) == ""
            assert await reason(s, once) == "ticket-used-already"
            exported = centre.ticket(SQUARE, terms["id"], act=Act.EXPORT, footage=hour)
            assert await reason(s, exported) == "role-not-allowed"

    run(told())


def test_where_the_camera_was_changed_the_stream_ends_and_says_so(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE, access=ACCESS)
        async with (
            SimulatedCamera() as camera,
            SimulatedCamera(DATA / "garage.mp4") as other,
            story(tmp_path, centre, networks(camera, other)) as s,
        ):
            await recorded(s, centre, camera, terms)
            before = len(centre.said("segment.kept", SQUARE))
            centre.order(SQUARE, other.url, terms)
            await s.until(
                lambda: len(centre.said("segment.kept", SQUARE)) >= before + 4, seconds=15
            )
            ticket = new_id(at=now())
            hour = Period(now() - timedelta(hours=1), now())
            text = review(centre, terms, hour, id=ticket)
            async with s.session.get(f"{s.url}/footage", params={"ticket": text}) as answer:
                seen = times(await answer.read())
            assert await s.view_reason(ticket) == "camera-changed"
            assert len(seen) > 40

    run(told())


def test_after_a_revocation_no_more_of_it_leaves(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(SQUARE, access=ACCESS)
        async with SimulatedCamera() as camera, story(tmp_path, centre, networks(camera)) as s:
            await recorded(s, centre, camera, terms)
            text = review(centre, terms, Period(now() - timedelta(hours=1), now()))
            centre.order(SQUARE, camera.url, terms, revoked=[terms["id"]])
            await s.until(lambda: "outside-terms" in centre.states(SQUARE))
            async with s.session.get(f"{s.url}/footage", params={"ticket": text}) as answer:
                assert await answer.json() == {"reason": "revoked"}

    run(told())
