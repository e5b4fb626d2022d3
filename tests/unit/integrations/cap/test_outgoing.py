"""What we push is CAP 1.2, whatever is shared: held against the standard's own demands."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vaka.integrations.cap import wire
from vaka.integrations.cap.outgoing import NAMESPACE, Sent, message
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.incidents import Finding, Outcome, State
from vaka.response.rules.sharing import Course, Detail, Log, Place, Shared

CAP12 = etree.RelaxNG(etree.parse(Path(__file__).with_name("cap12.rng")))
AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RING = [[13.003, 55.604], [13.005, 55.604], [13.005, 55.605], [13.003, 55.604]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
TWO = {"type": "MultiPolygon", "coordinates": [[RING], [RING, RING]]}
# As somebody may have pasted it: with characters too that no XML holds.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
INSTANTS = st.integers(0, 10**9).map(lambda seconds: AT + timedelta(seconds=seconds))
COURSES = st.builds(
    Course,
    acknowledged_at=st.none() | INSTANTS,
    verified_at=st.none() | INSTANTS,
    finding=st.sampled_from(["", *Finding]),
    dispatched_at=st.none() | INSTANTS,
    outcome=st.sampled_from(["", *Outcome]),
)
SHARED = st.builds(
    Shared,
    incident=st.just("01KJQ6PSG0G6AVK9JTHZD2ECKK"),
    agreement=st.just("01KJQ6PSG001EK2Z5HF1D73XJZ"),
    detail=st.sampled_from(Detail),
    kind=st.sampled_from([kind.value for kind in IncidentKind]),
    exercise=st.booleans(),
    priority=st.integers(1, 4),
    state=st.sampled_from([state.value for state in State]),
    opened_at=INSTANTS,
    closed_at=st.none() | INSTANTS,
    place=st.builds(
        Place,
        name=WORDS.filter(str.strip),
        address=WORDS,
        longitude=st.floats(10, 25),
        latitude=st.floats(55, 70),
        outline=st.sampled_from([SQUARE, TWO]),
    ),
    course=st.none() | COURSES,
    log=st.none()
    | st.builds(Log, place=WORDS, entries=st.lists(st.tuples(INSTANTS, WORDS)).map(tuple)),
)
NAME = Sent("vaka.example.org", "01KJQ6PSG0G6AVK9JTHZD2ECKA", AT)


def wrong(body: bytes) -> list[str]:
    """Return what the standard has against a message, one line each."""
    CAP12.validate(etree.fromstring(body))
    return [str(error) for error in CAP12.error_log]


@given(SHARED, st.integers(0, 3))
def test_whatever_is_shared_makes_a_message_of_the_standard(
    shared: Shared, before: int
) -> None:
    earlier = [
        Sent(NAME.sender, f"01KJQ6PSG0G6AVK9JTHZD2ECK{number}", AT - timedelta(hours=number))
        for number in range(before)
    ]
    body = message(NAME, shared.facts, restriction="Enligt överenskommelse X", earlier=earlier)
    assert wrong(body) == []
    for polygon in etree.fromstring(body).iter(f"{{{NAMESPACE}}}polygon"):
        corners = polygon.text.split()
        assert corners[0] == corners[-1]
    assert len(wire.read(body, where="pushed").warnings) == 1


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"Restricted</scope>", b"Secret</scope>"),
        (b"-00:00</sent>", b"Z</sent>"),
        (b"<restriction>Enligt</restriction>", b""),
        (b"<urgency>Immediate</urgency>", b""),
        (b"<areaDesc>", b"<circle>55,13 1</circle><areaDesc>"),
        (b"13.003 ", b"13.003, "),
        (b"vaka.example.org</sender>", b"vaka example</sender>"),
    ],
)
def test_the_demands_are_not_dead(good: bytes, bad: bytes) -> None:
    place = Place("Torget", "Torget 1", 13.004, 55.6045, SQUARE)
    shared = Shared(
        "i", "a", Detail.COURSE, "fire", False, 1, "new", AT, None, place, None, None
    )
    body = message(NAME, shared.facts, restriction="Enligt")
    assert wrong(body) == []
    assert good in body
    assert wrong(body.replace(good, bad, 1))
