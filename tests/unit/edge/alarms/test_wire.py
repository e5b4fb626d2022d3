"""Messages of SIA DC-09: out as in, and no bytes that break the parser."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.edge.alarms.strategies import AT, KEYS, messages
from vaka.edge.alarms import frame, wire
from vaka.edge.alarms.deviations import Deviation
from vaka.edge.alarms.encryption import Undecryptable, decrypt, encrypt
from vaka.edge.alarms.frame import BadFrame, CrcForm
from vaka.edge.alarms.wire import Message, NoKey, NotUnderstood

KEY = KEYS[16]


def body(text: str) -> bytes:
    return frame.seal(text.encode("latin-1"))


def plain(message: Message) -> Message:
    """Return the message without how its writing departs from the standard."""
    return replace(message, deviations=())


@given(messages())
def test_a_message_in_clear_comes_back_as_it_was(message: Message):
    assert plain(wire.decode(wire.encode(message))) == message


@given(messages(encrypted=True), st.sampled_from(sorted(KEYS)))
def test_an_encrypted_message_comes_back_as_it_was(message: Message, size: int):
    sent = wire.encode(message, key=KEYS[size])
    assert plain(wire.decode(sent, key_for=lambda account: KEYS[size])) == message
    assert b"NBA" not in sent


@given(st.binary(max_size=300))
def test_any_body_in_a_whole_frame_is_understood_or_refused_by_name(content: bytes):
    with contextlib.suppress(BadFrame, NotUnderstood):
        wire.decode(frame.seal(content), key_for=lambda account: KEY)


@given(messages(), st.integers(0, 400), st.integers(0, 255))
def test_one_changed_byte_never_passes_as_another_message(message: Message, at: int, by: int):
    sent = bytearray(wire.encode(message))
    sent[at % len(sent)] = by
    with contextlib.suppress(BadFrame, NotUnderstood):
        assert plain(wire.decode(bytes(sent))) == message


@given(st.binary(max_size=200))
def test_any_plain_text_survives_encryption(content: bytes):
    assert decrypt(encrypt(content, KEY), KEY) == content


def test_equal_messages_do_not_look_equal_when_encrypted():
    assert encrypt(b"#1234|NBA01]", KEY) != encrypt(b"#1234|NBA01]", KEY)


@pytest.mark.parametrize("digits", [b"", b"00", b"xx" * 16, b"0" * 31])
def test_what_is_not_whole_blocks_cannot_be_decrypted(digits: bytes):
    with pytest.raises(Undecryptable):
        decrypt(digits, KEY)


def test_the_example_of_the_standard_is_read():
    # SIA DC-09, annex: account 12345A over receiver 579BDF and line 789ABC.
    sent = body(
        '"SIA-DCS"9876R579BDFL789ABC#12345A[#12345A|NFA129][SMalmö]_10:23:45,02-28-2006'
    )
    message = wire.decode(sent)
    assert (message.receiver, message.line, message.account) == ("579BDF", "789ABC", "12345A")
    assert message.data == ("#12345A|NFA129",)
    assert message.extended == ("SMalmö",)
    assert message.timestamp
    assert message.timestamp.isoformat() == "2006-02-28T10:23:45+00:00"
    assert not message.deviations


def test_brackets_inside_texts_do_not_end_the_data():
    message = wire.decode(
        body("\"SIA-DCS\"0010R0075L0001[#001465|NUA021*'hall [1]'NM][#001465|NUR021]")
    )
    assert message.data == ("#001465|NUA021*'hall [1]'NM", "#001465|NUR021")


def test_text_may_be_windows_1252_or_utf_8():
    for coding in ("cp1252", "utf-8"):
        sent = frame.seal('"SIA-DCS"0001L0#1234[#1234|NBA1^Östra^]'.encode(coding))
        assert wire.decode(sent).data == ("#1234|NBA1^Östra^",)


def test_an_encrypted_message_without_a_key_says_whose_it_is():
    message = Message("SIA-DCS", "0001", "AAA", data=("#AAA|NBA1",), timestamp=AT)
    sent = wire.encode(replace(message, encrypted=True), key=KEY)
    with pytest.raises(NoKey) as refused:
        wire.decode(sent)
    assert refused.value.header
    assert refused.value.header.account == "AAA"


def test_an_acknowledgement_mirrors_sequence_receiver_line_account_and_checksum_form():
    asked = Message("ADM-CID", "0042", "1234", "1", "2", form=CrcForm.BINARY)
    answer = wire.decode(wire.encode(wire.acknowledge(asked, at=AT)))
    assert (answer.token, answer.sequence) == ("ACK", "0042")
    assert (answer.account, answer.receiver, answer.line) == ("1234", "1", "2")
    assert answer.form is CrcForm.BINARY
    assert answer.timestamp is None


def test_an_encrypted_question_gets_an_encrypted_answer_with_the_time():
    asked = Message("NULL", "0000", "1234", encrypted=True)
    sent = wire.encode(wire.acknowledge(asked, at=AT), key=KEY)
    assert b'"*ACK"0000' in sent
    assert wire.decode(sent, key_for=lambda account: KEY).timestamp == AT


def test_nak_duh_and_rsp_are_written_as_the_standard_says():
    nak = wire.encode(wire.refuse_time(CrcForm.ASCII, at=AT))
    assert nak[9:] == b'"NAK"0000R0L0A0[]_12:00:00,03-02-2026\r'
    assert wire.decode(nak).timestamp == AT
    asked = Message("XYZ", "0007", "1234", "1", "0")
    assert wire.encode(wire.unable(asked))[9:] == b'"DUH"0007R1L0#1234[]\r'
    assert wire.encode(wire.respond(asked, "P1", at=AT))[9:] == b'"RSP"0007R1L0#1234[P1]\r'


@pytest.mark.parametrize(
    ("text", "deviation"),
    [
        ('"NULL"0000#1234[]', Deviation.NO_LINE),
        ('"NULL"0000L0#foc7688[]', Deviation.ACCOUNT_FORM),
        ('"NULL"0000L0#1234[]12:00:00,03-02-2026', Deviation.TIMESTAMP_WITHOUT_UNDERSCORE),
        ('"NULL"0000L0#1234[]_25:00:00,03-02-2026', Deviation.TIMESTAMP_MALFORMED),
        ('"NULL"0000L0#1234[]2A52238E74F405CA|#1234', Deviation.TRAILING_DATA),
    ],
)
def test_what_deviates_but_has_one_meaning_is_read_and_noted(text: str, deviation: Deviation):
    assert wire.decode(body(text)).deviations == (deviation,)


@pytest.mark.parametrize(
    "text", ['"SIA-DCS"L0#1234[#1234|NBA1]', '"sia-dcs"0001L0#1234[]', '"NULL"0001L0#1234[', ""]
)
def test_what_has_no_single_meaning_is_not_understood(text: str):
    with pytest.raises((NotUnderstood, BadFrame)):
        wire.decode(body(text))


def test_a_line_without_a_number_is_answered_as_it_was_written():
    # From the field: BB86002C"NULL"0001L#7303658550[]_15:39:38,06-07-2019
    message = wire.decode(body('"NULL"0001L#7303658550[]_15:39:38,06-07-2019'))
    assert (message.account, message.deviations) == ("7303658550", (Deviation.NO_LINE,))
    assert wire.encode(wire.acknowledge(message, at=AT))[9:] == b'"ACK"0001L#7303658550[]\r'


def test_a_heartbeat_without_a_frame_is_a_null_message():
    message = wire.decode(b"SR0001L0002    001465XX    [ID00000000]")
    assert (message.token, message.account) == ("NULL", "001465")
    assert (message.receiver, message.line) == ("0001", "0002")
    assert message.deviations == (Deviation.UNFRAMED_HEARTBEAT,)
