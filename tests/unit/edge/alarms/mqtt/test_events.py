"""Messages over MQTT: what is an alarm, what is another's, and nothing that breaks us."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.edge.alarms.strategies import AT
from vaka.edge.alarms.mqtt.frigate import FrigateTopic
from vaka.edge.alarms.mqtt.onvif import OnvifTopic
from vaka.edge.alarms.mqtt.topics import Topic
from vaka.edge.alarms.mqtt.wire import Published, receive
from vaka.edge.alarms.reception import Finding, Reception

PEOPLE = FrigateTopic(
    "frigate/events", "BA", {"norra": "7701"}, frozenset({"person"}), frozenset({"trappan"})
)
LINE = OnvifTopic("+/onvif-ej/#", "BA", "7702")
MOTION = OnvifTopic("+/onvif-ej/#", "BA", "7703", {"State": "true"}, "BR")


def frigate(kind: str = "new", **seen: object) -> bytes:
    """Return a message as Frigate's documentation shows it, shortened."""
    state = {
        "id": "1607123955.475377-mxklsc",
        "camera": "norra",
        "label": "person",
        "sub_label": ["Namn", 0.9],
        "false_positive": False,
        "start_time": 1607123955.475377,
        "entered_zones": ["trappan"],
        **seen,
    }
    return json.dumps({"type": kind, "before": {}, "after": state}).encode()


def onvif(**data: object) -> bytes:
    """Return a message in ONVIF's JSON form."""
    source = {"VideoSource": "1", "Rule": "Linje 1"}
    told = {"UtcTime": "2026-03-02T11:59:58.335Z", "Source": source, "Data": data}
    return json.dumps(told).encode()


def taken(topic: Topic, payload: bytes, *, told: frozenset[bytes] = frozenset()) -> Reception:
    return receive(Published("kamera/onvif-ej/x", payload), [topic], told=told, at=AT)


def test_a_person_in_the_zone_is_an_alarm_of_the_cameras_account():
    (alarm,) = taken(PEOPLE, frigate()).alarms
    assert (alarm.protocol, alarm.account, alarm.code) == ("FRIGATE", "7701", "BA")
    assert (alarm.area, alarm.zone, alarm.text) == ("norra", "trappan", "person")
    assert alarm.occurred_at == datetime(2020, 12, 4, 23, 19, 15, 475377, tzinfo=UTC)


@pytest.mark.parametrize(
    "seen",
    [
        {"camera": "annan"},
        {"label": "car"},
        {"entered_zones": []},
        {"entered_zones": ["gatan"]},
        {"false_positive": True},
    ],
)
def test_what_the_map_does_not_name_is_no_alarm(seen: dict[str, object]):
    assert taken(PEOPLE, frigate(**seen)) == Reception(
        Finding.ACCEPTED, None, protocol="FRIGATE"
    )


def test_each_message_of_an_object_is_the_same_event_whichever_comes_first():
    (first,) = taken(PEOPLE, frigate("update")).alarms
    (last,) = taken(PEOPLE, frigate("end", score=0.9)).alarms
    assert first.fingerprint == last.fingerprint
    assert not taken(PEOPLE, frigate("end"), told=frozenset({first.fingerprint or b""})).alarms
    (other,) = taken(PEOPLE, frigate(id="another")).alarms
    assert other.fingerprint != first.fingerprint


def test_two_entries_of_the_map_may_read_one_message():
    anything = FrigateTopic("frigate/events", "TA", {"norra": "7709"})
    both = receive(Published("t", frigate()), [PEOPLE, anything], told=(), at=AT)
    assert [alarm.account for alarm in both.alarms] == ["7701", "7709"]


def test_an_onvif_event_says_where_and_when():
    (alarm,) = taken(LINE, onvif(ObjectId="7")).alarms
    assert (alarm.protocol, alarm.account, alarm.code) == ("ONVIF", "7702", "BA")
    assert (alarm.zone, alarm.text) == ("1/linje 1", "x")
    assert alarm.occurred_at == datetime(2026, 3, 2, 11, 59, 58, 335000, tzinfo=UTC)


@pytest.mark.parametrize(("state", "code"), [(True, "BA"), ("True", "BA"), (False, "BR")])
def test_a_state_that_ends_is_a_restoral_when_the_map_says_so(state: object, code: str):
    (alarm,) = taken(MOTION, onvif(State=state)).alarms
    assert alarm.code == code
    unheard = OnvifTopic("#", "BA", "7703", {"State": "true"})
    assert len(taken(unheard, onvif(State=state)).alarms) == (code == "BA")


def test_the_form_of_axis_is_read_too():
    told = {
        "topic": "onvif:Device/axis:IO/VirtualInput",
        "timestamp": 1772452798335,
        "message": {"source": {"port": "1"}, "key": {}, "data": {"active": "1"}},
    }
    topic = OnvifTopic("#", "BA", "7704", {"active": "1"})
    (alarm,) = taken(topic, json.dumps(told).encode()).alarms
    assert (alarm.zone, alarm.occurred_at) == (
        "1",
        datetime(2026, 3, 2, 11, 59, 58, 335000, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b"[" * 5000,
        b" " * 300_000,
        frigate(label="\ud800"),
        b'{"after": 1}',
        frigate(id=None),
        frigate(start_time="now"),
        b'{"UtcTime": "yesterday", "Data": {}}',
        b'{"UtcTime": "2026-03-02T11:59:58Z", "Data": []}',
        b'{"timestamp": null, "message": {}}',
        b'{"timestamp": 1e400, "message": {}}',
        b'{"timestamp": 99999999999999999999, "message": {}}',
    ],
)
def test_what_has_another_form_is_not_understood_and_keeps_nothing(payload: bytes):
    for topic in (PEOPLE, LINE):
        reception = taken(topic, payload)
        assert (reception.finding, reception.alarms) == (Finding.NOT_UNDERSTOOD, ())


def test_a_time_that_no_calendar_has_is_left_out():
    (alarm,) = taken(PEOPLE, frigate(start_time=1e300)).alarms
    assert alarm.occurred_at is None


names = st.sampled_from(
    ["after", "camera", "label", "id", "start_time", "entered_zones", "message", "data"]
) | st.sampled_from(["UtcTime", "Source", "Data", "timestamp", "source", "State"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(names, values, max_size=6), st.sampled_from([PEOPLE, LINE, MOTION]))
def test_any_json_is_read_or_refused_by_name(told: dict[str, object], topic: Topic):
    taken(topic, json.dumps(told).encode())


@given(st.binary(max_size=60), st.integers(0, 400), st.sampled_from([PEOPLE, LINE]))
def test_no_bytes_break_the_reader(some: bytes, at: int, topic: Topic):
    taken(topic, some)
    whole = frigate() if topic is PEOPLE else onvif(State=True)
    taken(topic, whole[: at % len(whole)] + some + whole[at % len(whole) :])
