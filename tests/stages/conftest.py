"""A camera on a night in spring, who asks for its recordings, and who handles that."""

from datetime import datetime, timedelta

import pytest

from vaka.core.period import Period

ACCESS = [
    {"role": "operator", "acts": ["live"], "requires": []},
    {"role": "operator", "acts": ["review"], "requires": ["incident"]},
    {"role": "operator", "acts": ["export"], "requires": ["incident", "second-person"]},
]


@pytest.fixture
def night() -> datetime:
    """A Friday evening within the hours of the terms."""
    return datetime.fromisoformat("2026-04-10T22:30:00+02:00")


@pytest.fixture
def span(night: datetime) -> Period:
    """The hour that somebody asks about, an hour ago."""
    return Period(night - timedelta(hours=2), night - timedelta(hours=1))


@pytest.fixture
def officer(person, board):
    """Who handles the board's cases."""
    from vaka.municipality.rules import Role

    return person(Role.CASE_OFFICER, board)


@pytest.fixture
def camera(person, board, site, at: datetime):
    # A conftest is read before Django is ready for its tables.
    from tests.stages.standing import standing

    return standing(person=person, board=board, site=site, at=at, access=ACCESS)


@pytest.fixture
def incident(at: datetime) -> str:
    from vaka.core.ids import new_id
    from vaka.record import actions as recording
    from vaka.record.rules import Kind

    key = new_id(at=at)
    recording.append(Kind.INCIDENT_OPENED, actor="receiver", subject=key, at=at)
    return key
