"""When a decision may be made, how it stands, and what its terms say."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.core.ids import new_id
from vaka.decisions import rules
from vaka.decisions.rules import Condition, Frame, Reason, Resolved, Ruling, Weighed

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
VALID = rules.days(date(2026, 4, 1), date(2027, 3, 31))
REVIEW = date(2027, 1, 1)
WEIGHED = Weighed(
    board="tn",
    case="c",
    final=True,
    intact=True,
    revised=False,
    outcome="yes-with-limits",
    finalised_on=date(2026, 3, 2),
)
RESOLVED = Resolved(board="tn", case="c", granted=True, meeting=date(2026, 3, 20))
SQUARE = [[13.0, 55.6], [13.1, 55.6], [13.1, 55.7], [13.0, 55.6]]
LIMITS: dict[str, object] = {
    "purposes": [{"code": "8-1a", "text": "Förebygga rån."}],
    "legal_basis": "GDPR art. 6.1 e; lag (2023:196) 14 §",
    "valid": {"from": "2026-04-01", "until": "2027-03-31", "review_by": "2027-01-01"},
    "hours": [{"days": ["fri", "sat"], "from": "20:00", "to": "06:00"}],
    "uses": {
        "live": True,
        "record": True,
        "audio": False,
        "movable": False,
        "analytics": [],
    },
    "view": {
        "area": {"type": "Polygon", "coordinates": [SQUARE]},
        "masks": [],
        "max_pixels_per_metre": 62.5,
    },
    "retention_hours": 72,
    "access": [{"role": "operator", "acts": ["live"], "requires": ["incident"]}],
    "offline_hours": 24,
    "sign": "Kamerabevakning",
}
FRAME = Frame(
    terms=new_id(at=AT),
    camera=new_id(at=AT),
    controller="tn",
    controller_name="Tekniska nämnden",
    case="TN-2026-114",
    item=56,
    meeting=date(2026, 3, 20),
    url="https://vaka.example/register/k",
    supersedes=None,
)


def test_a_final_yes_and_a_granted_resolution_carry_a_decision() -> None:
    assert rules.why_not_decide(WEIGHED, RESOLVED) is None
    assert rules.why_not_decide(replace(WEIGHED, case=None, outcome="yes"), RESOLVED) is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"final": False}, Reason.BALANCING_NOT_FINAL),
        ({"intact": False}, Reason.BALANCING_ALTERED),
        ({"revised": True}, Reason.BALANCING_REVISED),
        ({"outcome": "no"}, Reason.BALANCING_SAYS_NO),
        ({"outcome": ""}, Reason.BALANCING_SAYS_NO),
        ({"board": "kn"}, Reason.RESOLUTION_OF_ANOTHER_BOARD),
        ({"case": "d"}, Reason.RESOLUTION_IN_ANOTHER_CASE),
        ({"finalised_on": date(2026, 3, 21)}, Reason.RESOLVED_BEFORE_BALANCING),
    ],
)
def test_a_weak_balancing_carries_none(changed: dict[str, object], reason: Reason) -> None:
    weak = replace(WEIGHED, **changed)  # type: ignore[arg-type]  # fields as named above
    assert rules.why_not_decide(weak, RESOLVED) == reason


def test_a_resolution_that_did_not_grant_carries_none() -> None:
    rejected = replace(RESOLVED, granted=False)
    assert rules.why_not_decide(WEIGHED, rejected) == Reason.RESOLUTION_NOT_GRANTED


def test_the_last_day_is_whole_also_when_the_clocks_change_on_it() -> None:
    period = rules.days(date(2026, 10, 25), date(2026, 10, 25))
    assert period.end.astimezone(UTC) - period.start.astimezone(UTC) == timedelta(hours=25)
    stockholm = datetime(2026, 10, 25, 23, 59, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert stockholm in period


def condition(at: datetime, *, revoked: bool = False, superseded: bool = False) -> Condition:
    return rules.condition(
        VALID, revoked=revoked, superseded=superseded, review_by=REVIEW, at=at
    )


def test_a_decision_lives_from_its_first_day_through_its_last() -> None:
    second = timedelta(seconds=1)
    assert condition(VALID.start - second) == Condition.NOT_BEGUN
    assert condition(VALID.start) == Condition.IN_FORCE
    assert condition(datetime(2026, 12, 31, 22, 59, tzinfo=UTC)) == Condition.IN_FORCE
    assert condition(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == Condition.LAPSING
    assert condition(VALID.end - second) == Condition.LAPSING
    assert condition(VALID.end) == Condition.LAPSED


@given(days=st.integers(-500, 500))
def test_what_is_revoked_or_superseded_stays_so_on_every_day(days: int) -> None:
    at = AT + timedelta(days=days)
    assert condition(at, revoked=True, superseded=True) == Condition.REVOKED
    assert condition(at, superseded=True) == Condition.SUPERSEDED


def test_without_terms_nothing_is_in_force() -> None:
    told = rules.condition(None, revoked=False, superseded=False, review_by=REVIEW, at=AT)
    assert told == Condition.NOT_ISSUED


def test_the_terms_say_what_was_weighed_and_who_decided() -> None:
    terms = rules.document(LIMITS, FRAME)
    assert terms.retention_hours == 72
    assert terms.controller.name == terms.decision.body == "Tekniska nämnden"
    assert (terms.decision.case, terms.decision.paragraph) == ("TN-2026-114", "56")
    assert terms.sign.url == FRAME.url
    assert terms.valid.last == date(2027, 3, 31)


@pytest.mark.parametrize("lost", sorted(LIMITS))
def test_a_limit_that_was_not_weighed_is_named(lost: str) -> None:
    lacking = {name: value for name, value in LIMITS.items() if name != lost}
    with pytest.raises(BadInput, match=lost):
        rules.document(lacking, FRAME)


def test_only_a_rescue_leader_s_decision_is_bound_to_a_month() -> None:
    first = date(2026, 3, 2)
    for last, reason in (
        (date(2026, 4, 1), None),
        (date(2026, 4, 2), Reason.TEMPORARY_TOO_LONG),
    ):
        assert rules.why_not_so_long("13", first=first, last=last) == reason
        assert rules.why_not_so_long("none", first=first, last=last) is None


def test_after_a_stay_the_court_has_not_spoken_its_last() -> None:
    filed = date(2026, 4, 2)
    for said, reason in (
        (None, None),
        (Ruling.STAYED, None),
        (Ruling.ANNULLED, Reason.RULED_ALREADY),
        (Ruling.REJECTED, Reason.RULED_ALREADY),
    ):
        assert rules.why_not_rule(said, filed_on=filed, ruled_on=filed) == reason
    early = rules.why_not_rule(None, filed_on=filed, ruled_on=date(2026, 4, 1))
    assert early == Reason.RULED_BEFORE_APPEAL
    assert {Ruling.STAYED, Ruling.ANNULLED} == rules.STOPPING


@pytest.mark.parametrize("condition", Condition)
def test_only_what_runs_or_is_about_to_goes_to_another_board(condition: Condition) -> None:
    why = rules.why_not_hand_over(condition, granted=True, to_itself=False, handed_over=False)
    assert why == (None if condition in rules.RUNNING else Reason.NOT_RUNNING)


def test_a_camera_goes_to_another_board_by_a_yes_of_its_own_and_once() -> None:
    told = {"granted": True, "to_itself": False, "handed_over": False}
    for wrong, reason in (
        ({"granted": False}, Reason.RESOLUTION_NOT_GRANTED),
        ({"to_itself": True}, Reason.HANDED_TO_ITSELF),
        ({"handed_over": True}, Reason.HANDED_OVER_ALREADY),
    ):
        assert rules.why_not_hand_over(Condition.IN_FORCE, **{**told, **wrong}) == reason


def test_an_exemption_lasts_from_its_first_local_midnight_through_its_last_day() -> None:
    time = rules.lasts(date(2026, 4, 1), date(2026, 4, 30), ended_at=None)
    assert time == rules.days(date(2026, 4, 1), date(2026, 4, 30))
    assert rules.lasts(date(2026, 4, 1), None, ended_at=None).end.year == 9999
    recalled = datetime(2026, 4, 10, 12, tzinfo=UTC)
    assert rules.lasts(date(2026, 4, 1), None, ended_at=recalled).end == recalled
    assert rules.lasts(date(2026, 5, 1), None, ended_at=recalled) is None


@pytest.mark.parametrize(
    ("exempts", "ends_on", "reason"),
    [
        (["15-1", "15-2", "15-3"], None, None),
        (["15-1"], date(2026, 4, 1), None),
        ([], None, Reason.EXEMPTS_NOTHING),
        (["11-5"], None, Reason.EXEMPTS_NOTHING),
        (["15-1"], date(2026, 3, 31), Reason.EXEMPT_ENDS_BEFORE_IT_STARTS),
    ],
)
def test_an_exemption_exempts_from_something_and_ends_after_it_starts(
    exempts: list[str], ends_on: date | None, reason: Reason | None
) -> None:
    told = {"decided_on": date(2026, 4, 1), "starts_on": date(2026, 4, 1)}
    assert rules.why_not_exempt(exempts, ends_on=ends_on, **told) == reason


def test_no_exemption_begins_before_it_was_decided() -> None:
    reason = rules.why_not_exempt(
        ["15-1"], decided_on=date(2026, 4, 2), starts_on=date(2026, 4, 1), ends_on=None
    )
    assert reason == Reason.EXEMPT_BEFORE_IT_WAS_DECIDED
