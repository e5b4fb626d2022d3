"""What a partner is told: as much as the agreement says, and when it changed last."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from vaka.response.rules.sharing import (
    Course,
    Detail,
    Log,
    Place,
    Shared,
    mark,
    most,
    reaches,
)

OPENED = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MINUTES = st.integers(0, 500).map(lambda count: OPENED + count * MINUTE)
PERHAPS = st.none() | MINUTES
BARE = Shared(
    incident="brand",
    agreement="a1",
    detail=Detail.SITUATION,
    kind="fire",
    exercise=False,
    priority=1,
    state="open",
    opened_at=OPENED,
    closed_at=None,
    place=Place("Torget", "Torget 1", 13.0, 55.6, {}),
    course=None,
    log=None,
)


@given(PERHAPS, PERHAPS, st.lists(MINUTES))
def test_it_changed_when_the_last_of_what_is_told_happened(
    acknowledged: datetime | None, closed: datetime | None, written: list[datetime]
) -> None:
    course = Course(acknowledged, None, "", None, "")
    log = Log("", tuple((at, "ord") for at in written))
    told = replace(BARE, closed_at=closed, course=course, log=log)
    happened = [at for at in (OPENED, acknowledged, closed, *written) if at]
    assert told.changed_at == max(happened)


def test_what_is_not_told_changes_nothing() -> None:
    assert BARE.changed_at == OPENED
    assert "course" not in BARE.facts
    assert "log" not in BARE.facts


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(list(Detail))), min_size=1))
def test_each_incident_is_told_once_by_the_agreement_that_tells_most(
    agreed: list[tuple[str, Detail]],
) -> None:
    shared = [replace(BARE, incident=incident, detail=detail) for incident, detail in agreed]
    told = {one.incident: one.detail for one in most(shared)}
    assert len(told) == len(most(shared)) == len({incident for incident, _ in agreed})
    assert all(reaches(told[incident], detail) for incident, detail in agreed)


def test_the_mark_is_another_when_something_is_told_or_may_be_looked_at() -> None:
    now = mark([BARE], [], {})
    assert mark([BARE], [], {"brand": []}) == now
    assert mark([replace(BARE, state="closed")], [], {}) != now
    assert mark([BARE], [], {"brand": ["kamera-1"]}) != now
