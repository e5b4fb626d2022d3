"""Which pictures go as the camera masked them, which are burnt in, and in what order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from vaka.edge.video.health import MaskedBy
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.onvif.trust import Trust
from vaka.edge.video.privacy import masking
from vaka.edge.video.privacy.masking import Masking, Outlets

START = datetime(2026, 11, 26, 12, tzinfo=UTC)
MASKS = (((0.0, 0.0), (1.0, 0.0), (1.0, 0.5)),)
STREAM, BURNT = Source("h264", 640, 360, b"\x01"), Source("h264", 640, 360, b"\x02")
GROUP = 5


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@dataclass
class Process:
    """A line whose process hands back at once what it gets, as another stream."""

    take: Callable[["Process", Source, Sample], None]
    rest: Callable[[], None]
    fallen: bool = False
    ends: list[str] = field(default_factory=list)

    def put(self, sample: Sample) -> None:
        self.take(self, BURNT, sample)

    def finish(self) -> None:
        self.ends.append("finished")
        self.rest()

    def stop(self) -> None:
        self.ends.append("stopped")


@dataclass
class Desk:
    """A masking, what it was trusted with, and what came out of it."""

    widest: int = 640
    trust: Trust = field(default_factory=Trust)
    kept: list[tuple[Source, float]] = field(default_factory=list)
    shown: list[tuple[Source, float]] = field(default_factory=list)
    lines: list[Process] = field(default_factory=list)
    rests: int = 0

    def __post_init__(self) -> None:
        out = Outlets(
            keep=lambda source, sample: self.kept.append((source, seconds(sample))),
            show=lambda source, sample: self.shown.append((source, seconds(sample))),
            rest=self._rest,
            hide=self.shown.clear,
        )
        self.masking = Masking("torget", MASKS, self.widest, out=out, trust=lambda: self.trust)

    def _rest(self) -> None:
        self.rests += 1

    def line(self, *_: object, take, rest, after) -> Process:
        self.lines.append(Process(take, rest))
        return self.lines[-1]

    def send(self, first: int, last: int, source: Source = STREAM) -> None:
        """Pictures, one a second, of which every fifth stands alone."""
        for each in range(first, last):
            self.masking.put(source, Sample(b"1", each, each, each % GROUP == 0, after(each)))

    def trusts(self, since: float, through: float) -> None:
        self.trust = Trust(since=after(since), through=after(through))


def seconds(sample: Sample) -> float:
    return (sample.at - START).total_seconds()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return fitted(Desk(), monkeypatch)


def fitted(made: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(masking, "Line", made.line)
    return made


def of(source: Source, pictures: list[tuple[Source, float]]) -> list[float]:
    return [at for which, at in pictures if which is source]


def test_without_trust_all_is_burnt_from_the_first_picture_that_stands_alone(desk) -> None:
    desk.send(2, 12)
    assert desk.kept == desk.shown == [(BURNT, each) for each in range(5, 12)]
    assert desk.masking.masked_by("device-away") == MaskedBy("burnt-in", "device-away")


def test_in_trust_pictures_are_shown_at_once_and_kept_when_proved(desk) -> None:
    desk.send(0, 5)
    desk.trusts(3, 4)
    desk.send(5, 16)
    assert desk.masking.masked_by("") == MaskedBy("camera", "")
    assert desk.masking.masked_by("lost") == MaskedBy("burnt-in", "lost")
    assert of(STREAM, desk.shown) == list(range(5, 16))
    assert of(STREAM, desk.kept) == []
    desk.trusts(3, 14)
    desk.send(16, 17)
    # The group that came whole by then, no other.
    assert of(STREAM, desk.kept) == list(range(5, 15))
    assert desk.lines[0].ends == ["finished"]


def test_trust_in_the_middle_of_a_group_begins_with_the_next(desk) -> None:
    desk.trusts(3, 4)
    desk.send(0, 12)
    assert of(BURNT, desk.kept) == list(range(5))
    assert of(STREAM, desk.shown) == list(range(5, 12))


def test_what_was_not_proved_is_burnt_before_it_is_kept_and_none_is_lost(desk) -> None:
    desk.trusts(0, 11)
    desk.send(0, 18)
    desk.trust = Trust()
    desk.send(18, 21)
    assert of(STREAM, desk.kept) == list(range(10))
    assert desk.kept == [(STREAM if each < 10 else BURNT, each) for each in range(21)]


def test_of_what_is_burnt_late_only_the_newest_group_is_shown(desk) -> None:
    desk.trusts(0, 1)
    desk.send(0, 18)
    desk.trust = Trust()
    desk.send(18, 21)
    assert of(BURNT, desk.kept) == list(range(21))
    # And what was shown last is forgotten first.
    assert desk.shown == [(BURNT, each) for each in range(15, 21)]


def test_trust_that_was_broken_between_two_pictures_proves_nothing(desk) -> None:
    desk.trusts(0, 3)
    desk.send(0, 10)
    desk.trusts(9.5, 20)
    desk.send(10, 11)
    assert of(STREAM, desk.kept) == []
    assert of(BURNT, desk.kept) == list(range(10 + 1))


def test_what_is_held_when_the_stream_ends_is_burnt_and_kept(desk) -> None:
    """The last that a camera saw before somebody cut its cable matters most."""
    desk.trusts(0, 3)
    desk.send(0, 13)
    desk.masking.end()
    assert desk.kept == [(BURNT, each) for each in range(13)]
    assert desk.lines[-1].ends == ["finished"]
    assert desk.rests == 1


def test_what_is_held_when_the_terms_end_is_nowhere(desk) -> None:
    desk.trusts(0, 3)
    desk.send(0, 13)
    desk.masking.stop()
    assert desk.kept == []


def test_a_picture_that_is_too_detailed_is_burnt_whoever_masks(monkeypatch) -> None:
    desk = fitted(Desk(widest=320), monkeypatch)
    desk.trusts(0, 100)
    desk.send(0, 5)
    assert desk.masking.masked_by("") == MaskedBy("burnt-in", "scaled")
    assert of(STREAM, desk.kept + desk.shown) == []


def test_more_than_can_be_held_is_burnt(desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masking, "LARGEST_HELD", 10)
    desk.trusts(0, 3)
    desk.send(0, 14)
    assert of(BURNT, desk.kept) == list(range(14))


def test_a_process_that_falls_is_begun_anew_where_a_picture_stands_alone(desk) -> None:
    desk.send(0, 3)
    desk.lines[0].fallen = True
    desk.send(3, 7)
    assert desk.lines[0].ends == ["stopped"]
    assert of(BURNT, desk.kept) == [0, 1, 2, 5, 6]
