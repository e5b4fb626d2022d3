"""A year in figures: percentiles, hours by the wall clock, and who sends false alarms."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.response.rules.incidents import Outcome
from vaka.response.rules.statistics import Handled, statistics, times

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AT = datetime(2026, 3, 2, 22, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MUCH_LATER = AT + timedelta(days=1)


def handled(**told: object) -> Handled:
    return Handled(
        **{
            "board": "Nämnden",
            "kind": "intrusion",
            "priority": 2,
            "opened_at": AT,
            "acknowledged_at": None,
            "verified_at": None,
            "closed_at": None,
            "outcome": "",
            "sources": ("A",),
            **told,
        }
    )


def closed(outcome: Outcome, *sources: str) -> Handled:
    return handled(
        acknowledged_at=AT, closed_at=AT + 60 * SECOND, outcome=outcome, sources=sources
    )


def test_percentiles_are_of_the_nearest_rank() -> None:
    told = times(SECOND * n for n in range(1, 101))
    assert told is not None
    assert (told.half, told.most, told.nearly_all) == (50 * SECOND, 90 * SECOND, 99 * SECOND)
    assert times([]) is None


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=200))
def test_at_least_that_share_took_at_most_so_long(seconds: list[int]) -> None:
    told = times(SECOND * n for n in seconds)
    assert told is not None
    for share, most in ((0.5, told.half), (0.9, told.most), (0.99, told.nearly_all)):
        assert sum(SECOND * n <= most for n in seconds) >= share * len(seconds) - 1e-9
        assert most in {SECOND * n for n in seconds}


def test_what_nobody_acknowledges_is_late_too() -> None:
    rows = [handled(acknowledged_at=AT + 90 * SECOND), handled(), handled(priority=1)]
    first, second = statistics(rows, zone=STOCKHOLM, at=MUCH_LATER).handling
    assert [kept.share for kept in first.kept] == [0, 0]
    assert first.acknowledged is None
    assert [(kept.share, kept.holds) for kept in second.kept] == [(0.5, False), (0.5, False)]
    (whole,) = statistics([rows[0]], zone=STOCKHOLM, at=MUCH_LATER).handling
    assert all(kept.holds for kept in whole.kept)


def test_what_has_just_come_in_is_neither_late_nor_in_time() -> None:
    """EN 50518: for a hold-up 30 and 60 seconds, as `law/eu/alarm_receiving.py` has them."""

    def kept(*rows: Handled, after: int) -> list[float]:
        told = statistics(rows, zone=STOCKHOLM, at=AT + after * SECOND)
        return [one.share for one in told.handling[0].kept]

    waits, begun = handled(priority=1), handled(priority=1, acknowledged_at=AT + 10 * SECOND)
    assert kept(waits, after=30) == []
    assert kept(waits, after=31) == [0]
    assert kept(waits, begun, after=31) == [0.5, 1]
    assert kept(waits, begun, after=61) == [0.5, 0.5]


def test_hours_are_those_on_the_wall() -> None:
    week = statistics([handled()], zone=STOCKHOLM, at=MUCH_LATER).by_hour
    assert week[0][23] == 1
    assert sum(map(sum, week)) == 1


def test_false_alarms_are_told_by_what_sent_them() -> None:
    told = statistics(
        [
            closed(Outcome.FALSE_ALARM, "A"),
            closed(Outcome.FALSE_ALARM, "A", "B"),
            closed(Outcome.HANDLED, "A"),
            closed(Outcome.HANDLED, "C"),
            handled(),
        ],
        zone=STOCKHOLM,
        at=MUCH_LATER,
    )
    assert (told.count, told.closed, told.false) == (5, 4, 2)
    assert [(s.name, s.false, s.closed, s.percent) for s in told.sources] == [
        ("A", 2, 3, 67),
        ("B", 1, 1, 100),
        ("C", 0, 1, 0),
    ]
    assert told.by_outcome == {"false-alarm": 2, "handled": 2}


@pytest.mark.parametrize("field", ["kind", "board"])
def test_counts_begin_with_the_most(field: str) -> None:
    rows = [handled(**{field: value}) for value in ("a", "b", "b")]
    told = statistics(rows, zone=STOCKHOLM, at=MUCH_LATER)
    assert list({"kind": told.by_kind, "board": told.by_board}[field].items()) == [
        ("b", 2),
        ("a", 1),
    ]
