"""Frames over a byte stream: the same ones wherever it was split."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.edge.alarms.strategies import messages
from vaka.edge.alarms import wire
from vaka.edge.alarms.deviations import Deviation
from vaka.edge.alarms.frame import LARGEST, BadFrame, CrcForm, Framer, crc16, seal, unseal

BODY = b'"SIA-DCS"9876R579BDFL789ABC#12345A[#12345A|NFA129]'
HEARTBEAT = b"SR0001L0001    001465XX    [ID00000000]"

bodies = st.binary(max_size=80).map(lambda rest: b'"' + rest.translate(None, b"\r\n"))
frames = st.builds(seal, bodies, st.sampled_from(CrcForm))
noise = st.binary(max_size=12).map(lambda some: some.translate(None, b"\nS"))


def split(stream: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    return [stream[a:b] for a, b in itertools.pairwise(edges)]


def fed(framer: Framer, parts: list[bytes]) -> list[bytes]:
    return [frame for part in parts for frame in framer.feed(part)]


def test_the_checksum_is_that_of_messages_from_the_field():
    # As sent by panels, from public bug reports.
    assert crc16(b'"NULL"0000L0#1409[]_20:38:07,08-27-2026') == 0xEA74
    assert crc16(b'"SIA-DCS"0000L0#3080[#3080|Nti19:44/id1/RP]') == 0x1908
    assert seal(b'"ACK"0000L0#1409[]') == b'\n59890012"ACK"0000L0#1409[]\r'


@pytest.mark.parametrize("form", CrcForm)
def test_a_body_comes_out_of_its_frame(form: CrcForm):
    sealed = unseal(seal(BODY, form))
    assert (sealed.body, sealed.form) == (BODY, form)


@given(st.lists(frames | st.just(HEARTBEAT), max_size=6), st.lists(st.integers(0, 999)))
def test_frames_come_whole_wherever_the_stream_is_split(sent: list[bytes], cuts: list[int]):
    assert fed(Framer(), split(b"".join(sent), cuts)) == sent


@given(st.binary(max_size=400), st.lists(st.integers(0, 999), max_size=30))
def test_any_bytes_are_cut_alike_wherever_they_are_split(stream: bytes, cuts: list[int]):
    whole, parts = Framer(), Framer()
    assert whole.feed(stream) == fed(parts, split(stream, cuts))
    assert whole.held <= len(stream)


@given(st.lists(st.tuples(noise, frames), max_size=5), st.lists(st.integers(0, 999)))
def test_noise_between_frames_loses_none(pairs: list[tuple[bytes, bytes]], cuts: list[int]):
    stream = b"".join(a + b for a, b in pairs)
    assert fed(Framer(), split(stream, cuts)) == [frame for _, frame in pairs]


@given(messages(), st.lists(st.integers(0, 999)))
def test_a_message_byte_by_byte_is_one_frame(message: wire.Message, cuts: list[int]):
    sent = wire.encode(message)
    assert fed(Framer(), [bytes([byte]) for byte in sent]) == [sent]


def test_a_checksum_of_two_bytes_may_look_like_line_feed_or_carriage_return():
    found = 0
    for number in range(65536):
        body = b'"NULL"%04X' % (number & 0xFFFF)
        crc = crc16(body).to_bytes(2, "big")
        if crc[0] in b"\r\n" and crc[1] in b"\r\n":
            frame = seal(body, CrcForm.BINARY)
            assert fed(Framer(), [bytes([byte]) for byte in frame + seal(BODY)]) == [
                frame,
                seal(BODY),
            ]
            found += 1
    assert found


def test_a_frame_without_its_carriage_return_ends_where_the_next_begins():
    cut = seal(BODY)[:-1]
    first, second = Framer().feed(cut + seal(BODY))
    assert unseal(first).deviations == (Deviation.NO_CARRIAGE_RETURN,)
    assert second == seal(BODY)


def test_a_cut_off_frame_does_not_take_the_next_with_it():
    torn, whole = Framer().feed(seal(BODY)[:20] + seal(BODY))
    with pytest.raises(BadFrame):
        unseal(torn)
    assert unseal(whole).body == BODY


def test_an_endless_frame_is_let_go_and_memory_is_bounded():
    framer = Framer()
    for _ in range(100):
        assert framer.feed(b'\nABCD0FFF"' + b"x" * 5000) == []
        assert framer.held <= 2 * LARGEST
    assert framer.feed(seal(BODY))[-1] == seal(BODY)


def test_line_feeds_without_end_are_noise_and_take_no_turn():
    framer = Framer()
    assert framer.feed(b"\n" * 5000) == []
    assert framer.feed(b"\n0000" * 1000 + seal(BODY)) == [seal(BODY)]


def test_a_heartbeat_without_a_frame_is_found_between_frames():
    stream = seal(BODY) + b"\0" + HEARTBEAT + seal(BODY) + b"\n" + HEARTBEAT + b"\r\0"
    assert Framer().feed(stream) == [seal(BODY), HEARTBEAT, seal(BODY), HEARTBEAT]


def test_a_datagram_may_lack_its_carriage_return():
    framer = Framer()
    assert framer.feed(seal(BODY)[:-1]) == []
    assert framer.finish() == [seal(BODY)[:-1]]
    assert framer.finish() == []


def test_a_wrong_checksum_is_a_bad_frame():
    with pytest.raises(BadFrame, match="checksum"):
        unseal(seal(BODY).replace(b"NFA", b"NBA"))


def test_a_length_counted_in_tens_is_a_deviation_and_another_length_is_refused():
    crc = b"%04X" % crc16(BODY)
    tens = b"\n" + crc + b"%04d" % len(BODY) + BODY + b"\r"
    assert unseal(tens).deviations == (Deviation.DECIMAL_LENGTH,)
    with pytest.raises(BadFrame, match="length"):
        unseal(b"\n" + crc + b"0AAA" + BODY + b"\r")
    with pytest.raises(BadFrame, match="length"):
        unseal(b"\n" + crc + b"0011" + BODY + b"\r")
