"""CAP 1.2 in: what is warned of, where, and nothing that breaks the reader."""

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from tests.unit.integrations.cap.messages import MALMO, alert, feed, info
from vaka.core.errors import BadInput
from vaka.integrations.cap import wire
from vaka.integrations.cap.wire import Found
from vaka.response.rules.warnings import (
    MessageType,
    Reference,
    Scope,
    Severity,
    Warned,
    urgency,
)

SQUARE = Point(13.004, 55.6045)


def read(text: str | bytes) -> Found:
    return wire.read(text if isinstance(text, bytes) else text.encode(), where="feed")


def one(text: str) -> Warned:
    (warned,) = read(text).warnings
    return warned


def test_a_warning_says_what_where_and_when():
    warned = one(alert())
    assert warned.name == Reference("cap@smhi.se", "1")
    assert (warned.message_type, warned.severity) == (MessageType.ALERT, Severity.SEVERE)
    assert (warned.event, warned.headline) == ("Orange varning: vind", "Orange varning: vind")
    assert (warned.description, warned.instruction, warned.area_text) == (
        "Stormbyar",
        "",
        "Skåne",
    )
    assert warned.sent == datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
    assert warned.starts_at == datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    assert warned.ends_at == datetime(2026, 3, 3, 5, 0, tzinfo=UTC)
    assert shape(warned.area).contains(SQUARE)
    assert not warned.exercise


def test_words_are_swedish_where_there_are_any():
    both = info("en-GB", event="Orange warning", severity="Extreme") + info()
    assert one(alert(infos=both)).event == "Orange varning: vind"
    english = info("en-GB", event="Orange warning")
    assert one(alert(infos=english)).event == "Orange warning"
    assert one(alert(infos=english.replace("<language>en-GB</language>", ""))).event


def test_several_parts_are_one_warning_with_the_worst_severity_and_all_of_the_area():
    north = "65.0,20.0 65.0,21.0 66.0,21.0 66.0,20.0 65.0,20.0"
    parts = info(severity="Minor") + info(shape=f"<polygon>{north}</polygon>")
    warned = one(alert(infos=parts))
    assert warned.severity is Severity.SEVERE
    assert shape(warned.area).contains(SQUARE)
    assert shape(warned.area).contains(Point(20.5, 65.5))
    assert warned.area_text == "Skåne"


def test_a_circle_is_an_area():
    warned = one(alert(infos=info(shape="<circle>55.6,13.0 5</circle>")))
    area = shape(warned.area)
    assert area.contains(SQUARE)
    assert not area.contains(Point(13.09, 55.6))  # 5.7 km to the east
    assert not area.contains(Point(13.0, 55.66))


def test_without_polygons_or_an_end_it_concerns_all_for_a_day():
    shapeless = info(shape="").replace("<expires>2026-03-03T06:00:00+01:00</expires>", "")
    warned = one(alert(infos=shapeless))
    assert warned.area is None
    assert warned.ends_at == warned.starts_at + timedelta(hours=24)
    assert one(alert(kind="Cancel", infos="")).starts_at == one(alert()).sent


def coded(*told: tuple[str, str]) -> str:
    return "".join(
        f"<geocode><valueName>{name}</valueName><value>{code}</value></geocode>"
        for name, code in told
    )


def test_without_a_polygon_the_codes_of_counties_and_municipalities_say_where():
    said = coded(("Kommun", "1280"), ("Län", "10"), ("EMMA_ID", "SE012"), ("Kommun", "9999"))
    assert one(alert(infos=info(shape=said))).codes == ("10", "1280")
    assert one(alert(infos=info(shape=coded(("Sverige", "00"))))).codes == ("00",)


def test_an_area_that_nobody_can_place_might_be_anywhere():
    strange = info(shape=coded(("EMMA_ID", "SE012")))
    assert one(alert(infos=info(shape=coded(("Kommun", "1280"))) + strange)).codes == ()


def test_an_area_with_a_polygon_needs_no_code():
    both = f"<polygon>{MALMO}</polygon>" + coded(("Kommun", "0180"))
    assert one(alert(infos=info(shape=both))).codes == ()
    apart = one(alert(infos=info() + info(shape=coded(("Kommun", "0180")))))
    assert (apart.codes, apart.area is None) == (("0180",), False)


def test_a_line_that_crosses_itself_is_read_as_its_hull():
    bow = "55.5,12.9 55.7,13.2 55.5,13.2 55.7,12.9 55.5,12.9"
    area = shape(one(alert(infos=info(shape=f"<polygon>{bow}</polygon>"))).area)
    assert area.contains(Point(13.05, 55.51))


def test_an_update_names_what_it_replaces():
    warned = one(
        alert("2", kind="Update", references="cap@smhi.se,1,2026-03-02T12:00:00 x,y,z")
    )
    assert warned.message_type is MessageType.UPDATE
    assert warned.replaces == (Reference("cap@smhi.se", "1"), Reference("x", "y"))


