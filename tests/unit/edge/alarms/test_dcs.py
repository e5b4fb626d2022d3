"""What the data says: SIA events, Contact ID, positions, and the accounts in them."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.edge.alarms.strategies import AT, messages
from vaka.edge.alarms import dcs
from vaka.edge.alarms.dcs import Event
from vaka.edge.alarms.deviations import Deviation
from vaka.edge.alarms.wire import Message, NotUnderstood


def sia(*data: str, account: str | None = "1234", extended: tuple[str, ...] = ()) -> Message:
    return Message("SIA-DCS", "0001", account, data=data, extended=extended)


def contact(data: str) -> Message:
    return Message("ADM-CID", "0001", "1234", data=(data,))


@pytest.mark.parametrize(
    ("data", "events"),
    [
        ("#1234|NRP0000", [Event("RP", "N", None, "0000")]),
        ("#1234|Nri1/BA001", [Event("BA", "N", "1", "001")]),
        ("#1234|Nri1/BA001^Hall^", [Event("BA", "N", "1", "001", "Hall")]),
        ("#1234|Nri1/BA001*Hall*", [Event("BA", "N", "1", "001", "Hall")]),
        ("#1234|Nri04/UR069*'HA Overloop'NM", [Event("UR", "N", "04", "069", "HA Overloop")]),
        ("#1234|Nri04/OP001NM", [Event("OP", "N", "04", "001")]),
        ("#1234|Nti19:44/id1/RP", [Event("RP", "N", user="1")]),
        ("#1234|Nri2/id7/pi010/CL", [Event("CL", "N", "2", "010", user="7")]),
        ("#1234|OBA3", [Event("BA", "O", None, "3")]),
        ("#1234|Nri1/BA1/FA2", [Event("BA", "N", "1", "1"), Event("FA", "N", "1", "2")]),
        ("#1234|NBA1|NFA2", [Event("BA", "N", None, "1"), Event("FA", "N", None, "2")]),
        ('#1234|NBA1|A"Hall"', [Event("BA", "N", None, "1", "Hall")]),
        ("#1234|NBA1*Hall/Entré*", [Event("BA", "N", None, "1", "Hall/Entré")]),
        (
            "#1234|NBA1^Hall|Entré^|NFA2",
            [Event("BA", "N", None, "1", "Hall|Entré"), Event("FA", "N", None, "2")],
        ),
        (
            "#1234|NBA1*Hall/FA2*Rum",
            [Event("BA", "N", None, "1", "Hall"), Event("FA", "N", None, "2", "Rum")],
        ),
        ("#1234|NBA1234567890", [Event("BA", "N", None, "1234567890")]),
    ],
)
def test_sia_events_are_read(data: str, events: list[Event]):
    content = dcs.read(sia(data))
    assert list(content.events) == events
    assert content.deviations == ()


def test_several_data_brackets_are_several_events():
    content = dcs.read(sia("#1234|NUA021", "#1234|NUR021"))
    assert [event.code for event in content.events] == ["UA", "UR"]


@pytest.mark.parametrize(
    ("data", "account", "deviation"),
    [
        ("1234|NBA1", "1234", Deviation.INNER_ACCOUNT_WITHOUT_HASH),
        ("|NBA1", "1234", Deviation.NO_INNER_ACCOUNT),
        ("NBA1", "1234", Deviation.NO_INNER_ACCOUNT),
        ("#001234|NBA1", "1234", Deviation.INNER_ACCOUNT_PADDED),
        ("#1234|NBA1", None, Deviation.NO_ACCOUNT),
        ("#1234|BA1", "1234", Deviation.NO_EVENT_BLOCK),
        ("#1234|Nri1BA1", "1234", Deviation.NO_SEPARATOR),
        ("#1234|NBA1|", "1234", Deviation.EMPTY_BLOCK),
    ],
)
def test_a_panel_that_deviates_is_understood_and_noted(
    data: str, account: str | None, deviation: Deviation
):
    content = dcs.read(sia(data, account=account))
    assert content.account == "1234"
    assert [event.code for event in content.events] == ["BA"]
    assert content.deviations == (deviation,)


@pytest.mark.parametrize("data", ["#5678|NBA1", "#1234|", "#1234|N", "#1234|Nri1", "#1234|??"])
def test_data_without_a_single_meaning_is_refused(data: str):
    with pytest.raises(NotUnderstood):
        dcs.read(sia(data))


def test_contact_id_is_qualifier_code_area_and_zone():
    (event,) = dcs.read(contact("#1234|3401 01 057")).events
    assert event == Event("401", "3", "01", "057")


def test_contact_id_without_spaces_is_noted():
    content = dcs.read(contact("#1234|114001015"))
    assert content.events == (Event("140", "1", "01", "015"),)
    assert content.deviations == (Deviation.CONTACT_ID_SPACING,)


def test_several_contact_id_events_in_one_message_are_all_read():
    content = dcs.read(contact("#1234|1140 01 015|^Hall^|1130 01 016|"))
    assert [(event.code, event.text) for event in content.events] == [
        ("140", "Hall"),
        ("130", None),
    ]
    assert content.deviations == (Deviation.EMPTY_BLOCK,)


def test_more_events_than_a_panel_has_reason_to_send_are_refused():
    many = "/".join(["BA1"] * dcs.MOST_EVENTS)
    assert len(dcs.read(sia(f"#1234|N{many}")).events) == dcs.MOST_EVENTS
    with pytest.raises(NotUnderstood, match="events"):
        dcs.read(sia(f"#1234|N{many}/BA1"))


@given(st.text("ABCåäö 012/[]()-.,'", min_size=1), st.sampled_from(["^{}^", "*{}*"]))
def test_any_text_between_its_signs_is_the_text(text: str, signs: str):
    (event,) = dcs.read(sia(f"#1234|Nri1/BA001{signs.format('x' + text + 'x')}")).events
    assert event == Event("BA", "N", "1", "001", f"x{text}x")


def test_contact_id_may_carry_a_text():
    assert dcs.read(contact("#1234|1140 01 015|^Hall^")).events[0].text == "Hall"


@pytest.mark.parametrize("data", ["#1234|2140 01 015", "#1234|1140 01", "#1234|"])
def test_contact_id_of_another_form_is_refused(data: str):
    with pytest.raises(NotUnderstood):
        dcs.read(contact(data))


def test_a_null_message_reports_nothing_and_data_in_it_is_noted():
    assert dcs.read(Message("NULL", "0000", "1234")).events == (Event(),)
    stuffed = Message("NULL", "0000", "7890", data=("#7890|0000 00 000",))
    assert dcs.read(stuffed).deviations == (Deviation.DATA_IN_NULL,)
    # Hikvision's heartbeat: an account of noughts inside, where nothing is reported.
    noughts = dcs.read(Message("NULL", "0000", "AAAB", data=("#0000|0000 00 000",)))
    assert (noughts.account, noughts.deviations) == ("AAAB", (Deviation.DATA_IN_NULL,))


def test_an_unknown_token_is_refused():
    with pytest.raises(NotUnderstood, match="XYZ"):
        dcs.read(Message("XYZ", "0001", "1234"))


def test_extended_data_gives_position_text_and_time():
    content = dcs.read(
        sia(
            "#1234|NBA1",
            extended=("X013E00.246", "Y55N36.27", "IHallen", "H11:59:00,03-02-2026", "V1"),
        )
    )
    assert content.position == (13.0041, 55.6045)
    assert content.events[0].text == "Hallen"
    assert content.occurred_at == AT.replace(hour=11, minute=59)
    assert ("V", "1") in content.extended


@pytest.mark.parametrize(
    ("x", "y", "position", "deviations"),
    [
        ("X093W30.0", "Y45S30.0", (-93.5, -45.5), ()),
        ("X13.0041", "Y55.6045", (13.0041, 55.6045), (Deviation.POSITION_DECIMAL,)),
        ("X013N00.0", "Y55N00.0", None, (Deviation.POSITION_MALFORMED,)),
        ("X199E00.0", "Y55N00.0", None, (Deviation.POSITION_MALFORMED,)),
    ],
)
def test_positions_are_degrees_and_minutes(
    x: str, y: str, position: tuple[float, float] | None, deviations: tuple[Deviation, ...]
):
    content = dcs.read(sia("#1234|NBA1", extended=(x, y)))
    assert content.position == position
    assert content.deviations == deviations


def test_a_longitude_alone_is_no_position():
    assert dcs.read(sia("#1234|NBA1", extended=("X013E00.246",))).position is None


@given(messages())
def test_every_message_of_the_standard_is_read_without_deviation(message: Message):
    assert dcs.read(message).deviations == ()


@given(st.text(max_size=80), st.sampled_from(["SIA-DCS", "ADM-CID", "NULL"]))
def test_any_data_is_read_or_refused_by_name(data: str, token: str):
    with contextlib.suppress(NotUnderstood):
        dcs.read(Message(token, "0001", "1234", data=(data,)))
