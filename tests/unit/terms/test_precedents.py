"""Two published decisions as terms, held minute by minute over a year.

RÅ 2010 ref. 22 (Landskrona): 21.00-06.00, recording, no sound, three years. HFD 6 February 2023
(Uppsala): 20.00-06.00, live and recording, no sound, movable. Dates, areas and masks in the
files are ours; the cases give the hours, the uses and the length.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from tests.unit.terms.story import STOCKHOLM, written
from vaka.terms.document import Act, parse
from vaka.terms.permits import Asking, Reason, permits

PRECEDENTS = [("landskrona", 21, 2011), ("uppsala", 20, 2024)]
A_MINUTE = np.timedelta64(1, "m")
OPERATOR = Asking(role="operator", incident="I-1")


def wall_clock_hours(year: int) -> tuple[np.ndarray, np.ndarray]:
    """Each minute of the Swedish year, and the hour that the wall clock shows."""
    start, end = (datetime(y, 1, 1, tzinfo=STOCKHOLM).astimezone(UTC) for y in (year, year + 1))
    hours = (end - start) // timedelta(hours=1)
    shown = [(start + timedelta(hours=n)).astimezone(STOCKHOLM).hour for n in range(hours)]
    first = np.datetime64(start.replace(tzinfo=None), "m")
    return first + np.arange(hours * 60) * A_MINUTE, np.repeat(shown, 60)


def permitted_minutes(name: str, act: Act, minutes: np.ndarray) -> np.ndarray:
    """What the terms say of each minute, going from one `until` to the next."""
    terms = parse(written(name))
    answer = np.zeros(len(minutes), dtype=bool)
    now = minutes[0].astype(datetime).replace(tzinfo=UTC)
    end = minutes[-1].astype(datetime).replace(tzinfo=UTC)
    while now <= end:
        verdict = permits(terms, act, at=now, asking=OPERATOR)
        until = verdict.until
        assert until is not None
        span = [np.datetime64(t.replace(tzinfo=None), "m") for t in (now, until)]
        low, high = np.searchsorted(minutes, span)
        answer[low:high] = verdict.permitted
        now = until
    return answer


@pytest.mark.parametrize(("name", "evening", "year"), PRECEDENTS)
def test_recording_holds_minute_by_minute_over_a_year(
    name: str, evening: int, year: int
) -> None:
    minutes, hour = wall_clock_hours(year)
    allowed = (hour >= evening) | (hour < 6)
    np.testing.assert_array_equal(permitted_minutes(name, Act.RECORD, minutes), allowed)


@pytest.mark.parametrize(("name", "evening", "year"), PRECEDENTS)
def test_the_minutes_beside_each_change_agree_when_asked_alone(
    name: str, evening: int, year: int
) -> None:
    minutes, hour = wall_clock_hours(year)
    allowed = (hour >= evening) | (hour < 6)
    terms = parse(written(name))
    beside = np.flatnonzero(np.diff(allowed))
    assert 2 * 365 - 1 <= len(beside) <= 2 * 366 + 1
    for index in np.concatenate([beside, beside + 1]):
        at = minutes[index].astype(datetime).replace(tzinfo=UTC)
        verdict = permits(terms, Act.RECORD, at=at)
        assert verdict.reason == (Reason.OK if allowed[index] else Reason.OUTSIDE_HOURS)


@pytest.mark.parametrize(("name", "evening", "year"), PRECEDENTS)
def test_the_year_has_one_short_and_one_long_night(name: str, evening: int, year: int) -> None:
    minutes, _ = wall_clock_hours(year)
    inside = permitted_minutes(name, Act.RECORD, minutes).astype(int)
    starts, ends = np.flatnonzero(np.diff(inside) == 1), np.flatnonzero(np.diff(inside) == -1)
    nights = ends[1:] - starts[: len(ends) - 1]
    normal = (24 - evening + 6) * 60
    lengths, counts = np.unique(nights, return_counts=True)
    assert lengths.tolist() == [normal - 60, normal, normal + 60]
    assert counts[[0, 2]].tolist() == [1, 1]


def test_uppsala_may_be_watched_live_in_its_hours_and_landskrona_only_recorded() -> None:
    night = datetime(2024, 1, 1, 22, tzinfo=STOCKHOLM)
    uppsala = permits(parse(written("uppsala")), Act.LIVE, at=night, asking=OPERATOR)
    assert uppsala.permitted
    night = night.replace(year=2011)
    landskrona = permits(parse(written("landskrona")), Act.LIVE, at=night, asking=OPERATOR)
    assert landskrona.reason == Reason.USE_NOT_ALLOWED


@pytest.mark.parametrize("name", ["landskrona", "uppsala"])
def test_neither_may_be_heard(name: str) -> None:
    terms = parse(written(name))
    begins = datetime.combine(terms.valid.first, datetime.min.time(), tzinfo=STOCKHOLM)
    for day in range(0, 365, 7):
        verdict = permits(terms, Act.AUDIO, at=begins + timedelta(days=day))
        assert verdict.reason == Reason.USE_NOT_ALLOWED


def test_landskrona_lasted_three_years_to_the_minute() -> None:
    terms = parse(written("landskrona"))
    first, last = (datetime(y, 6, 1, tzinfo=STOCKHOLM) for y in (2010, 2013))
    minute = timedelta(minutes=1)
    asked = [first - minute, first, last - minute, last]
    reasons = [permits(terms, Act.RECORD, at=t).reason for t in asked]
    assert reasons == [Reason.NOT_YET_VALID, Reason.OK, Reason.OK, Reason.LAPSED]
    for before, after in pairwise(asked):
        assert before < after
