"""Need: the reports known when the boards weighed, then those of the next year; the survey."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from vaka.demo.example import days
from vaka.demo.example.files import content, text
from vaka.demo.example.organisation import who
from vaka.needs import actions
from vaka.needs.rules.reports import Strictness

LOCAL = ZoneInfo("Europe/Stockholm")
FILES = {"square": "problems.csv", "garage": "problems-garage.csv"}


def document(sites: Mapping[str, str]) -> None:
    """Take in what was known before the boards weighed, and the survey beside it."""
    by = who("samordnare", days.PROBLEMS)
    for key, name in FILES.items():
        _take(name, known_by(name, days.PROBLEMS), site=sites[key], at=days.PROBLEMS)
    _survey("survey.csv", at=days.PROBLEMS)
    areas = "survey-areas.geojson"
    actions.import_areas(content(areas), name=areas, by=by, at=days.PROBLEMS)


def state(site: str) -> None:
    """State the need of the square, with the year that it was chosen by."""
    by = who("samordnare", days.PROBLEMS)
    actions.state_need(site=site, by=by, at=days.PROBLEMS)


def document_on(sites: Mapping[str, str]) -> None:
    """Take in the registers and the survey again a year later, with what has come."""
    for key, name in FILES.items():
        _take(name, content(name), site=sites[key], at=days.PROBLEMS_AGAIN)
    _survey("survey-2026.csv", at=days.PROBLEMS_AGAIN)


def known_by(name: str, at: datetime) -> bytes:
    """Return the register as it was on that day: its header, and what had been by then."""
    head, *rows = text(name).splitlines(keepends=True)
    today = f"{at.astimezone(LOCAL):%Y-%m-%d}"
    return (head + "".join(row for row in rows if _day(row) <= today)).encode()


def _day(row: str) -> str:
    """Return the day on which a report's time ends; no cell before it holds a comma."""
    _id, start, end, _rest = row.split(",", 3)
    return (end or start)[:10]


def _take(name: str, register: bytes, *, site: str, at: datetime) -> None:
    report = actions.import_problems(
        register,
        name=name,
        site=site,
        strictness=Strictness.ALL_OR_NOTHING,
        by=who("samordnare", at),
        at=at,
    )
    assert report.applied, report.reasons


def _survey(name: str, *, at: datetime) -> None:
    report = actions.import_survey(
        content(name),
        name=name,
        strictness=Strictness.ALL_OR_NOTHING,
        by=who("samordnare", at),
        at=at,
    )
    assert report.applied, report.reasons
