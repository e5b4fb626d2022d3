"""A copy goes on to the last signature: no further, and never to what may not be handed out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from tests.unit.signed_video.streams import A_SECOND, BEGAN, identity, stream
from vaka.demo.signing import Signing
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.recording.following import LONGEST, Following
from vaka.edge.video.recording.index import Segment
from vaka.signed_video.units import joined

CAMERA = Signing(identity())
SOURCE = Source("h264", 64, 64, b"\1")
ENDS = BEGAN + timedelta(seconds=1.6)


@dataclass(frozen=True)
class Kept:
    """What is kept of two seconds and more: asked for is the first 1.6."""

    samples: Sequence[Sample]
    terms: str = "terms"
    source: Source = SOURCE

    def segment(self, terms: str) -> Segment:
        return Segment("s", "torget", terms, BEGAN, BEGAN, 0, "h", BEGAN)

    def found(self, permitted=lambda _: True) -> tuple[int, str]:
        """How many pictures are added, and what is lacking."""
        following = Following(SOURCE, permitted)
        for sample in self.samples:
            if sample.at < ENDS:
                following.given(self.segment("terms"), sample)
        later = [
            (self.segment(self.terms), self.source, sample)
            for sample in self.samples
            if sample.at >= ENDS
        ]
        return len(following.found(later)), following.lacking


def kept(signing: Signing | None = CAMERA, groups: tuple[int, ...] = (5, 5, 5, 5)) -> Kept:
    return Kept(
        [
            Sample(joined(*each.units), 0, 0, False, BEGAN + timedelta(seconds=each.at))
            for each in stream(signing, groups=groups)
        ]
    )


def test_the_rest_of_the_group_and_the_picture_with_its_signature_follow() -> None:
    # Eight were asked for: two end the second group, before the third lies its signature.
    assert kept().found() == (3, "")
    assert kept(replace(CAMERA, late=2)).found() == (5, "")


def test_nothing_follows_what_nobody_signed() -> None:
    assert kept(None).found() == (0, "")


def outside(_: datetime) -> bool:
    return False


@pytest.mark.parametrize(
    ("those", "permitted", "lacking"),
    [
        (kept(), outside, "outside-hours"),
        (replace(kept(), terms="others"), lambda _: True, "other-terms"),
        (
            replace(kept(), source=replace(SOURCE, configuration=b"\2")),
            None,
            "camera-changed",
        ),
        (replace(kept(), samples=kept().samples[:10]), None, "not-kept"),
        (kept(groups=(5, 5 + A_SECOND * (LONGEST.seconds + 3), 5)), None, "signature-too-late"),
    ],
)
def test_what_may_not_follow_does_not_and_it_is_said_why(those, permitted, lacking) -> None:
    assert those.found(permitted or (lambda _: True)) == (0, lacking)


def test_a_recording_from_after_a_gap_does_not_follow() -> None:
    samples = list(kept().samples)
    later = [replace(each, at=each.at + timedelta(seconds=5)) for each in samples[10:]]
    assert Kept([*samples[:10], *later]).found() == (0, "not-kept")


def test_no_picture_is_added_that_stands_outside_the_hours_though_the_signature_does() -> None:
    # The hours end with the group: its signature lies in the next picture.
    closes = BEGAN + timedelta(seconds=2)
    assert kept().found(lambda at: at < closes) == (0, "outside-hours")
    assert kept().found(lambda at: at <= closes) == (3, "")
