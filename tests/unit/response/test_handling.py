"""What holds for a kind of incident, and whom to call when."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.law.eu import alarm_receiving
from vaka.response.rules.calling import DAYS, check_hours, on_duty
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.handling import checked, default
from vaka.response.rules.incidents import Open, joined
from vaka.terms.document import Hours

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
INTRUSION, TAMPER = IncidentKind.INTRUSION, IncidentKind.TAMPER


def seconds(*told: int) -> list[timedelta]:
    return [timedelta(seconds=each) for each in told]


@pytest.mark.parametrize("kind", IncidentKind)
def test_what_is_shipped_is_a_rule_and_escalates_by_the_standard(kind: IncidentKind) -> None:
    shipped = default(kind, within=30 * MINUTE)
    told = {"kind": kind, "within": shipped.within, "priority": shipped.priority}
    assert checked(**told, escalations=shipped.escalations, joins=()) == shipped
    assert shipped.seconds == ([30, 60] if shipped.priority == 1 else [90, 180])
    assert shipped.within_minutes == 30


def test_nobody_has_claimed_to_have_read_the_standard() -> None:
    assert not alarm_receiving.READ
    assert all(one.share < 1 for pair in alarm_receiving.BY_PRIORITY.values() for one in pair)


@pytest.mark.parametrize(
    ("field", "value", "where"),
    [
        ("within", timedelta(seconds=59), "within_minutes"),
        ("within", timedelta(days=1, seconds=1), "within_minutes"),
        ("priority", 0, "priority"),
        ("priority", 5, "priority"),
        ("escalations", seconds(30, 30), "escalations"),
        ("escalations", seconds(60, 30), "escalations"),
        ("escalations", seconds(0), "escalations"),
        ("escalations", seconds(1, 2, 3, 4, 5, 6), "escalations"),
        ("escalations", seconds(3601), "escalations"),
    ],
)
def test_what_can_be_no_rule_is_refused_by_its_field(field, value, where) -> None:
    told = {
        "kind": INTRUSION,
        "within": 30 * MINUTE,
        "priority": 2,
        "escalations": seconds(30),
        "joins": [],
    }
    with pytest.raises(BadInput) as refused:
        checked(**{**told, field: value})
    assert refused.value.where == where


def test_a_kind_does_not_join_itself_by_name() -> None:
    rule = checked(
        kind=TAMPER,
        within=MINUTE,
        priority=3,
        escalations=(),
        joins=[TAMPER, INTRUSION, INTRUSION],
    )
    assert rule.joins == (INTRUSION,)


def test_an_alarm_joins_its_own_kind_before_a_kind_that_its_rule_names() -> None:
    own = Open("own", "torget", TAMPER, AT - 9 * MINUTE)
    other = Open("other", "torget", INTRUSION, AT)
    told = {"site": "torget", "kind": TAMPER, "at": AT}
    assert joined([own, other], **told, joins=(INTRUSION,)) == "own"
    assert joined([other], **told, joins=(INTRUSION,)) == "other"
    assert joined([other], **told) is None


@pytest.mark.parametrize(
    ("hours", "local", "there"),
    [
        (Hours(("mon",), 1320, 360), "2026-03-02T23:30", True),
        (Hours(("mon",), 1320, 360), "2026-03-03T05:59", True),
        (Hours(("mon",), 1320, 360), "2026-03-03T06:00", False),
        (Hours(("mon",), 1320, 360), "2026-03-02T21:59", False),
        (Hours(("sun",), 0, 0), "2026-03-02T12:00", False),
        # Good Friday follows the holidays where they are named.
        (Hours(("fri",), 0, 0), "2026-04-03T12:00", True),
        (Hours(("mon", "holiday"), 0, 0), "2026-04-03T12:00", True),
    ],
)
def test_who_is_on_duty_follows_the_clock_on_the_wall(
    hours: Hours, local: str, there: bool
) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=STOCKHOLM)
    assert on_duty(hours, at=at, zone=STOCKHOLM) is there


@given(st.integers(0, 6 * 365 * 24 * 60))
def test_who_is_always_on_duty_is_at_every_instant(minutes: int) -> None:
    always = Hours(DAYS, 0, 0)
    assert on_duty(always, at=AT + minutes * MINUTE, zone=STOCKHOLM)


@pytest.mark.parametrize(
    "hours",
    [Hours((), 0, 0), Hours(("noday",), 0, 0), Hours(DAYS, 1440, 0), Hours(DAYS, 0, -1)],
)
def test_hours_that_are_none_are_refused(hours: Hours) -> None:
    with pytest.raises(BadInput):
        check_hours(hours)
