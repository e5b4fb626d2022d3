"""A camera's signatures: what holds, what was altered, left out or cut away, in those words."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.signed_video.streams import (
    Picture,
    altered,
    authority,
    identity,
    judged,
    states,
    stream,
    without,
)
from vaka.demo.signing import Identity, Signing
from vaka.signed_video import judge as judging
from vaka.signed_video.judge import Judge
from vaka.signed_video.message import AXIS_UUID, UUID
from vaka.signed_video.units import Coding

# Certificates that no authority should have made are read as they are, with a warning.
pytestmark = pytest.mark.filterwarnings(
    "ignore::cryptography.utils.CryptographyDeprecationWarning"
)
CAMERA = Signing(identity())
VALID, LACKING = "valid", "signature-missing"
MANNERS = {
    "as it comes": CAMERA,
    "without a list": replace(CAMERA, lists=False),
    "certificates once": replace(CAMERA, repeats=False),
    "two pictures late": replace(CAMERA, late=2),
    "a group late": replace(CAMERA, late=6),
    "signed before it is escaped": replace(CAMERA, escapes_first=False),
    "lowest byte first": replace(CAMERA, order="little"),
    "SHA-384": replace(CAMERA, algorithm="sha384"),
    "SHA-512 and no list": replace(CAMERA, algorithm="sha512", lists=False),
}


@pytest.mark.parametrize("coding", Coding)
@pytest.mark.parametrize("manner", MANNERS.values(), ids=list(MANNERS))
def test_every_group_holds_but_the_last_whose_signature_comes_after_it(
    manner: Signing, coding: Coding
) -> None:
    told = states(stream(manner, coding, (5, 5, 5, 8)), coding)
    assert told == [VALID] * 3 + [LACKING]


@pytest.mark.parametrize("coding", Coding)
def test_long_groups_are_signed_in_parts(coding: Coding) -> None:
    parts = stream(replace(CAMERA, part=4), coding, (12, 12))
    # The last part of each group ends where the next begins.
    assert states(parts, coding) == [VALID] * 5 + [LACKING]
    assert "altered" in states(altered(parts, 6, -1), coding)
    assert "pictures-missing" in states(without(parts, 6), coding)


def test_a_part_whose_signature_was_altered_is_said_to_be() -> None:
    parts = stream(replace(CAMERA, part=4), groups=(12, 12))
    hashed = 80
    assert states(altered(parts, 4, 0, hashed))[:2] == ["altered", VALID]


def test_parts_without_a_list_tell_less_and_never_too_much() -> None:
    parts = stream(replace(CAMERA, part=4, lists=False), groups=(12, 12, 12))
    told = states(without(parts, 6))
    assert told[0] == VALID
    assert told.count("altered") >= 1
    # With the next group it is in step again.
    assert told[-3:] == [VALID, VALID, LACKING]


@pytest.mark.parametrize("late", [0, 2])
def test_a_signature_for_several_groups_vouches_for_those_before_it(late: int) -> None:
    pictures = stream(replace(CAMERA, every=3, late=late), groups=(5,) * 7)
    judge, groups = judged(pictures)
    assert [each.state for each in groups] == [VALID] * 6 + [LACKING]
    assert {each.signer for each in groups[:6]} == set(judge.signers)


def test_groups_that_wait_for_a_signature_that_never_comes_lack_it() -> None:
    pictures = stream(replace(CAMERA, every=3, late=2), groups=(5,) * 6)
    assert states(pictures) == [VALID] * 3 + [LACKING] * 3


def test_a_message_that_was_altered_before_it_was_signed_vouches_for_nothing() -> None:
    pictures = stream(replace(CAMERA, every=3, late=2), groups=(5,) * 7)
    # The first message comes two pictures after the second group began.
    told = states(altered(pictures, 7, 0))
    assert told.count(VALID) < 6
    assert "altered" in told


@pytest.mark.parametrize(
    "key",
    [
        rsa.generate_private_key(public_exponent=65537, key_size=2048),
        ed25519.Ed25519PrivateKey.generate(),
    ],
    ids=["RSA", "Ed25519"],
)
def test_keys_of_every_kind_that_cameras_have_are_known(key) -> None:
    camera = Identity.made("Kamera 8", by=authority(), key=key)
    pictures = stream(Signing(camera))
    assert states(pictures) == [VALID, VALID, LACKING]
    assert "altered" in states(altered(pictures, 7, -1))


def test_a_key_that_is_too_short_proves_nothing() -> None:
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    pictures = stream(Signing(Identity.made("Kamera 9", by=authority(), key=short)))
    assert set(states(pictures)) == {"not-judged", LACKING}


@pytest.mark.parametrize("lists", [True, False])
@pytest.mark.parametrize("place", [5, 7, 9])
def test_a_picture_that_was_altered_alters_its_group_and_no_other(
    place: int, lists: bool
) -> None:
    pictures = stream(replace(CAMERA, lists=lists), groups=(5, 5, 5, 5))
    judge, groups = judged(altered(pictures, place, -1))
    assert [each.state for each in groups] == [VALID, "altered", VALID, LACKING]
    # What leans on the picture that begins a group is not as it was either.
    assert groups[1].altered == (5 if place == 5 or not lists else 1)
    assert (groups[1].first, groups[1].last) == (1.0, 1.8)
    assert judge.breaks == 0


def test_a_picture_that_was_left_out_is_missing_and_the_rest_is_genuine() -> None:
    groups = judged(without(stream(CAMERA, groups=(5, 5, 5)), 7))[1]
    assert [each.state for each in groups] == [VALID, "pictures-missing", LACKING]
    assert (groups[1].altered, groups[1].missing) == (0, 1)


def test_without_a_list_a_group_with_a_gap_is_not_as_it_was() -> None:
    pictures = stream(replace(CAMERA, lists=False), groups=(5, 5, 5, 5))
    assert states(without(pictures, 7)) == [VALID, "altered", VALID, LACKING]
    assert states(without(pictures, 5))[-2:] == [VALID, LACKING]


def test_what_was_put_in_is_not_vouched_for() -> None:
    pictures = stream(CAMERA, groups=(5, 5, 5))
    told = states([*pictures[:8], pictures[7], *pictures[8:]])
    assert told == [VALID, "altered", LACKING]
    whole = [*pictures[:5], *stream(None, groups=(5,)), *pictures[5:]]
    assert states(whole) == [VALID, LACKING, VALID, LACKING]


def test_pictures_in_another_order_are_not_as_they_were() -> None:
    pictures = stream(CAMERA, groups=(5, 5, 5))
    pictures[6], pictures[7] = pictures[7], pictures[6]
    assert states(pictures) == [VALID, "altered", LACKING]


def test_a_signature_that_was_cut_away_is_missing() -> None:
    pictures = stream(CAMERA, groups=(5, 5, 5, 5))
    judge, groups = judged(without(pictures, 10, unit=1))
    assert [each.state for each in groups] == [VALID, LACKING, VALID, LACKING]
    assert judge.breaks == 1


def test_a_signature_that_was_altered_is_said_to_be() -> None:
    pictures = stream(CAMERA, groups=(5, 5, 5, 5))
    hashed, certificate = 80, pictures[10].units[1].index(b"BEGIN")
    told = states(altered(pictures, 10, 1, hashed))
    assert told == [VALID, "altered", VALID, LACKING]
    told = states(altered(pictures, 10, 1, certificate))
    assert told == [VALID, "not-judged", VALID, LACKING]


def test_what_was_altered_stays_altered_whatever_comes_after() -> None:
    pictures = stream(CAMERA, groups=(5, 5, 5, 5))
    hashed, certificate = 80, pictures[15].units[1].index(b"BEGIN")
    told = states(altered(altered(pictures, 10, 1, hashed), 15, 1, certificate))
    assert told == [VALID, "altered", "not-judged", LACKING]


def test_groups_that_were_cut_out_between_are_a_break() -> None:
    pictures = stream(CAMERA, groups=(5, 5, 5, 5))
    # The second with its signature: the first's stands where the second's stood.
    parameters, _, begins = pictures[10].units
    joint = Picture((parameters, pictures[5].units[1], begins), 2.0)
    judge, groups = judged([*pictures[:5], joint, *pictures[11:]])
    assert [each.state for each in groups] == [VALID, VALID, LACKING]
    assert judge.breaks == 1


def test_groups_in_another_order_are_not_as_they_were() -> None:
    pictures = stream(CAMERA, groups=(5, 5, 5, 5))
    signed = [pictures[place].units[1] for place in (5, 10, 15)]
    first, second = pictures[:5], [replace(pictures[5], units=pictures[5].units[::2])]
    second += pictures[6:10]
    third = replace(pictures[10], units=(signed[0], signed[1], *pictures[10].units[::2]))
    told = states(
        [*second, replace(first[0], units=(signed[1], *first[0].units)), *first[1:], third]
    )
    assert told.count(VALID) < 2


def test_a_recording_that_begins_later_owes_nothing_for_what_came_before() -> None:
    for manner in (CAMERA, replace(CAMERA, late=2), replace(CAMERA, lists=False, late=2)):
        pictures = stream(manner, groups=(5, 5, 5, 8))
        assert states(pictures[5:]) == [VALID, VALID, LACKING]
        # What is short has no signature yet, and is not said to be altered.
        assert states(pictures[5:10]) == [LACKING]


def test_another_signer_is_told_apart() -> None:
    ours, others = stream(CAMERA), stream(Signing(identity("Kamera 8")))
    judge, groups = judged([*ours, *others])
    assert len(judge.signers) == 2
    assert len({each.signer for each in groups if each.signer}) == 2


def test_without_certificates_nothing_is_judged() -> None:
    pictures = stream(replace(CAMERA, repeats=False))
    pictures[0] = replace(pictures[0], units=pictures[0].units[::2])
    assert set(states(pictures)) == {"not-judged", LACKING}


def test_signatures_that_come_twice_are_heard_once() -> None:
    pictures = stream(CAMERA)
    twice = [
        replace(each, units=(each.units[0], *each.units[1:2], *each.units[1:]))
        if len(each.units) > 2
        else each
        for each in pictures
    ]
    assert states(twice) == [VALID, VALID, LACKING]


def test_who_hashes_in_another_way_than_before_is_not_judged() -> None:
    pictures = [*stream(CAMERA), *stream(replace(CAMERA, algorithm="sha384"))]
    assert set(states(pictures)[3:]) == {"not-judged", LACKING}


def test_those_who_sign_are_counted_to_an_end(monkeypatch) -> None:
    monkeypatch.setattr(judging, "MOST_SIGNERS", 1)
    pictures = [*stream(CAMERA), *stream(Signing(identity("Kamera 8")))]
    assert "not-judged" in states(pictures)
    assert states(pictures).count(VALID) == 2


def test_a_part_from_before_a_recording_began_casts_no_doubt_on_it() -> None:
    pictures = stream(replace(CAMERA, part=6, late=3), groups=(5, 12, 12))
    # The message about the first group comes three pictures into the second.
    assert "altered" not in states(pictures[5:10])


def test_what_is_not_signed_is_not_said_to_be() -> None:
    judge, _ = judged(stream(None))
    assert not judge.signed
    foreign = b"\x06\x05\x20" + AXIS_UUID + bytes(16) + b"\x80"
    pictures = stream(None)
    pictures[5] = replace(pictures[5], units=(foreign, *pictures[5].units))
    judge, _ = judged(pictures)
    assert (judge.signed, judge.otherwise) == (False, True)


def test_a_stream_that_never_signs_is_not_remembered_without_end(monkeypatch) -> None:
    monkeypatch.setattr(judging, "MOST_WAITING", 100)
    judge = Judge(Coding.H264)
    (first,) = stream(None, groups=(1,))
    for number in range(1000):
        judge.take(first.units, float(number))
        assert len(judge._waiting) <= 100


def test_it_waits_from_the_oldest_picture_that_is_not_judged() -> None:
    judge = Judge(Coding.H264)
    for each in stream(CAMERA, groups=(5, 5, 5))[:12]:
        judge.take(each.units, each.at)
    assert judge.waits_from == 2.0
    judge.finish()
    assert judge.waits_from is None


SIGNED = stream(replace(CAMERA, escapes_first=True), groups=(4, 4, 4))[:9]
# The padding behind a signature, the bit that ends a message, and parameter sets are signed by
# nobody.
UNSIGNED_END = 16
PLACES = [
    (picture, unit, byte)
    for picture in range(9)
    for unit, told in enumerate(SIGNED[picture].units)
    for byte in range(len(told) - (UNSIGNED_END if UUID in told else 0))
    if told[0] != 0x67 and not (picture == 8 and UUID not in told)
]


# The version of a certificate.
@example(place=(4, 1, 203), change=1)
@given(st.sampled_from(PLACES), st.integers(1, 255))
@settings(max_examples=300, deadline=None)
def test_no_byte_of_a_signed_group_can_be_another_and_its_group_valid(place, change) -> None:
    picture, unit, byte = place
    units = list(SIGNED[picture].units)
    told = bytearray(units[unit])
    told[byte] ^= change
    units[unit] = bytes(told)
    pictures = list(SIGNED)
    pictures[picture] = replace(SIGNED[picture], units=tuple(units))
    assert states(SIGNED)[:2] == [VALID, VALID]
    assert states(pictures).count(VALID) < 2


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_whatever_claims_to_be_a_signature_raises_nothing_and_makes_nothing_valid(data) -> None:
    body = data.draw(
        st.one_of(
            st.binary(max_size=400),
            st.lists(st.tuples(st.integers(0, 9), st.binary(max_size=90)), max_size=6).map(
                lambda parts: (
                    b"\0"
                    + b"".join(
                        bytes([tag]) + len(told).to_bytes(2, "big") + told
                        for tag, told in parts
                    )
                )
            ),
        )
    )
    size = len(UUID + body)
    head = b"\x06\x05" + b"\xff" * (size // 255) + bytes([size % 255])
    pictures = stream(None)
    forged = replace(pictures[6], units=(head + UUID + body + b"\x80", *pictures[6].units))
    assert VALID not in states([*pictures[:6], forged, *pictures[7:]])


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=12))
@settings(deadline=None)
def test_no_units_whatever_are_more_than_judged(units) -> None:
    for coding in Coding:
        judge = Judge(coding)
        judge.take([each for each in units if each], 0.0)
        judge.finish()
