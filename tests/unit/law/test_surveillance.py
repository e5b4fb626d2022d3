"""Figures and levels of law are data, with their source beside them."""

from vaka.law.eu.identification import LEVELS
from vaka.law.se.surveillance import RETENTION_HOURS_UNARGUED


def test_more_than_three_days_of_keeping_is_argued_for() -> None:
    assert RETENTION_HOURS_UNARGUED == 72


def test_each_level_shows_more_than_the_one_before() -> None:
    assert list(LEVELS) == ["monitor", "detect", "observe", "recognise", "identify"]
    assert list(LEVELS.values()) == sorted(LEVELS.values())
