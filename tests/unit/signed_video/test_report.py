"""What becomes of a camera's signatures in a recording, as its copy tells it."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.signed_video.streams import (
    A_SECOND,
    BEGAN,
    Picture,
    altered,
    authority,
    identity,
    stream,
    without,
)
from vaka.demo.signing import Signing
from vaka.edge.video.media.fragments import Fragments, Muxer
from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample, Source
from vaka.signed_video.announcing import announced, announcement
from vaka.signed_video.groups import State
from vaka.signed_video.message import AXIS_UUID, announces_signer
from vaka.signed_video.movie import Remade
from vaka.signed_video.report import (
    MOST_DOUBTS,
    Added,
    Doubt,
    Form,
    Outcome,
    Signatures,
    examine,
)
from vaka.signed_video.units import Coding, is_picture, joined, split

CAMERA = Signing(identity())
# The fourth group is what was added.
ASKED = BEGAN + timedelta(seconds=3)


def recorded(pictures: Sequence[Picture], remade: Remade | None = None) -> io.BytesIO:
    muxer = Muxer(Source("h264", 64, 64, b"\1", remade), fragments=Fragments.EVERY_GROUP)
    made = []
    for number, each in enumerate(pictures):
        ticks = round(each.at * TICKS_PER_SECOND)
        key = number % 5 == 0
        at = BEGAN + timedelta(seconds=each.at)
        made += muxer.feed(Sample(joined(*each.units), ticks, ticks, key, at))
    return io.BytesIO(b"".join([*made, *muxer.close()]))


def told(
    pictures: Sequence[Picture], *, trusted: Sequence = (), remade: Remade | None = None
) -> Signatures:
    return examine(
        recorded(pictures, remade), "v", starts=BEGAN, until=ASKED, authorities=trusted
    )


def test_what_was_added_after_the_end_is_told_and_owes_no_signature() -> None:
    pictures = stream(replace(CAMERA, late=1), groups=(5, 5, 5, 5))[:17]
    found = told(pictures, trusted=authority().chain)
    assert found.outcome is Outcome.VALID
    assert found.groups == {State.VALID: 3}
    assert found.added == Added(2, BEGAN + timedelta(seconds=3 + 1 / A_SECOND))
    (signer,) = found.signers
    assert (signer.subject, signer.groups, signer.trusted) == ("CN=Kamera 7", 3, True)
    assert told(pictures).outcome is Outcome.UNKNOWN_SIGNER


def test_without_what_follows_the_last_group_lacks_its_signature() -> None:
    found = told(stream(CAMERA, groups=(5, 5, 5, 5))[:15])
    assert found.outcome is Outcome.INCOMPLETE
    assert found.groups == {State.VALID: 2, State.LACKING: 1}
    first, last = (BEGAN + timedelta(seconds=at) for at in (2.0, 2.8))
    assert found.doubts == (Doubt(first, last, State.LACKING),)
    assert found.added is None


def test_what_was_altered_weighs_more_than_what_is_missing() -> None:
    pictures = without(stream(CAMERA, groups=(5, 5, 5, 5)), 7)
    assert told(pictures).outcome is Outcome.INCOMPLETE
    assert told(altered(pictures, 2, -1)).outcome is Outcome.ALTERED


def test_a_break_between_groups_is_told() -> None:
    pictures = stream(CAMERA, groups=(5, 5, 5, 5))
    # The second group with its signature: the first's stands where the second's stood.
    joint = replace(pictures[10], units=(pictures[5].units[1], pictures[10].units[-1]))
    found = told([*pictures[:5], joint, *pictures[11:]])
    assert (found.breaks, found.outcome) == (1, Outcome.INCOMPLETE)


def test_what_is_unsigned_or_signed_otherwise_or_coded_anew_is_said_to_be() -> None:
    pictures = stream(None)
    assert told(pictures) == Signatures(Form.NONE)
    assert told(pictures).outcome is Outcome.UNSIGNED
    foreign = b"\x06\x05\x20" + AXIS_UUID + bytes(16) + b"\x80"
    pictures[5] = replace(pictures[5], units=(foreign, *pictures[5].units))
    assert told(pictures).outcome is Outcome.OTHER_FORM
    masked = told(stream(CAMERA), remade=Remade.MASKED)
    assert (masked.outcome, masked.remade) == (Outcome.REMADE, Remade.MASKED)


def test_no_more_stretches_are_told_one_by_one_than_can_be_read() -> None:
    pictures = stream(CAMERA, groups=(2,) * (MOST_DOUBTS + 9))
    for place in range(0, len(pictures), 2):
        pictures = altered(pictures, place + 1, -1)
    found = examine(
        recorded(pictures),
        "v",
        starts=BEGAN,
        until=BEGAN + timedelta(hours=1),
        authorities=(),
    )
    assert len(found.doubts) == MOST_DOUBTS
    assert found.count(State.ALTERED) > MOST_DOUBTS


@pytest.mark.parametrize("coding", Coding)
def test_a_recording_that_begins_later_begins_with_who_signs(coding: Coding) -> None:
    pictures = stream(replace(CAMERA, repeats=False), coding, (5, 5))
    unit = announcement(joined(*pictures[0].units), coding)
    assert announces_signer(unit, coding)
    later = joined(*pictures[5].units)
    assert announcement(later, coding) == b""
    made = list(split(announced(later, unit, coding)))
    assert [each for each in made if each != unit] == list(pictures[5].units)
    assert is_picture(made[made.index(unit) + 1], coding)
    # It is there once, and nothing is put in where there is none.
    assert announced(joined(*made), unit, coding) == joined(*made)
    assert announced(later, b"", coding) == later
