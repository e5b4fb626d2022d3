import gzip
import hashlib
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.integrations.polisen.wire import LONGEST, EventFile, occurred
from vaka.needs.rules.police import PublishedEvent
from vaka.needs.rules.table import Fault, RejectedRow

EVENT = {
    "id": 409599,
    "datetime": "2023-03-20 17:15:38 +01:00",
    "name": "20 mars 15:58, Brand, Skellefteå",
    "summary": "Larm om brand.",
    "url": "/aktuellt/handelser/2023/mars/20/",
    "type": "Brand",
    "location": {"name": "Skellefteå", "gps": "64.750244,20.950917"},
}


def read(content: bytes):
    return list(EventFile(io.BytesIO(content).read, name="events.json"))


def lines(*events) -> bytes:
    return b"\n".join(json.dumps(event).encode() for event in events)


def faults(content: bytes):
    return [
        (one.line, one.fault) if isinstance(one, RejectedRow) else one.id
        for one in read(content)
    ]


def test_an_event_is_what_the_police_wrote_at_a_centre():
    (event,) = read(lines(EVENT))
    assert isinstance(event, PublishedEvent)
    assert event.id == 409599
    assert event.occurred_at == datetime(2023, 3, 20, 14, 58, tzinfo=UTC)
    assert event.published_at == datetime(2023, 3, 20, 16, 15, 38, tzinfo=UTC)
    assert (event.kind, event.place) == ("Brand", "Skellefteå")
    assert (event.latitude, event.longitude) == (64.750244, 20.950917)


def test_an_hour_of_one_figure_is_understood():
    (event,) = read(lines(EVENT | {"datetime": "2023-03-21 1:15:53 +01:00"}))
    assert event.published_at == datetime(2023, 3, 21, 0, 15, 53, tzinfo=UTC)


def test_lines_lists_and_gzip_are_the_same_events():
    events = [EVENT | {"id": n} for n in range(1, 400)]
    plain = lines(*events)
    pretty = json.dumps(events, indent=2, ensure_ascii=False).encode()
    expected = read(plain)
    assert len(expected) == 399
    assert read(pretty) == expected
    assert read(b"\xef\xbb\xbf \n" + pretty) == expected
    assert read(gzip.compress(plain)) == expected
    assert read(gzip.compress(plain[:9_000]) + gzip.compress(plain[9_000:])) == expected


def test_the_hash_is_of_the_files_own_bytes():
    packed = gzip.compress(lines(EVENT))
    file = EventFile(io.BytesIO(packed).read, name="x")
    list(file)
    assert file.sha256 == hashlib.sha256(packed).hexdigest()


def test_a_changed_text_changes_the_hash_and_the_form_does_not():
    (first,) = read(lines(EVENT))
    (same,) = read(json.dumps([dict(reversed(EVENT.items()))], indent=1).encode())
    (other,) = read(lines(EVENT | {"summary": "Larm om brand. Släckt."}))
    assert first.content_hash == same.content_hash != other.content_hash


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"id": None}, Fault.NO_ID),
        ({"id": True}, Fault.NO_ID),
        ({"id": "409599"}, Fault.NO_ID),
        ({"id": 0}, Fault.NO_ID),
        ({"id": 2**63}, Fault.NO_ID),
        ({"datetime": "2023-03-20"}, Fault.NO_TIME),
        ({"datetime": None}, Fault.NO_TIME),
        ({"datetime": "0001-01-01 0:00:00 +14:00"}, Fault.NO_TIME),
        ({"datetime": "9999-12-31 23:59:59 +00:00"}, Fault.NO_TIME),
        ({"location": None}, Fault.NOT_AN_OBJECT),
        ({"location": {"name": "Skellefteå", "gps": "64.7"}}, Fault.NO_NUMBER),
        ({"location": {"name": "Skellefteå", "gps": "20.9,64.7"}}, Fault.OUTSIDE_SWEDEN),
        ({"location": {"name": "Skellefteå", "gps": "nan,nan"}}, Fault.OUTSIDE_SWEDEN),
        ({"location": {"name": "", "gps": "64.7,20.9"}}, Fault.EMPTY),
        ({"type": None}, Fault.EMPTY),
        ({"type": "x" * 101}, Fault.TOO_LONG),
        ({"summary": "a\0b"}, Fault.CONTROL_CHARACTER),
        ({"summary": "\ud800"}, Fault.CONTROL_CHARACTER),
        ({"name": 7}, Fault.CONTROL_CHARACTER),
    ],
)
def test_a_bad_event_is_rejected_with_its_line_and_the_next_goes_in(changed, fault):
    content = lines(EVENT, EVENT | changed, EVENT | {"id": 9})
    assert faults(content) == [409599, (2, fault), 9]


