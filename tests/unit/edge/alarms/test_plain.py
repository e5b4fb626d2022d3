"""The short way and the long way read the same, or the short way reads nothing."""

import random

import pytest
from bench.fuzz import mutated
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.edge.alarms.strategies import messages
from vaka.edge.alarms import dcs, plain, wire
from vaka.edge.alarms.frame import CrcForm, seal

ALARM = b'"SIA-DCS"0028R1L0#1234[#1234|Nri1/BA001]_12:00:00,03-02-2026'


def the_long_way(raw: bytes) -> tuple[wire.Message, dcs.Content]:
    message = wire.decode(raw)
    return message, dcs.read(message)


@pytest.mark.parametrize(
    "body",
    [
        ALARM,
        b'"SIA-DCS"0028L0#1234[#1234|NBA001]',
        b'"SIA-DCS"0000L0#ABC[#ABC|ORP]',
        b'"SIA-DCS"9999RABCDEFL123456#0123456789ABCDEF[#0123456789ABCDEF|Nri04/UR069]',
        b'"SIA-DCS"0001L0#1234[#1234|NNA12]',
        b'"SIA-DCS"0001L0#1234[#1234|NBAFF]',
    ],
)
def test_what_most_panels_send_is_read_the_short_way(body: bytes):
    raw = seal(body)
    assert plain.read(raw) == the_long_way(raw)


@pytest.mark.parametrize(
    "body",
    [
        ALARM.replace(b"SIA-DCS", b"*SIA-DCS"),
        ALARM.replace(b"SIA-DCS", b"ADM-CID"),
        ALARM.replace(b"#1234|", b"1234|"),  # without its number sign
        ALARM.replace(b"#1234|", b"#4321|"),  # another account
        ALARM.replace(b"BA001", b"BA001^Hall^"),
        ALARM.replace(b"BA001", b"BA001/FA002"),  # two events
        ALARM.replace(b"ri1", b"riAB"),  # letters may be an event
        ALARM.replace(b"L0", b"L"),
        ALARM.replace(b"]_", b"][X013E00.246]_"),
        ALARM.replace(b"12:00", b"24:00"),  # no such time
        ALARM.replace(b"BA001", b"BA001^H\xe4ll^"),
    ],
)
def test_what_is_not_plain_is_left_to_the_long_way(body: bytes):
    assert plain.read(seal(body)) is None


def test_a_damaged_message_is_never_plain():
    raw = seal(ALARM)
    assert plain.read(raw)
    for at in range(len(raw)):
        damaged = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        assert plain.read(damaged) is None, damaged


def test_a_length_in_tens_and_the_oldest_checksum_are_not_plain():
    raw = seal(ALARM)
    assert plain.read(raw[:5] + b"%04d" % len(ALARM) + raw[9:]) is None
    assert plain.read(seal(ALARM, CrcForm.BINARY)) is None


@given(messages())
def test_any_message_reads_the_same_either_way(message: wire.Message):
    raw = wire.encode(message)
    assert plain.read(raw) in (None, the_long_way(raw))


@given(st.randoms(use_true_random=False))
def test_a_mutated_body_reads_the_same_either_way(draw: random.Random):
    raw = seal(mutated(draw, ALARM)[:0xFFF])
    if read := plain.read(raw):
        assert read == the_long_way(raw)
