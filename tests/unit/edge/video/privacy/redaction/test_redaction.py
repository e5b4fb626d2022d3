"""From recordings to recordings: no pixel of a third person is left as it was."""

import asyncio
import io
import json

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.edge.video.privacy.redaction.scene import (
    HIGH,
    Figure,
    decoded,
    pictures,
    video,
    walks,
)
from vaka.demo.clip import DATA
from vaka.edge.video.privacy.burning import GREY_CHROMA, GREY_LUMA
from vaka.edge.video.privacy.redaction import work
from vaka.edge.video.privacy.redaction.analysis import Analysis
from vaka.edge.video.privacy.redaction.cells import Grid, unpack
from vaka.edge.video.privacy.redaction.covering import covered
from vaka.edge.video.privacy.redaction.detectors import Detectors, Seen
from vaka.edge.video.privacy.redaction.envelope import sent
from vaka.terms.redaction import Box, Cover, Plan, TrackKind, revealed
from vaka.terms.redaction_file import read_findings, write

# What an encoder does to one shade of grey.
NEARLY = 14
RED, BLUE = (40, 50, 170), (170, 70, 40)


@pytest.fixture(scope="module", autouse=True)
def no_detectors() -> object:
    """Drawn rectangles are no people to a detector; what moves must be enough."""
    found = pytest.MonkeyPatch()
    found.setattr(Detectors, "people", lambda self, picture: [])
    yield
    found.undo()


def findings(recordings: bytes):
    analysis = Analysis(recordings)
    assert [part for part in analysis.run() if not 0 <= part <= 1] == []
    return analysis.findings


def rendered(plan: Plan, recordings: bytes) -> bytes:
    async def run() -> bytes:
        pieces = work.rendered(sent(write(plan), recordings))
        return b"".join([piece async for piece in pieces])

    return asyncio.run(run())


