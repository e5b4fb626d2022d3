"""What a receiver answers, and what it keeps."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.edge.alarms.strategies import AT, KEYS
from vaka.edge.alarms import wire
from vaka.edge.alarms.accounts import NOBODY, Account, Accounts
from vaka.edge.alarms.frame import CrcForm, seal
from vaka.edge.alarms.reception import Finding, Reception, receive
from vaka.edge.alarms.wire import Message

KEY = KEYS[32]
KNOWN = Accounts({"1234": Account(), "AAA": Account(key=KEY)})
ALARM = Message("SIA-DCS", "0028", "1234", "1", "0", ("#1234|Nri1/BA001",), timestamp=AT)
SECRET = replace(ALARM, account="AAA", data=("#AAA|Nri1/BA001",), encrypted=True)


def received(message: Message, *, accounts: Accounts = KNOWN, at=AT) -> Reception:
    key = KEY if message.encrypted else None
    return receive(wire.encode(message, key=key), accounts=accounts, at=at)


def token(reception: Reception) -> str:
    assert reception.answer
    return wire.decode(reception.answer, key_for=KNOWN.key_for).token


def test_an_alarm_is_kept_as_sent_and_acknowledged():
    reception = received(ALARM)
    (alarm,) = reception.alarms
    assert token(reception) == "ACK"
    assert (alarm.sequence, alarm.receiver, alarm.line) == ("0028", "1", "0")
    assert (alarm.code, alarm.area, alarm.zone) == ("BA", "1", "001")
    assert (alarm.known, alarm.encrypted, alarm.occurred_at) == (True, False, AT)
    assert alarm.raw == wire.encode(ALARM)


def test_without_accounts_every_account_is_taken_and_marked_unknown():
    reception = received(ALARM, accounts=NOBODY)
    assert token(reception) == "ACK"
    assert not reception.alarms[0].known


def test_an_encrypted_alarm_is_kept_and_answered_encrypted():
    reception = received(SECRET)
    assert reception.alarms[0].encrypted
    assert reception.answer
    assert b'"*ACK"' in reception.answer
    assert token(reception) == "ACK"


@pytest.mark.parametrize("late", [-41, 21])
def test_an_encrypted_message_outside_the_window_gets_nak_and_is_not_kept(late: int):
    reception = received(replace(SECRET, timestamp=AT + timedelta(seconds=late)))
    assert (reception.finding, token(reception)) == (Finding.OUTSIDE_WINDOW, "NAK")
    assert not reception.alarms


@pytest.mark.parametrize("late", [-40, 20])
def test_an_encrypted_message_at_the_edge_of_the_window_is_taken(late: int):
    assert token(received(replace(SECRET, timestamp=AT + timedelta(seconds=late)))) == "ACK"


def test_an_encrypted_message_without_a_time_could_be_a_replay_and_gets_nak():
    assert token(received(replace(SECRET, timestamp=None))) == "NAK"


def test_a_clear_message_outside_the_window_is_taken_and_noted():
    reception = received(replace(ALARM, timestamp=AT - timedelta(hours=1)))
    assert token(reception) == "ACK"
    assert reception.alarms[0].deviations == ("timestamp-outside-window",)


def test_a_clear_message_for_an_account_with_a_key_is_no_way_round_the_key():
    reception = received(replace(ALARM, account="AAA", data=("#AAA|NBA1",)))
    assert (reception.finding, token(reception)) == (Finding.NOT_ENCRYPTED, "DUH")
    assert not reception.alarms


def test_an_encrypted_message_without_a_key_gets_duh():
    reception = received(SECRET, accounts=NOBODY)
    assert (reception.finding, token(reception)) == (Finding.NO_KEY, "DUH")


@given(st.binary(min_size=16, max_size=16))
def test_a_message_encrypted_with_another_key_is_never_taken(other: bytes):
    reception = receive(wire.encode(SECRET, key=other), accounts=KNOWN, at=AT)
    assert reception.finding is not Finding.ACCEPTED
    assert token(reception) in {"DUH", "NAK"}


def test_a_token_that_is_not_supported_gets_duh_with_its_sequence():
    reception = received(replace(ALARM, token="XYZ"))
    assert reception.finding is Finding.NOT_UNDERSTOOD
    assert reception.answer
    assert b'"DUH"0028R1L0#1234[]' in reception.answer


def test_a_whole_frame_without_a_header_gets_nak():
    assert token(receive(seal(b'"what"'), accounts=KNOWN, at=AT)) == "NAK"


def test_a_damaged_frame_gets_no_answer_so_that_it_is_sent_again():
    damaged = wire.encode(ALARM).replace(b"NBA", b"NFA").replace(b"BA001", b"BA002")
    reception = receive(damaged, accounts=KNOWN, at=AT)
    assert (reception.finding, reception.answer) == (Finding.BAD_FRAME, None)


def test_an_answer_has_the_checksum_form_of_the_question():
    reception = received(replace(ALARM, form=CrcForm.BINARY))
    assert reception.answer
    assert wire.decode(reception.answer).form is CrcForm.BINARY
    assert reception.alarms[0].deviations == ("binary-crc",)


def test_two_sendings_of_one_event_share_a_fingerprint_and_other_events_do_not():
    def fingerprint(message: Message) -> bytes | None:
        return received(message, at=AT + timedelta(seconds=9)).alarms[0].fingerprint

    again = fingerprint(ALARM)
    assert again == received(ALARM).alarms[0].fingerprint
    assert fingerprint(replace(ALARM, sequence="0029")) != again
    assert fingerprint(replace(ALARM, data=("#1234|Nri1/BA002",))) != again
    assert fingerprint(replace(ALARM, timestamp=AT - timedelta(seconds=1))) != again


def test_without_sequence_and_time_nothing_tells_a_new_alarm_from_an_old_one():
    nameless = replace(ALARM, sequence="0000", timestamp=None)
    assert received(nameless).alarms[0].fingerprint is None


def test_each_event_of_one_message_is_an_alarm_of_its_own():
    first, second = received(replace(ALARM, data=("#1234|Nri1/BA1/BA1",))).alarms
    assert first.id != second.id
    assert first.fingerprint != second.fingerprint


@given(st.binary(max_size=200))
def test_no_bytes_break_the_receiver(raw: bytes):
    assert isinstance(receive(raw, accounts=KNOWN, at=AT), Reception)
    assert isinstance(receive(seal(raw), accounts=KNOWN, at=AT), Reception)
