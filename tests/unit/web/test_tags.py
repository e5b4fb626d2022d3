"""What templates write: instants, money, words."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from vaka.web.templatetags import vaka as tags


def test_instant_is_written_as_local_wall_clock() -> None:
    with translation.override("sv"):
        written = tags.moment(datetime(2026, 7, 1, 20, 30, tzinfo=UTC))
    assert 'datetime="2026-07-01T22:30:00+02:00"' in written
    assert "22:30" in written
    assert tags.moment(None) == ""


@pytest.mark.parametrize(
    ("ore", "words"),
    [(34000000, "340\xa0000 kr"), (1250050, "12\xa0500,50 kr"), (-500, "−5 kr"), (None, "")],
)
def test_ore_is_written_as_kronor(ore: int | None, words: str) -> None:
    with translation.override("sv"):
        assert tags.kronor(ore) == words


def test_week_begins_on_monday() -> None:
    with translation.override("sv"):
        assert (tags.weekday(0), tags.weekday_short(6)) == ("måndag", "sön")
