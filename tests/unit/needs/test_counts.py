from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from vaka.needs.rules.counts import (
    Occurrence,
    by_category,
    by_month,
    by_source,
    years_before,
)
from vaka.needs.rules.reports import Flag

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def occurrence(when: str, category="damage", source="Driften", flag=Flag.OBSERVED, hours=0):
    start = datetime.fromisoformat(when).replace(tzinfo=STOCKHOLM)
    return Occurrence(start, start + timedelta(hours=hours), category, source, flag)


def test_what_is_found_by_looking_is_not_counted_as_reported():
    counts = by_category(
        [
            occurrence("2025-01-01", "drug-handling", flag=Flag.DETECTION_DRIVEN),
            occurrence("2025-01-01", "drug-handling", flag=Flag.DETECTION_DRIVEN),
            occurrence("2025-01-01", "damage", flag=Flag.OBSERVED),
            occurrence("2025-01-01", "damage", flag=Flag.VICTIM_REPORTED),
        ]
    )
    assert list(counts) == ["damage", "drug-handling"]
    damage, drugs = counts.values()
    assert (damage.reported, damage.victim_reported, damage.observed) == (2, 1, 1)
    assert (drugs.reported, drugs.detected) == (0, 2)


def test_sources_are_counted_each_for_itself():
    counts = by_source([occurrence("2025-01-01", source=s) for s in ("b", "a", "b")])
    assert [(source, n.flags.total()) for source, n in counts.items()] == [("b", 2), ("a", 1)]


def test_a_month_without_problems_is_nought_and_not_left_out():
    counts = by_month([occurrence("2024-11-30"), occurrence("2025-02-01")], STOCKHOLM)
    assert list(counts) == [(2024, 11), (2024, 12), (2025, 1), (2025, 2)]
    assert [n.reported for n in counts.values()] == [1, 0, 0, 1]


def test_no_problems_are_no_months():
    assert by_month([], STOCKHOLM) == {}


def test_a_month_is_that_of_the_middle_on_the_local_clock():
    late = occurrence("2025-01-31 23:30", hours=4)
    assert list(by_month([late], STOCKHOLM)) == [(2025, 2)]


def test_three_years_before_a_leap_day_is_the_28_of_february():
    assert years_before(datetime(2024, 2, 29, tzinfo=UTC), 3) == datetime(
        2021, 2, 28, tzinfo=UTC
    )
    assert years_before(datetime(2025, 5, 1, tzinfo=UTC), 1) == datetime(2024, 5, 1, tzinfo=UTC)
