"""What the terms mask is neither kept nor shown: it is grey before anything else sees it."""

import asyncio
import contextlib
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.gateway_story import Centre, networks, now, run, story, terms_json
from tests.unit.edge.video.ingest.rtsp.coded import split
from vaka.core.period import Period
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.edge.video.ingest.rtsp import h264
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.privacy.burning import GREY_CHROMA, GREY_LUMA, covered
from vaka.edge.video.privacy.line import Line
from vaka.edge.video.recording import recorder

GARAGE = "garaget"
UPPER_HALF = [[0.0, 0.0], [1.0, 0.0], [1.0, 0.5], [0.0, 0.5]]
CORNER = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.1)]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# From one picture to the next.
SHADE = 4
# What an encoder does to one shade of grey.
NEARLY = 12


def masked(masks: object = (UPPER_HALF,), **changed: object) -> dict[str, object]:
    terms = terms_json(GARAGE, **changed)
    terms["view"] = {**terms["view"], "masks": list(masks)}
    return terms


def pictures(video: bytes) -> list[np.ndarray]:
    """The pictures of a video, perhaps cut off in its last: rows of luma, then of chroma."""
    found: list[np.ndarray] = []
    with (
        av.open(io.BytesIO(video)) as container,
        contextlib.suppress(av.error.InvalidDataError),
    ):
        found.extend(frame.to_ndarray(format="yuv420p") for frame in container.decode(video=0))
    return found


def is_grey(rows: np.ndarray) -> bool:
    return bool((abs(rows.astype(int) - GREY_LUMA) <= NEARLY).all())


def test_nothing_under_the_mask_is_kept_or_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "SEGMENT", timedelta(seconds=1))

    async def told() -> tuple[bytes, bytes]:
        centre, terms = Centre(), masked()
        async with (
            SimulatedCamera(DATA / "garage.mp4") as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: len(centre.said("segment.kept", GARAGE)) >= 3, seconds=20)
            text = centre.ticket(GARAGE, terms["id"])
            async with s.session.get(f"{s.url}/live", params={"ticket": text}) as answer:
                assert answer.status == 200
                seen = await answer.content.readexactly(120_000)
            span = Period(now() - timedelta(hours=1), now())
            kept = b"".join(s.gateway.footage(GARAGE, span).pieces())
        return kept, seen

    found: list[bytes] = []

    async def remembered() -> None:
        found.extend(await told())

    run(remembered())
    kept = pictures(found[0])
    live = pictures(found[1])
    assert len(kept) > 30
    assert live
    for picture in [*kept, *live]:
        height = picture.shape[0] * 2 // 3
        assert is_grey(picture[: height // 2 - 8])
        assert picture[height // 2 + 8 : height].std() > 10


def test_masks_that_are_added_end_what_was_shown_without_them(tmp_path: Path) -> None:
    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE)
        async with (
            SimulatedCamera(DATA / "garage.mp4") as camera,
            story(tmp_path, centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: "recording" in centre.states(GARAGE))
            text = centre.ticket(GARAGE, terms["id"])
            async with s.session.get(f"{s.url}/live", params={"ticket": text}) as answer:
                await answer.content.readexactly(20_000)
                centre.order(GARAGE, camera.url, masked(id=terms["id"]))
                await asyncio.wait_for(answer.content.read(), 3)
            later = masked(id=terms["id"])
            again = centre.ticket(GARAGE, later["id"])
            async with s.session.get(f"{s.url}/live", params={"ticket": again}) as answer:
                seen = await answer.content.readexactly(60_000)
            with av.open(io.BytesIO(seen)) as container:
                first = next(container.decode(video=0)).to_ndarray(format="yuv420p")
            assert is_grey(first[: first.shape[0] // 3 - 8])

    run(told())


POINTS = st.tuples(st.floats(0, 1), st.floats(0, 1))


@given(st.lists(POINTS, min_size=3, max_size=6))
def test_every_corner_of_a_mask_is_covered_however_it_is_drawn(ring) -> None:
    width, height = 64, 36
    under = covered([ring], width, height)
    for x, y in ring:
        column, row = min(int(x * width), width - 1), min(int(y * height), height - 1)
        assert under[row, column]


def test_a_pixel_beside_the_mask_stays() -> None:
    under = covered([UPPER_HALF], 64, 36)
    assert under[:18].all()
    assert not under[20:].any()
    assert GREY_CHROMA == 128


def shaded(count: int) -> tuple[Source, list[Sample]]:
    """Pictures, each of one shade of grey of its own; the instant of each tells which it is."""
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 64, 64, "yuv420p"
    encoder.framerate, encoder.gop_size, encoder.max_b_frames = 15, 5, 0
    encoder.options = {"tune": "zerolatency", "intra-refresh": "1"}
    packets = []
    for number in range(count):
        grey = np.full((96, 64), SHADE * number, dtype=np.uint8)
        frame = av.VideoFrame.from_ndarray(grey, format="yuv420p")
        frame.pts = number
        packets += encoder.encode(frame)
    units = [split(bytes(packet)) for packet in [*packets, *encoder.encode(None)]]
    sets = [unit for unit in units[0] if h264.kind(unit) in h264.SETS]
    samples = [
        Sample(
            b"".join(len(unit).to_bytes(4, "big") + unit for unit in each),
            number * 6000,
            number * 6000,
            h264.begins_group(each),
            NOON + timedelta(seconds=number),
        )
        for number, each in enumerate(units)
    ]
    return Source("h264", 64, 64, h264.configuration(*sets)), samples


def test_a_masked_picture_keeps_the_instant_at_which_it_was_taken() -> None:
    """Also when the process could not make anything of the first ones."""
    source, samples = shaded(60)
    found: list[tuple[Source, Sample]] = []
    line = Line(
        GARAGE,
        source,
        [CORNER],
        64,
        take=lambda _, *item: found.append(item),
        rest=lambda: None,
        after=None,
    )
    # Its groups begin with a picture that stands alone only little by little.
    first = next(number for number, sample in enumerate(samples) if number and sample.key)
    for sample in samples[first:]:
        line.put(sample)
    line.finish()
    line.join()
    assert 30 <= len(found) < len(samples) - first
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = found[0][0].configuration
    for _, sample in found:
        for frame in decoder.decode(av.Packet(sample.data)):
            number = (sample.at - NOON).total_seconds()
            assert sample.pts == number * 6000
            assert abs(frame.to_ndarray()[20:60, 20:60].mean() - SHADE * number) < SHADE / 2
