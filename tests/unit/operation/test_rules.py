"""Health that is told, footage that may be asked for, and what there is of a day."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.terms.story import terms
from vaka.core.period import Period
from vaka.operation.rules import (
    Change,
    Detail,
    Footage,
    Health,
    Lack,
    Purpose,
    Stretch,
    Why,
    health_now,
    is_too_old,
    permitted_time,
    role_for,
    stretches,
    why_not_approve,
    why_not_ask,
    why_not_hold,
)
from vaka.terms.document import Act

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def test_a_picture_is_scaled_down_to_what_is_allowed_and_no_further() -> None:
    assert Detail(sent=62.6, allowed=62.5, widest=640).is_scaled
    assert not Detail(sent=62.5, allowed=62.5, widest=640).is_scaled


def test_a_camera_nobody_spoke_of_is_not_said_to_be_well() -> None:
    assert health_now("recording", None, at=NOON) == Health.NEVER_HEARD_OF
    assert health_now("recording", NOON - timedelta(seconds=90), at=NOON) == Health.RECORDING
    assert health_now("recording", NOON - timedelta(seconds=91), at=NOON) == Health.SILENT


def test_a_view_is_made_in_the_held_role_that_the_terms_ask_least_of() -> None:
    access = [
        {"role": "operator", "acts": ["live"], "requires": ["incident"]},
        {"role": "technician", "acts": ["live"], "requires": []},
    ]
    told = terms(access=access)
    assert role_for(told, Act.LIVE, ["operator", "technician"]) == "technician"
    assert role_for(told, Act.LIVE, ["operator"]) == "operator"
    assert role_for(told, Act.EXPORT, ["operator"]) is None


def test_two_hours_of_the_past_may_be_asked_for_and_no_more() -> None:
    def why(span: Period, purpose: Purpose = Purpose.INCIDENT, request: str = "") -> str:
        return why_not_ask(span, purpose=purpose, request=request, at=NOON)

    past = Period(NOON - 2 * HOUR, NOON)
    assert why(past) == ""
    assert why(Period(NOON - 2 * HOUR - MINUTE, NOON)) == "over-two-hours"
    assert why(Period(NOON, NOON + MINUTE)) == "not-over-yet"
    assert why(past, Purpose.DISCLOSURE) == "no-request-named"
    assert why(past, Purpose.DISCLOSURE, "01JTN6E0W0F3CF3ZHQGC2ACKKB") == ""


def test_a_hold_rests_on_a_ground_and_ends_within_90_days() -> None:
    span = Period(NOON - HOUR, NOON)

    def why(**changed) -> str:
        facts = {"until": NOON + 90 * 24 * HOUR, "incident": "I-1", "request": "", "at": NOON}
        return why_not_hold(span, **{**facts, **changed})

    assert why() == ""
    assert why(incident="", request="5000-K123-26") == ""
    assert why(incident="") == "no-ground"
    assert why(until=NOON) == "hold-is-over"
    assert why(until=NOON + 90 * 24 * HOUR + MINUTE) == "over-90-days"
    assert why(at=NOON - HOUR - MINUTE) == "not-begun-yet"


def test_a_second_person_is_another_person_once() -> None:
    assert why_not_approve(asked_by="a", approved=False, by="b") == ""
    assert why_not_approve(asked_by="a", approved=False, by="a") == "own-request"
    assert why_not_approve(asked_by="a", approved=True, by="b") == "approved-already"


def test_a_request_lasts_for_a_day() -> None:
    assert not is_too_old(NOON - 24 * HOUR, at=NOON)
    assert is_too_old(NOON - 24 * HOUR - MINUTE, at=NOON)


def at(hour: float) -> datetime:
    return NOON + hour * HOUR


def hours(start: float, end: float) -> Period:
    return Period(at(start), at(end))


DAY = hours(0, 10)


def told(**given_facts) -> list[tuple[float, float, Footage, str]]:
    facts = {"kept": [], "disposed": [], "permission": [], "health": [], **given_facts}
    return [
        (
            (each.period.start - NOON) / HOUR,
            (each.period.end - NOON) / HOUR,
            each.footage,
            each.reason,
        )
        for each in stretches(DAY, **facts)
    ]


def test_a_day_tells_what_is_kept_what_is_gone_and_why_there_is_nothing() -> None:
    assert told(
        kept=[hours(6, 7)],
        disposed=[hours(4, 5)],
        permission=[Change(at(3), True, "ok"), Change(at(8), False, "outside-hours")],
        health=[Change(at(3), True, "recording"), Change(at(5), False, "unreachable")],
    ) == [
        (0, 3, Footage.NOT_PERMITTED, "no-terms"),
        (3, 4, Footage.NOT_DELIVERED, "nothing-came"),
        (4, 5, Footage.DISPOSED, ""),
        (5, 6, Footage.NOT_DELIVERED, "unreachable"),
        (6, 7, Footage.KEPT, ""),
        (7, 8, Footage.NOT_DELIVERED, "unreachable"),
        (8, 10, Footage.NOT_PERMITTED, "outside-hours"),
    ]


def test_a_camera_that_was_never_heard_of_delivered_nothing() -> None:
    permission = [Change(at(-1), True, "ok")]
    assert told(permission=permission) == [
        (0, 10, Footage.NOT_DELIVERED, Health.NEVER_HEARD_OF)
    ]


def test_what_hinders_a_gateway_is_no_lack_of_permission() -> None:
    permission = [
        Change(at(0), True, "ok"),
        Change(at(2), True, "gateway-down"),
        Change(at(4), False, "outside-hours"),
        Change(at(6), False, "revoked"),
    ]
    health = [Change(at(0), True, "recording")]
    assert told(permission=permission, health=health) == [
        (0, 2, Footage.NOT_DELIVERED, "nothing-came"),
        (2, 4, Footage.NOT_DELIVERED, "gateway-down"),
        (4, 6, Footage.NOT_PERMITTED, "outside-hours"),
        (6, 10, Footage.NOT_PERMITTED, "revoked"),
    ]


def test_a_gap_that_the_gateway_knows_the_reason_of_has_it_unless_the_camera_was_at_fault() -> (
    None
):
    assert told(
        kept=[hours(0, 2), hours(3, 4)],
        permission=[Change(at(0), True, "ok")],
        health=[Change(at(0), True, "recording"), Change(at(4), False, "stalled")],
        lacks=[Lack(hours(2, 3), Why.LOST), Lack(hours(3, 6), Why.MASKS_CHANGED)],
    ) == [
        (0, 2, Footage.KEPT, ""),
        (2, 3, Footage.NOT_DELIVERED, "lost-on-the-way"),
        (3, 4, Footage.KEPT, ""),
        (4, 10, Footage.NOT_DELIVERED, "stalled"),
    ]


@pytest.mark.parametrize(("apart", "pieces"), [(1, 1), (3, 3)])
def test_recordings_a_picture_apart_are_one_to_a_person(apart: int, pieces: int) -> None:
    second = timedelta(seconds=apart)
    kept = [hours(0, 5), Period(at(5) + second, at(10))]
    assert len(told(kept=kept)) == pieces


INSTANTS = st.floats(-2, 12).map(at)
PERIODS = st.lists(
    st.tuples(INSTANTS, st.floats(0.01, 3)).map(lambda p: Period(p[0], p[0] + p[1] * HOUR)),
    max_size=6,
)
CHANGES = st.lists(
    st.builds(Change, INSTANTS, st.booleans(), st.sampled_from(["a", "b"])), max_size=6
).map(lambda changes: sorted(changes, key=lambda change: change.at))


@given(PERIODS, PERIODS, CHANGES, CHANGES)
def test_a_day_has_no_holes_and_no_two_answers(kept, disposed, permission, health) -> None:
    found: list[Stretch] = stretches(
        DAY, kept=kept, disposed=disposed, permission=permission, health=health
    )
    assert found[0].period.start == DAY.start
    assert found[-1].period.end == DAY.end
    for one, next_one in pairwise(found):
        assert one.period.end == next_one.period.start
        assert (one.footage, one.reason) != (next_one.footage, next_one.reason)


def test_what_was_permitted_is_counted_from_the_last_word_before_on() -> None:
    assert permitted_time(DAY, [Change(at(-5), True, "ok")]) == 10 * HOUR
    assert permitted_time(DAY, []) == timedelta()
    changes = [Change(at(2), True, "ok"), Change(at(5), False, "lapsed")]
    assert permitted_time(DAY, changes) == 3 * HOUR


@given(CHANGES)
def test_a_span_is_permitted_as_long_as_its_parts_together(permission) -> None:
    halves = permitted_time(hours(0, 4), permission) + permitted_time(hours(4, 10), permission)
    assert halves == permitted_time(DAY, permission)
    assert timedelta() <= halves <= 10 * HOUR