def is_grey(picture: np.ndarray, under: np.ndarray) -> bool:
    luma = picture[:HIGH].astype(int)[under]
    chroma = picture[HIGH:].reshape(2, HIGH // 2, -1).astype(int)
    half = under.reshape(HIGH // 2, 2, -1, 2).any(axis=(1, 3))
    still = abs(luma - GREY_LUMA).max(initial=0) <= NEARLY
    return bool(still and abs(chroma[:, half] - GREY_CHROMA).max(initial=0) <= NEARLY)


FIGURES = st.builds(
    lambda start, top, speed, first, stay, shade: Figure(
        walks(start, top, speed, first=first, last=first + stay), (shade, shade // 2, 40)
    ),
    st.integers(-10, 290),
    st.integers(0, HIGH - 48),
    st.floats(-9, 9).filter(lambda speed: abs(speed) > 1),
    st.integers(0, 20),
    st.integers(5, 30),
    st.sampled_from([10, 60, 190, 250]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(FIGURES, min_size=1, max_size=3))
def test_no_pixel_of_what_moves_is_left_uncovered(figures: list[Figure]) -> None:
    shown = pictures(figures, 40)
    cells = covered(Plan(findings(video(shown))))
    for number in range(len(shown)):
        pixels = np.repeat(np.repeat(cells[number], 16, axis=0), 16, axis=1)
        for figure in figures:
            assert not (figure.drawn(number) & ~pixels[:HIGH]).any()


def test_the_copy_has_grey_where_people_were_and_the_place_elsewhere() -> None:
    figure = Figure(walks(0, 60, 7), RED)
    shown = pictures([figure], 40)
    recordings = video(shown)
    made = rendered(Plan(findings(recordings)), recordings)
    there, before = decoded(made), decoded(recordings)
    assert len(there) == len(shown)
    for number, picture in enumerate(there):
        assert is_grey(picture, figure.drawn(number))
    corner = slice(150, 190), slice(0, 40)
    assert abs(there[20][corner].astype(int) - before[20][corner]).mean() < 4


def test_who_stops_and_stands_is_covered_while_standing_and_so_is_where_they_stood() -> None:
    stops = Figure(lambda n: (min(8 * n, 120), 60), BLUE)
    shown = pictures([stops], 60)
    cells = covered(Plan(findings(video(shown))))
    for number in range(60):
        pixels = np.repeat(np.repeat(cells[number], 16, axis=0), 16, axis=1)
        assert not (stops.drawn(number) & ~pixels[:HIGH]).any()


def two() -> tuple[Figure, Figure, bytes]:
    """Two who walk towards each other, cross in the middle and go on."""
    one, other = Figure(walks(0, 70, 6), RED), Figure(walks(290, 74, -6), BLUE)
    return one, other, video(pictures([one, other], 50))


def single(found, frame: int, near: int) -> int:
    """The track of the one figure that is about there in a picture."""
    return next(
        track.id
        for track in found.tracks
        if track.kind == TrackKind.ONE
        and (box := track.at(frame))
        and box.left <= near < box.right
    )


def test_the_followed_one_is_seen_until_another_is_near_and_never_the_other() -> None:
    one, other, recordings = two()
    found = findings(recordings)
    plan = Plan(found, followed=(single(found, 8, 55),))
    seen = revealed(plan)
    assert 8 in seen
    assert not {24, 25, 26} & set(seen)
    cells = covered(plan)
    for number in range(50):
        pixels = np.repeat(np.repeat(cells[number], 16, axis=0), 16, axis=1)[:HIGH]
        assert not (other.drawn(number) & ~pixels).any()
    pixels = np.repeat(np.repeat(cells[8], 16, axis=0), 16, axis=1)[:HIGH]
    assert not (one.drawn(8) & pixels).any()


def test_after_a_crossing_nobody_is_followed_until_chosen_again() -> None:
    one, _other, recordings = two()
    found = findings(recordings)
    before = single(found, 8, 55)
    after = single(found, 40, 245)
    assert before != after
    assert max(revealed(Plan(found, followed=(before,)))) < 25
    plan = Plan(found, followed=(before, after))
    assert 40 in revealed(plan)
    pixels = np.repeat(np.repeat(covered(plan)[40], 16, axis=0), 16, axis=1)[:HIGH]
    assert not (one.drawn(40) & pixels).any()


def test_what_a_person_covers_is_covered_in_those_pictures_and_no_others() -> None:
    recordings = video(pictures([], 20))
    corner = ((0.0, 0.0), (0.2, 0.0), (0.2, 0.3), (0.0, 0.3))
    plan = Plan(findings(recordings), covers=(Cover(5, 9, corner),))
    made = decoded(rendered(plan, recordings))
    under = np.zeros((HIGH, 320), bool)
    under[:57, :64] = True
    assert [n for n, picture in enumerate(made) if is_grey(picture, under)] == [5, 6, 7, 8, 9]


def test_the_same_plan_gives_the_same_bytes() -> None:
    recordings = video(pictures([Figure(walks(0, 60, 7), RED)], 20))
    plan = Plan(findings(recordings))
    assert rendered(plan, recordings) == rendered(plan, recordings)


def test_a_plan_of_other_recordings_covers_nothing() -> None:
    recordings = video(pictures([], 12))
    plan = Plan(findings(recordings))
    with pytest.raises(work.Failed):
        rendered(plan, video(pictures([], 13)))


def test_one_picture_is_shown_whole_with_what_is_covered_darkened() -> None:
    figure = Figure(walks(0, 60, 7), RED)
    recordings = video(pictures([figure], 20))
    given_ = sent(write(Plan(findings(recordings))), recordings)
    jpeg = asyncio.run(work.pictured(given_, "10"))
    with av.open(io.BytesIO(jpeg)) as container:
        luma = next(container.decode(video=0)).to_ndarray(format="gray")
    assert luma[figure.drawn(10)].mean() < 60
    assert luma[150:, :40].mean() > 90
    for number in ("20", "-1", "x"):
        with pytest.raises(work.Failed):
            asyncio.run(work.pictured(given_, number))


def test_when_the_light_changes_everything_is_doubted_and_nobody_is_seen() -> None:
    figure = Figure(walks(0, 60, 7), RED)
    shown = pictures([figure], 40)
    for number in range(20, 24):
        shown[number] = 255 - shown[number]
    found = findings(video(shown))
    assert any(each.reason == "much-moves" and each.first >= 19 for each in found.uncertain)
    plan = Plan(found, followed=tuple(t.id for t in found.tracks if t.kind == TrackKind.ONE))
    assert not {20, 21, 22, 23} & set(revealed(plan))
    assert covered(plan)[21].all()


def test_a_still_person_is_covered_from_look_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    still = Seen(Box(100, 40, 130, 110), sure=True, face=False)
    looks: list[int] = []

    def people(self: Detectors, picture: np.ndarray) -> list[Seen]:
        looks.append(1)
        return [] if len(looks) == 3 else [still]

    monkeypatch.setattr(Detectors, "people", people)
    cells = covered(Plan(findings(video(pictures([], 40)))))
    assert len(looks) == 8
    assert cells[:, 3:6, 7:8].all()


def test_a_face_without_a_body_is_to_be_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    face = Seen(Box(100, 40, 130, 110), sure=False, face=True)
    monkeypatch.setattr(Detectors, "people", lambda self, picture: [face])
    found = findings(video(pictures([], 12)))
    assert {each.reason for each in found.uncertain} == {"face-without-body"}


def test_the_process_tells_how_far_it_is_and_then_what_it_found() -> None:
    recordings = (DATA / "garage.mp4").read_bytes()

    async def run() -> list[dict]:
        return [json.loads(line) async for line in work.analysed(cut(recordings))]

    *parts, last = asyncio.run(run())
    assert [set(part) for part in parts] == [{"progress"}] * len(parts)
    found = read_findings(json.dumps(last["findings"]).encode())
    assert (found.width, found.height) == (640, 360)
    cells = unpack(found.moving, len(found.times), Grid(640, 360))
    assert 0 < cells.mean() < 0.5
    assert "CenterFace" in found.detectors["faces"]


def test_what_is_no_video_comes_to_nothing() -> None:
    async def run() -> None:
        async for _ in work.analysed(b"no video"):
            pass

    with pytest.raises(work.Failed):
        asyncio.run(run())


def cut(recordings: bytes, seconds: float = 2.0) -> bytes:
    """The first seconds of a clip, as the gateway hands them out."""
    out = io.BytesIO()
    options = {"movflags": "empty_moov+default_base_moof+frag_keyframe"}
    with av.open(io.BytesIO(recordings)) as source, av.open(out, "w", "mp4", options) as made:
        stream = source.streams.video[0]
        copied = made.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is not None and packet.pts * packet.time_base < seconds:
                packet.stream = copied
                made.mux(packet)
    return out.getvalue()
