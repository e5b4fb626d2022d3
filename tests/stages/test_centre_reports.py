from datetime import timedelta

import pytest

from tests.stages.response_story import registered, take
from vaka.core.errors import Absent
from vaka.municipality.rules import Role
from vaka.needs import actions as needs
from vaka.needs import queries
from vaka.needs.rules.reports import Flag
from vaka.response import actions
from vaka.response import queries as response
from vaka.response.rules.incidents import Finding, Outcome
from vaka.response.rules.reporting import report


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


def handled(key, at, operator, finding=Finding.REAL, **fields):
    """Take an alarm in, look, and close its incident."""
    incident = take(key, at, **fields).incident
    by = {"by": operator, "at": at + timedelta(minutes=1)}
    actions.acknowledge(incident=incident, **by)
    actions.verify(incident=incident, finding=finding, **by)
    actions.close(incident=incident, outcome=Outcome.HANDLED, **by)
    return incident


def test_what_the_centre_found_real_becomes_a_report_once(
    site, board, founder, person, coordinator, at
):
    registered(site, founder, at)
    operator = person(Role.OPERATOR, board)
    real = handled("1", at, operator)
    handled("2", at + timedelta(hours=1), operator, finding=Finding.UNFOUNDED)
    handled("3", at + timedelta(hours=2), operator, code="FA")
    take("4", at + timedelta(hours=3))
    found = response.reports(site.id, by=coordinator)
    take_in = {"name": "c", "site": site.id, "by": coordinator, "at": at + timedelta(days=1)}
    assert needs.import_rows(found, **take_in).new == 1
    assert needs.import_rows(found, **take_in).unchanged == 1
    (row,) = queries.problems(site.id, by=coordinator)
    assert (row.external_id, row.source, row.category, row.flag, row.place) == (
        real,
        "Trygghetscentralen",
        "theft",
        Flag.OBSERVED,
        "Norra entrén",
    )


def test_what_only_cameras_found_is_flagged_as_found_by_looking(
    site, board, founder, person, coordinator, at
):
    registered(site, founder, at)
    handled("1", at, person(Role.OPERATOR, board), protocol="ONVIF")
    (row,) = response.reports(site.id, by=coordinator)
    assert row["flag"] == Flag.DETECTION_DRIVEN


def test_one_position_is_told_and_of_several_none(at):
    told = {"place": "", "protocols": {"SIA-DCS", "ONVIF"}}
    one = report("1", "threat", at, points=[(13.0, 55.6)], **told)
    assert (one["longitude"], one["latitude"], one["flag"]) == ("13.0", "55.6", "observed")
    assert "longitude" not in report("1", "threat", at, points=[(13.0, 55.6)] * 2, **told)


def test_the_incidents_of_a_foreign_boards_site_are_absent(person, foreign_board, site):
    with pytest.raises(Absent):
        response.reports(site.id, by=person(Role.SAFETY_COORDINATOR, foreign_board))
