"""Hours on the wall clock: midnight, holidays, both clock changes, against a second opinion."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.terms.story import (
    EVERY_DAY,
    MINUTE,
    at,
    minutes_from,
    oracle_inside,
    oracle_reason,
    terms,
    written,
)
from vaka.terms.document import Act, Terms, parse
from vaka.terms.hours import repeats_after, within_hours
from vaka.terms.permits import Reason, permits


def inside(hours: list[dict[str, object]], wall: str, *, fold: int = 0) -> bool:
    return within_hours(terms(hours=hours), at(wall, fold=fold))


def test_hours_over_midnight_belong_to_the_day_they_began() -> None:
    friday = [{"days": ["fri"], "from": "20:00", "to": "06:00"}]
    assert inside(friday, "2026-03-06T20:00")
    assert inside(friday, "2026-03-07T05:59")  # Saturday morning
    assert not inside(friday, "2026-03-06T05:59")  # Friday morning is Thursday's night
    assert not inside(friday, "2026-03-07T20:00")


@pytest.mark.parametrize("end", ["24:00", "00:00"])
def test_a_day_may_end_at_24_00(end: str) -> None:
    evening = [{"days": ["fri"], "from": "20:00", "to": end}]
    assert inside(evening, "2026-03-06T23:59")
    assert not inside(evening, "2026-03-07T00:00")


def test_equal_ends_are_a_whole_day() -> None:
    whole = [{"days": ["fri"], "from": "20:00", "to": "20:00"}]
    assert inside(whole, "2026-03-07T19:59")
    assert not inside(whole, "2026-03-07T20:00")
    assert not inside(whole, "2026-03-06T19:59")


DAYTIME_ON_HOLIDAYS = [
    {"days": EVERY_DAY, "from": "20:00", "to": "06:00"},
    {"days": ["holiday"], "from": "10:00", "to": "16:00"},
]


def test_a_holiday_follows_its_own_entries_instead_of_its_weekday() -> None:
    assert inside(DAYTIME_ON_HOLIDAYS, "2026-05-01T12:00")  # första maj, a Friday
    assert not inside(DAYTIME_ON_HOLIDAYS, "2026-05-01T21:00")
    assert not inside(DAYTIME_ON_HOLIDAYS, "2026-05-02T05:00")  # no night began the day before
    assert inside(DAYTIME_ON_HOLIDAYS, "2026-05-01T05:00")  # Thursday's night still runs
    assert not inside(DAYTIME_ON_HOLIDAYS, "2026-04-30T12:00")


def test_a_holiday_is_its_weekday_when_no_entry_names_holidays() -> None:
    fridays = [{"days": ["fri"], "from": "10:00", "to": "16:00"}]
    assert inside(fridays, "2026-05-01T12:00")


def test_an_ordinary_sunday_is_no_holiday() -> None:
    assert not inside(DAYTIME_ON_HOLIDAYS, "2026-05-03T12:00")
    assert inside(DAYTIME_ON_HOLIDAYS, "2026-05-24T12:00")  # pingstdagen, a named Sunday


NIGHT = [{"days": EVERY_DAY, "from": "01:00", "to": "04:00"}]


def stretch(day: str) -> timedelta:
    """How long the night of that day is by the sun, from the verdict's own `until`."""
    verdict = permits(terms(hours=NIGHT), Act.RECORD, at=at(f"{day}T01:00"))
    assert verdict.permitted
    assert verdict.until == at(f"{day}T04:00")
    return verdict.until - at(f"{day}T01:00")


def test_a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    assert stretch("2026-03-28") == timedelta(hours=3)
    assert stretch("2026-03-29") == timedelta(hours=2)
    assert stretch("2026-10-25") == timedelta(hours=4)


def test_hard_case_10_half_past_two_comes_twice_and_is_inside_both_times() -> None:
    half_past_two = [{"days": EVERY_DAY, "from": "02:15", "to": "02:45"}]
    document = terms(hours=half_past_two)
    for fold in (0, 1):
        assert inside(half_past_two, "2026-10-25T02:30", fold=fold)
        verdict = permits(document, Act.RECORD, at=at("2026-10-25T02:30", fold=fold))
        assert verdict.until == at("2026-10-25T02:45", fold=fold)
    between = permits(document, Act.RECORD, at=at("2026-10-25T02:50"))
    assert (between.permitted, between.until) == (False, at("2026-10-25T02:15", fold=1))


def test_hours_inside_the_spring_gap_have_no_instant() -> None:
    gap = [{"days": ["sun"], "from": "02:00", "to": "03:00"}]
    verdict = permits(terms(hours=gap), Act.RECORD, at=at("2026-03-23T12:00"))
    assert verdict.until == at("2026-04-05T02:00")  # not 29 March
    assert not any(
        within_hours(terms(hours=gap), minute)
        for minute in minutes_from(at("2026-03-29T00:00"), 24 * 60)
    )


def test_hours_that_begin_in_the_spring_gap_begin_when_the_clock_is_moved() -> None:
    over = [{"days": ["sun"], "from": "02:30", "to": "03:30"}]
    verdict = permits(terms(hours=over), Act.RECORD, at=at("2026-03-29T01:00"))
    assert verdict.until == at("2026-03-29T03:00")
    begun = permits(terms(hours=over), Act.RECORD, at=at("2026-03-29T03:00"))
    assert (begun.permitted, begun.until) == (True, at("2026-03-29T03:30"))


