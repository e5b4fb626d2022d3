"""A camera on a night in spring, for what is done with its recordings."""

from datetime import datetime

import pytest

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