def test_text_and_address_may_be_missing():
    (event,) = read(lines({k: v for k, v in EVENT.items() if k not in ("summary", "url")}))
    assert (event.summary, event.url) == ("", "")


def test_lines_that_are_no_json_or_no_utf_8_cost_themselves_only():
    content = b"\n".join([lines(EVENT), b"{oops", b'"\xff"', b"[1]", b"", b"[" * 90_000])
    assert faults(content) == [
        409599,
        (2, Fault.NOT_JSON),
        (3, Fault.NOT_JSON),
        (4, Fault.NOT_AN_OBJECT),
        (6, Fault.NOT_JSON),
    ]


def test_a_list_that_breaks_gives_what_came_before():
    whole = json.dumps([EVENT, EVENT | {"id": 2}], indent=1).encode()
    assert faults(whole[:-1]) == [409599, 2, (26, Fault.NOT_JSON)]
    assert faults(whole[:-60])[0] == 409599
    assert faults(b"[1, {]") == [(1, Fault.NOT_AN_OBJECT), (1, Fault.NOT_JSON)]
    assert faults(b"[]") == []
    assert faults(b"") == []


def test_a_line_or_an_element_without_end_stops_the_reading():
    assert faults(b"x" * (3 * LONGEST)) == [(1, Fault.NOT_JSON)]
    assert faults(b'["' + b"x" * (3 * LONGEST)) == [(1, Fault.NOT_JSON)]


def test_a_damaged_gzip_file_is_named():
    packed = gzip.compress(lines(*[EVENT | {"id": n} for n in range(1, 50)]))
    with pytest.raises(BadInput, match=r"events\.json: the gzip file ends too early"):
        read(packed[:-9])
    with pytest.raises(BadInput, match="damaged"):
        read(packed[:40] + b"\xff" * 40 + packed[80:])


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("31 december 23.50, Brand, Nacka", datetime(2024, 12, 31, 22, 50, tzinfo=UTC)),
        ("1 Januari 00:10, Brand, Nacka", datetime(2024, 12, 31, 23, 10, tzinfo=UTC)),
        ("Brand, Nacka", None),
        ("31 smarch 23.50, Brand, Nacka", None),
        ("31 februari 23.50, Brand, Nacka", None),
        ("1 januari 24.10, Brand, Nacka", None),
    ],
)
def test_a_headline_without_year_is_of_the_year_that_fits(headline, expected):
    assert occurred(headline, datetime(2025, 1, 1, 5, 0, tzinfo=UTC)) == expected


def test_a_leap_day_ahead_is_of_no_year():
    assert occurred("29 februari 10.00, X", datetime(2024, 1, 2, tzinfo=UTC)) is not None
    assert occurred("29 februari 10.00, X", datetime(2025, 12, 30, tzinfo=UTC)) is None


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_falling(content):
    if not content.startswith(b"\x1f\x8b"):
        for one in read(content):
            assert isinstance(one, RejectedRow)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.sampled_from([*EVENT, "location"]), JSON)
def test_any_field_may_be_anything_without_falling(field, value):
    (one,) = read(lines(EVENT | {field: value}))
    assert isinstance(one, RejectedRow | PublishedEvent)