def test_a_pattern_that_never_changes_need_not_be_watched() -> None:
    whole = [{"days": [*EVERY_DAY, "holiday"], "from": "00:00", "to": "24:00"}]
    assert repeats_after(terms(hours=whole).hours) == timedelta()
    assert repeats_after(terms(hours=DAYTIME_ON_HOLIDAYS).hours) > timedelta(days=365)


# Clocks that move at midnight, by half an hour, over the date line, back across midnight, or
# four times a year.
ZONES = [
    "Europe/Stockholm",
    "UTC",
    "America/Havana",
    "America/Santiago",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Asia/Beirut",
]
MOVES = {
    "Europe/Stockholm": ["2026-03-29T01:00", "2026-10-25T01:00", "2026-06-06T12:00"],
    "UTC": ["2026-03-29T01:00"],
    "America/Havana": ["2026-03-08T05:00", "2026-11-01T05:00"],
    "America/Santiago": ["2024-04-07T03:00", "2024-09-08T04:00"],
    "America/St_Johns": ["2010-03-14T03:31", "2010-11-07T02:31"],
    "Australia/Lord_Howe": ["2026-04-04T15:00", "2026-10-03T15:30"],
    "Pacific/Apia": ["2011-12-30T10:00"],
    "Africa/Casablanca": ["2024-03-10T02:00", "2024-04-14T02:00"],
    "Asia/Beirut": ["2026-03-28T22:00", "2026-10-24T21:00"],
}

clocks = st.builds(
    lambda hour, minute: f"{hour:02}:{minute:02}",
    st.integers(0, 23),
    st.sampled_from([0, 1, 15, 30, 59]),
)
entries = st.fixed_dictionaries(
    {
        "days": st.lists(st.sampled_from([*EVERY_DAY, "holiday"]), min_size=1, unique=True),
        "from": clocks,
        "to": clocks | st.just("24:00"),
    }
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[dict[str, object], datetime]:
    """Terms somewhere on Earth, and an instant close to when the clock is moved there."""
    zone = draw(st.sampled_from(ZONES))
    moved = datetime.fromisoformat(draw(st.sampled_from(MOVES[zone]))).replace(tzinfo=UTC)
    instant = moved + draw(st.integers(-2880, 2880)) * MINUTE
    local = moved.astimezone(ZoneInfo(zone)).date()
    first = local + timedelta(days=draw(st.integers(-400, 2)))
    last = max(first, local + timedelta(days=draw(st.sampled_from([-1, 0, 1, 400]))))
    document = written(
        hours=draw(st.lists(entries, max_size=3)),
        time_zone=zone,
        valid={"from": str(first), "until": str(last), "review_by": str(last)},
    )
    return document, instant


def terms_of(document: dict[str, object]) -> Terms:
    return parse(document)


@given(asked(), st.integers(0, 59_999_999))
@settings(max_examples=1500, deadline=None)
def test_verdict_agrees_with_a_second_opinion(
    pair: tuple[dict[str, object], datetime], microseconds: int
) -> None:
    document, minute = pair
    instant = minute + timedelta(microseconds=microseconds)
    verdict = permits(terms_of(document), Act.RECORD, at=instant)
    assert verdict.reason == oracle_reason(document, instant)
    assert within_hours(terms_of(document), instant) == oracle_inside(document, instant)


# Samoa had no 30 December 2011: a night of that Friday has only its end.
SKIPPED = (
    written(
        time_zone="Pacific/Apia",
        hours=[{"days": ["fri"], "from": "01:00", "to": "00:01"}],
        valid={"from": "2011-12-30", "until": "2011-12-31", "review_by": "2011-12-31"},
    ),
    datetime(2011, 12, 30, 10, 0, tzinfo=UTC),
)
AUTUMN = datetime(2010, 11, 7, 2, 29, tzinfo=UTC)


@given(asked())
@example(
    (
        written(
            time_zone="America/St_Johns",
            hours=[{"days": EVERY_DAY, "from": "00:00", "to": "24:00"}],
            valid={"from": "2010-01-01", "until": "2010-11-06", "review_by": "2010-11-06"},
        ),
        AUTUMN,
    )
)
@example(SKIPPED)
@settings(max_examples=500, deadline=None)
def test_until_is_the_next_change_and_nothing_changes_before_it(
    pair: tuple[dict[str, object], datetime],
) -> None:
    document, instant = pair
    verdict = permits(terms_of(document), Act.RECORD, at=instant)
    following = minutes_from(instant, 36 * 60)
    changed = next((m for m in following if oracle_reason(document, m) != verdict.reason), None)
    if changed is not None:
        assert verdict.until == changed
    elif verdict.until is not None:
        assert verdict.until >= instant + timedelta(hours=36)
        assert oracle_reason(document, verdict.until) != verdict.reason
        assert oracle_reason(document, verdict.until - MINUTE) == verdict.reason
    else:
        assert verdict.reason == Reason.LAPSED
