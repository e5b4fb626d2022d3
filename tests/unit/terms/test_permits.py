"""May this be done now: every reason, in its order, and until when it holds."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.unit.terms.story import ALWAYS, EVERY_DAY, NIGHTS, at, terms, written
from vaka.core.errors import BadInput
from vaka.terms.document import Act
from vaka.terms.permits import Asking, Reason, Standing, permits

OPERATOR = Asking(role="operator")
NIGHT = at("2026-03-02T22:00")
NOON = at("2026-03-02T12:00")


def reason(act: Act, when: datetime, asking: Asking = OPERATOR, **changed: object) -> str:
    verdict = permits(terms(**changed), act, at=when, asking=asking)
    assert verdict.permitted == (verdict.reason == Reason.OK)
    return verdict.reason


def test_square_may_be_watched_at_20_00_but_not_at_19_59() -> None:
    assert reason(Act.LIVE, at("2026-03-02T20:00")) == Reason.OK
    assert reason(Act.LIVE, at("2026-03-02T19:59:59.999999")) == Reason.OUTSIDE_HOURS


def test_night_ends_at_06_00() -> None:
    assert reason(Act.RECORD, at("2026-03-03T05:59")) == Reason.OK
    assert reason(Act.RECORD, at("2026-03-03T06:00")) == Reason.OUTSIDE_HOURS


def test_verdict_says_until_when_it_holds() -> None:
    night = permits(terms(), Act.RECORD, at=NIGHT)
    assert night.until == at("2026-03-03T06:00")
    day = permits(terms(), Act.RECORD, at=NOON)
    assert day.until == at("2026-03-02T20:00")


def test_first_day_begins_at_local_midnight() -> None:
    assert reason(Act.RECORD, at("2025-12-31T23:59")) == Reason.NOT_YET_VALID
    assert reason(Act.RECORD, at("2026-01-01T00:00")) == Reason.OK
    assert permits(terms(), Act.RECORD, at=at("2025-06-01T12:00")).until == at(
        "2026-01-01T00:00"
    )


def test_last_day_is_inclusive_and_cuts_its_night() -> None:
    last = permits(terms(), Act.RECORD, at=at("2026-12-31T23:59"))
    assert last.permitted
    assert last.until == at("2027-01-01T00:00")
    after = permits(terms(), Act.RECORD, at=at("2027-01-01T00:00"))
    assert (after.reason, after.until) == (Reason.LAPSED, None)


def test_validity_follows_the_local_date_and_not_that_of_utc() -> None:
    assert reason(Act.RECORD, datetime(2025, 12, 31, 23, 0, tzinfo=UTC)) == Reason.OK
    assert reason(Act.RECORD, datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == Reason.LAPSED


def test_empty_hours_are_never() -> None:
    verdict = permits(terms(hours=[]), Act.RECORD, at=NIGHT)
    assert (verdict.reason, verdict.until) == (Reason.OUTSIDE_HOURS, at("2027-01-01T00:00"))


def test_all_hours_hold_until_the_last_day_is_over() -> None:
    verdict = permits(terms(hours=ALWAYS), Act.RECORD, at=NOON)
    assert (verdict.reason, verdict.until) == (Reason.OK, at("2027-01-01T00:00"))


@pytest.mark.parametrize(
    ("act", "use"),
    [
        (Act.LIVE, "live"),
        (Act.RECORD, "record"),
        (Act.AUDIO, "audio"),
        (Act.ANALYSE, "analytics"),
        (Act.REVIEW, "record"),
        (Act.EXPORT, "record"),
    ],
)
def test_each_act_needs_its_use(act: Act, use: str) -> None:
    every = {"live": True, "record": True, "audio": True, "movable": True, "analytics": ["x"]}
    assert reason(act, NIGHT, uses=every) == Reason.OK
    without = {**every, use: [] if use == "analytics" else False}
    assert reason(act, NIGHT, uses=without) == Reason.USE_NOT_ALLOWED


@pytest.mark.parametrize("act", [Act.RECORD, Act.AUDIO, Act.ANALYSE])
def test_the_machine_itself_needs_no_role(act: Act) -> None:
    assert reason(act, NIGHT, asking=Asking(), access=[]) == Reason.OK


def test_to_hear_takes_a_role_that_may_and_what_it_requires() -> None:
    looks = [{"role": "operator", "acts": ["live"], "requires": []}]
    assert reason(Act.AUDIO, NIGHT, access=looks) == Reason.ROLE_NOT_ALLOWED
    hears = [{"role": "operator", "acts": ["audio"], "requires": ["incident"]}]
    assert reason(Act.AUDIO, NIGHT, access=hears) == Reason.NEEDS_INCIDENT
    asking = Asking(role="operator", incident="I-1")
    assert reason(Act.AUDIO, NIGHT, asking=asking, access=hears) == Reason.OK


@pytest.mark.parametrize("act", [Act.LIVE, Act.REVIEW, Act.EXPORT])
def test_a_person_needs_a_role_that_may(act: Act) -> None:
    assert reason(act, NIGHT, asking=Asking()) == Reason.ROLE_NOT_ALLOWED
    assert reason(act, NIGHT, asking=Asking(role="mayor")) == Reason.ROLE_NOT_ALLOWED
    other = [{"role": "operator", "acts": ["record"], "requires": []}]
    assert reason(act, NIGHT, access=other) == Reason.ROLE_NOT_ALLOWED


@pytest.mark.parametrize("act", list(Act))
def test_hard_case_04_hours_and_days_bind_every_act(act: Act) -> None:
    assert reason(act, NIGHT) == Reason.OK
    verdict = permits(terms(), act, at=NOON, asking=OPERATOR)
    assert (verdict.reason, verdict.until) == (Reason.OUTSIDE_HOURS, at("2026-03-02T20:00"))
    assert reason(act, at("2027-01-01T00:00")) == Reason.LAPSED


REQUIREMENTS = ["incident", "second-person", "written-request"]
GROUNDS = {"incident": "I-1", "second_person": "p2", "written_request": "D-1"}


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_what_is_required_must_be_brought(requirement: str) -> None:
    access = [{"role": "operator", "acts": ["live"], "requires": [requirement]}]
    assert reason(Act.LIVE, NIGHT, access=access) == f"needs-{requirement}"
    ground = requirement.replace("-", "_")
    brought = Asking(role="operator", **{ground: GROUNDS[ground]})
    assert reason(Act.LIVE, NIGHT, asking=brought, access=access) == Reason.OK


def test_an_empty_ground_is_no_ground() -> None:
    access = [{"role": "operator", "acts": ["live"], "requires": ["incident"]}]
    asking = Asking(role="operator", incident="")
    assert reason(Act.LIVE, NIGHT, asking=asking, access=access) == Reason.NEEDS_INCIDENT


def test_the_rule_that_lacks_least_answers() -> None:
    access = [
        {"role": "operator", "acts": ["live"], "requires": REQUIREMENTS},
        {"role": "operator", "acts": ["live"], "requires": ["second-person"]},
    ]
    assert reason(Act.LIVE, NIGHT, access=access) == Reason.NEEDS_SECOND_PERSON
    asking = Asking(role="operator", **GROUNDS)
    assert reason(Act.LIVE, NIGHT, asking=asking, access=access) == Reason.OK


def test_requirements_are_named_in_one_order() -> None:
    access = [{"role": "operator", "acts": ["export"], "requires": REQUIREMENTS[::-1]}]
    assert reason(Act.EXPORT, NIGHT, access=access) == Reason.NEEDS_INCIDENT


def test_hard_case_11_revoked_and_superseded_stop_everything_for_good() -> None:
    for standing, wanted in [
        (Standing(revoked=True), Reason.REVOKED),
        (Standing(superseded=True), Reason.SUPERSEDED),
        (Standing(revoked=True, superseded=True), Reason.REVOKED),
    ]:
        for act in Act:
            verdict = permits(terms(), act, at=NIGHT, asking=OPERATOR, standing=standing)
            assert (verdict.permitted, verdict.reason, verdict.until) == (False, wanted, None)


def test_reasons_are_judged_in_their_order() -> None:
    nothing = {
        "valid": {"from": "2026-05-01", "until": "2026-05-31", "review_by": "2026-05-02"},
        "uses": written()["uses"] | {"live": False},
        "access": [],
        "hours": [],
    }
    assert reason(Act.LIVE, at("2026-04-30T12:00"), **nothing) == Reason.NOT_YET_VALID
    assert reason(Act.LIVE, at("2026-06-01T12:00"), **nothing) == Reason.LAPSED
    assert reason(Act.LIVE, at("2026-05-10T12:00"), **nothing) == Reason.USE_NOT_ALLOWED
    del nothing["uses"]
    assert reason(Act.LIVE, at("2026-05-10T12:00"), **nothing) == Reason.OUTSIDE_HOURS
    nothing["hours"] = ALWAYS
    assert reason(Act.LIVE, at("2026-05-10T12:00"), **nothing) == Reason.ROLE_NOT_ALLOWED


def test_a_role_that_may_not_hears_when_the_answer_becomes_another() -> None:
    verdict = permits(terms(), Act.LIVE, at=NIGHT, asking=Asking(role="mayor"))
    assert (verdict.reason, verdict.until) == (Reason.ROLE_NOT_ALLOWED, at("2026-03-03T06:00"))


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(BadInput, match="no time zone"):
        permits(terms(), Act.LIVE, at=datetime(2026, 3, 2, 22, 0))  # noqa: DTZ001  # the point


EDGES = [
    datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=-14))),
    datetime.max.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))),
]


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("act", list(Act))
def test_every_instant_has_an_answer(edge: datetime, act: Act) -> None:
    for first, last in [
        ("0001-01-01", "9999-12-31"),
        ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"),
    ]:
        valid = {"from": first, "until": last, "review_by": last}
        for hours in (NIGHTS, [*NIGHTS, {"days": ["holiday"], "from": "00:00", "to": "24:00"}]):
            verdict = permits(terms(valid=valid, hours=hours), act, at=edge, asking=OPERATOR)
            assert not verdict.permitted


def test_a_decision_without_a_real_end_still_keeps_its_hours() -> None:
    valid = {"from": "0001-01-01", "until": "9999-12-31", "review_by": "2026-01-01"}
    verdict = permits(terms(valid=valid), Act.RECORD, at=NOON)
    assert (verdict.reason, verdict.until) == (Reason.OUTSIDE_HOURS, at("2026-03-02T20:00"))
    always = permits(terms(valid=valid, hours=ALWAYS), Act.RECORD, at=NOON)
    assert always.permitted
    assert always.until is not None
    assert always.until.year >= 9998


def test_a_change_that_comes_once_in_years_is_found() -> None:
    # Only when a holiday falls on a Tuesday is its first minute uncovered: next 6 June 2028.
    hours = [
        {"days": EVERY_DAY, "from": "00:00", "to": "24:00"},
        {"days": [*EVERY_DAY[1:], "holiday"], "from": "02:00", "to": "01:00"},
        {"days": ["holiday"], "from": "00:01", "to": "24:00"},
    ]
    valid = {"from": "2026-01-01", "until": "2040-12-31", "review_by": "2026-10-01"}
    verdict = permits(terms(valid=valid, hours=hours), Act.RECORD, at=at("2026-01-07T12:00"))
    assert verdict.until == at("2028-06-06T00:00")
