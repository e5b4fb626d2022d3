from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.needs.rules.times import SkippedHour, span

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NIGHT = datetime(2025, 3, 14, 21, 10, tzinfo=UTC)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM).astimezone(UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-14 22:10",
        "2025-03-14T22:10:00",
        "2025-03-14 22.10",
        "2025-03-14 kl. 22.10",
        "2025-03-14 kl 22:10",
        "20250314 22:10",
        "14/3 2025 22:10",
        "14.3.2025 22.10",
        "14/03/2025  22:10",
        "22:10 2025-03-14",
        "22.10 14/3 2025",
        "2025-03-14T22:10+01:00",
        "2025-03-14 21:10Z",
    ],
)
def test_an_instant_is_read_as_people_write_it(text):
    assert span(text, STOCKHOLM) == (NIGHT, NIGHT)


@pytest.mark.parametrize(
    ("text", "first", "after"),
    [
        ("2025-03-14", "2025-03-14", "2025-03-15"),
        ("14/3 2025", "2025-03-14", "2025-03-15"),
        ("2025-W11", "2025-03-10", "2025-03-17"),
        ("2025 v. 11", "2025-03-10", "2025-03-17"),
        ("2025v11", "2025-03-10", "2025-03-17"),
        ("2025-03", "2025-03-01", "2025-04-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
    ],
)
def test_a_day_a_week_and_a_month_are_all_of_it(text, first, after):
    assert span(text, STOCKHOLM) == (local(first), local(after))


def test_the_day_that_lacks_an_hour_is_shorter_and_october_longer_than_its_days():
    first, after = span("2025-03-30", STOCKHOLM)
    assert after - first == timedelta(hours=23)
    first, after = span("2025-10", STOCKHOLM)
    assert after - first == timedelta(days=31, hours=1)


def test_an_hour_that_never_was_is_told_apart_from_no_time():
    with pytest.raises(SkippedHour):
        span("2025-03-30 02:30", STOCKHOLM)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25:10",
        "i går",
        "2025-13",
        "2025-W54",
        "2025-02-30",
        "0001-01-01 00:00",
        "0001-01-01",
        "9999-12",
        "9999-12-31T23:00-12:00",
    ],
)
def test_what_is_no_time_is_said_to_be_none(text):
    with pytest.raises(ValueError, match=r"."):
        span(text, STOCKHOLM)


@given(st.text(max_size=40) | st.from_regex(r"[\d./: TWvkl+-]{1,30}", fullmatch=True))
def test_whatever_is_written_is_a_time_in_order_or_none(text):
    try:
        first, last = span(text, STOCKHOLM)
    except ValueError:
        return
    assert first <= last
