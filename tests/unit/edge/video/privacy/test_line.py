"""Every picture that goes into the process that masks comes out of it, in order."""

import threading
from datetime import UTC, datetime, timedelta

import av
import pytest

from vaka.demo.clip import DATA
from vaka.edge.video.media.fragments import source_of
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.privacy import line
from vaka.edge.video.privacy.line import Line

START = datetime(2026, 11, 26, 12, tzinfo=UTC)
MASKS = (((0.0, 0.0), (1.0, 0.0), (1.0, 0.5)),)


def pictures(count: int, *, first: int = 0) -> tuple[Source, list[Sample]]:
    """The first pictures of a camera, as if they had come from that number of a second on."""
    with av.open(str(DATA / "garage.mp4")) as container:
        stream = container.streams.video[0]
        packets = [p for p, _ in zip(container.demux(stream), range(count), strict=False)]
        found = [
            Sample(bytes(p), n * 6000, n * 6000, p.is_keyframe, START + timedelta(seconds=n))
            for n, p in enumerate(packets, first)
        ]
        return source_of(stream), found


class Desk:
    """What came out, and that no more will."""

    def __init__(self) -> None:
        self.came: list[int] = []
        self.rested = threading.Event()

    def line(self, source: Source, after: Line | None = None) -> Line:
        return Line(
            "torget",
            source,
            MASKS,
            4096,
            take=lambda _line, _source, each: self.came.append((each.at - START).seconds),
            rest=self.rested.set,
            after=after,
        )


def filled(desk: Desk, count: int, *, first: int = 0, after: Line | None = None) -> Line:
    source, samples = pictures(count, first=first)
    made = desk.line(source, after)
    for sample in samples:
        made.put(sample)
    made.finish()
    return made


@pytest.mark.parametrize("count", [1, 20])
def test_no_picture_is_lost_from_the_first_on(count: int) -> None:
    desk = Desk()
    made = filled(desk, count)
    assert desk.rested.wait(20)
    assert desk.came == list(range(count))
    assert not made.fallen
    made.stop()


def test_what_one_line_has_still_comes_before_what_the_next_has() -> None:
    desk = Desk()
    first = filled(desk, 40)
    second = filled(desk, 3, first=40, after=first)
    second.join()
    assert desk.came == list(range(43))
    second.stop()


def test_a_line_that_is_stopped_says_no_more_and_ends_what_comes_before_it() -> None:
    desk = Desk()
    source, samples = pictures(10)
    first = desk.line(source)
    second = desk.line(source, first)
    for sample in samples:
        first.put(sample)
    second.stop()
    assert not desk.rested.is_set()
    assert first._process.returncode is not None


def test_a_process_that_does_not_keep_up_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "LARGEST_WAITING", 10)
    desk = Desk()
    source, samples = pictures(3)
    made = desk.line(source)
    for sample in samples:
        made.put(sample)
    assert made.fallen
    made.stop()