@pytest.mark.parametrize(
    ("status", "shown"), [("Actual", [False]), ("Exercise", [True]), ("Test", [True])]
)
def test_an_exercise_is_marked_as_one(status: str, shown: list[bool]):
    assert [each.exercise for each in read(alert(status=status)).warnings] == shown


@pytest.mark.parametrize("text", [alert(status="Draft"), alert(kind="Ack"), alert(kind="")])
def test_what_is_not_sent_to_be_shown_is_passed_over(text: str):
    assert read(text) == Found((), (), ())


def test_a_message_is_kept_as_it_was_sent():
    sent = f"<?xml version='1.0' encoding='iso-8859-1'?>\n{alert()}\n".encode("latin-1")
    (warned,) = read(sent).warnings
    assert warned.original == sent


@given(st.sampled_from(["Alert", "Update", "Cancel"]), st.text("åé<&> a\n\N{SNOWMAN}"))
def test_a_message_cut_from_a_feed_says_the_same_by_itself(kind: str, words: str):
    infos = info().replace("Stormbyar", escape(words))
    (first, second) = read(feed(alert("1", kind=kind, infos=infos), alert("2"))).warnings
    (alone,) = read(first.original).warnings
    assert replace(alone, original=first.original) == first
    assert b"<entry" not in first.original
    assert second.name.identifier not in str(alone.name)


@pytest.mark.parametrize(
    ("told", "scope"),
    [
        ("Public", Scope.PUBLIC),
        ("Restricted", Scope.RESTRICTED),
        ("Private", Scope.PRIVATE),
        ("", Scope.PRIVATE),
        ("public", Scope.PRIVATE),
    ],
)
def test_only_what_says_so_is_for_everybody(told: str, scope: Scope):
    assert one(alert(scope=told)).scope is scope


def test_a_feed_holds_messages_and_names_others():
    found = read(feed(alert("1"), "/cap/2.xml", alert("3", sent="yesterday")))
    assert [each.name.identifier for each in found.warnings] == ["1"]
    assert found.links == ("/cap/2.xml",)
    assert found.rejected == ("3: sent yesterday is no time with a time zone",)


def test_rss_names_messages_too():
    rss = b"<rss><channel><item><link>https://x/1</link></item></channel></rss>"
    assert read(rss).links == ("https://x/1",)


@pytest.mark.parametrize(
    ("shape_", "says"),
    [
        ("<polygon>1,2 3,4</polygon>", "corners"),
        (f"<polygon>{MALMO.replace('55.50', 'x', 1)}</polygon>", "no number"),
        (f"<polygon>{MALMO.replace('55.50', '155.50', 1)}</polygon>", "latitude"),
        (f"<polygon>{MALMO.replace(',', ';')}</polygon>", "no number"),
        ("<circle>55,13</circle>", "no number"),
        ("<circle>55,13 nan</circle>", "no number"),
        ("<circle>90,13 1</circle>", "pole"),
    ],
)
def test_an_area_that_cannot_be_is_said_and_the_next_message_is_read(shape_: str, says: str):
    found = read(feed(alert("bad", infos=info(shape=shape_)), alert("good")))
    assert [each.name.identifier for each in found.warnings] == ["good"]
    assert says in found.rejected[0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<alert>",
        b"<html/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><alert>&b;</alert>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><alert/>',
        b"\x00",
    ],
)
def test_what_is_no_feed_is_refused_by_name(content: bytes):
    with pytest.raises(BadInput, match="feed"):
        read(content)


def test_the_most_severe_is_first_and_what_nobody_named_before_the_mild():
    at = datetime(2026, 3, 2, tzinfo=UTC)
    order = sorted(Severity, key=lambda severity: urgency(severity, at))
    assert [each.value[:3] for each in order] == ["Ext", "Sev", "Unk", "Mod", "Min"]


@given(
    st.text(max_size=40), st.sampled_from(["polygon", "circle", "sent", "expires", "severity"])
)
def test_any_value_is_read_or_refused_by_name(value: str, name: str):
    plain = "".join(c for c in value if c.isprintable() and c not in "<>&")
    text = alert(infos=info(shape=f"<polygon>{MALMO}</polygon><circle>55,13 1</circle>"))
    start, end = text.index(f"<{name}>") + len(name) + 2, text.index(f"</{name}>")
    with contextlib.suppress(BadInput):
        read(text[:start] + plain + text[end:])


@given(st.binary(max_size=40), st.integers(0, 2000))
def test_no_bytes_break_the_reader(some: bytes, at: int):
    whole = feed(alert(), "/2")
    cut = at % len(whole)
    for content in (some, whole[:cut] + some + whole[cut:], whole[:cut] + whole[cut + 5 :]):
        with contextlib.suppress(BadInput):
            wire.read(content, where="feed")
