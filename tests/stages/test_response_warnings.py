"""Warnings of authorities: each once, until replaced, and only where they concern us."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.stages.warning_story import WORKER, take_warning, warned
from vaka.core.errors import BadInput, Refused
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import PublicWarning
from vaka.response.rules.warnings import MessageType, Reference, Severity

pytestmark = pytest.mark.django_db(transaction=True)


def in_force(by, at: datetime) -> list[str]:
    return [each.warning.identifier for each in queries.warnings_in_force(by=by, at=at)]


def square(west: float, south: float) -> dict[str, object]:
    east, north = west + 0.5, south + 0.5
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "MultiPolygon", "coordinates": [[ring]]}


def test_a_warning_is_kept_once_and_on_the_record(site, person, at: datetime) -> None:
    operator = person(Role.OPERATOR)
    first = take_warning(at)
    assert record.newest(limit=1)[0].kind == Kind.WARNING_RECEIVED
    size = record.size()
    again = take_warning(at)
    assert (again.warning, again.new, record.size()) == (first.warning, False, size)
    (concern,) = queries.warnings_in_force(by=operator, at=at)
    assert concern.sites == (site,)


def test_it_ends_by_itself(site, person, at: datetime) -> None:
    operator = person(Role.OPERATOR)
    take_warning(at)
    assert in_force(operator, at + timedelta(hours=5, minutes=59)) == ["1"]
    assert in_force(operator, at + timedelta(hours=6)) == []


def test_an_update_replaces_and_a_cancellation_takes_back(site, person, at: datetime) -> None:
    operator = person(Role.OPERATOR)
    take_warning(at)
    one = (Reference("cap@smhi.se", "1"),)
    take_warning(at, "2", message_type=MessageType.UPDATE, replaces=one)
    assert in_force(operator, at) == ["2"]
    two = (Reference("cap@smhi.se", "2"),)
    take_warning(at, "3", message_type=MessageType.CANCEL, replaces=two)
    assert in_force(operator, at) == []
    assert PublicWarning.objects.get(identifier="1").ended_by.identifier == "2"


def test_what_comes_after_its_replacement_is_over_when_it_comes(
    site, person, at: datetime
) -> None:
    one = (Reference("cap@smhi.se", "1"),)
    later = at + timedelta(minutes=1)
    take_warning(later, "2", message_type=MessageType.UPDATE, replaces=one)
    take_warning(later, "1", sent=at)
    assert in_force(person(Role.OPERATOR), later) == ["2"]


def test_another_senders_message_of_that_name_goes_on(site, person, at: datetime) -> None:
    """Nobody takes back what another sent, not even by its whole name."""
    other = replace(warned(at), name=Reference("vma@sr.se", "1"))
    actions.receive_warning(warned=other, source="vma", by=WORKER, at=at)
    theirs = (other.name, Reference("cap@smhi.se", "1"))
    take_warning(at, "2", message_type=MessageType.CANCEL, replaces=theirs)
    assert in_force(person(Role.OPERATOR), at) == ["1"]


def test_an_exercise_takes_nothing_back_that_is_meant(site, person, at: datetime) -> None:
    operator, one = person(Role.OPERATOR), (Reference("cap@smhi.se", "1"),)
    told = {"message_type": MessageType.CANCEL, "replaces": one}
    take_warning(at, "2", exercise=True, **told)
    take_warning(at)
    take_warning(at, "3", exercise=True, **told)
    assert in_force(operator, at) == ["1"]
    take_warning(at, "4", **told)
    assert in_force(operator, at) == []


def test_only_what_touches_ones_places_is_shown_the_most_severe_first(
    site, person, foreign_board, at: datetime
) -> None:
    operator = person(Role.OPERATOR)
    around = square(site.longitude - 0.25, site.latitude - 0.25)
    take_warning(at, "here", area=around, severity=Severity.MODERATE)
    take_warning(at, "there", area=square(20.0, 65.0))
    take_warning(at, "everywhere", severity=Severity.EXTREME)
    assert in_force(operator, at) == ["everywhere", "here"]
    assert in_force(person(Role.OPERATOR, foreign_board), at) == []


def test_only_our_own_processes_take_warnings_in(person, at: datetime) -> None:
    with pytest.raises(Refused):
        actions.receive_warning(warned=warned(at), source="x", by=person(Role.OPERATOR), at=at)
    assert not PublicWarning.objects.exists()


@pytest.mark.parametrize(
    ("codes", "area", "concerned"),
    [
        (("1280",), None, True),
        (("12",), None, True),
        (("00", "0180"), None, True),
        ((), None, True),
        (("0180",), None, False),
        (("01", "1281"), None, False),
        (("0180",), square(20.0, 65.0), False),
        (("1280",), square(20.0, 65.0), True),
    ],
)
def test_a_warning_that_names_municipalities_concerns_those_that_are_served(
    codes, area, concerned, site, founder, person, at: datetime
) -> None:
    operator = person(Role.OPERATOR)
    take_warning(at, codes=codes, area=area)
    if codes:
        # While nobody has said whom the centre serves, nothing is left out.
        assert in_force(operator, at) == ["1"]
    actions.configure_centre(
        name="Centralen", correlation_minutes=30, municipalities=["1280"], by=founder, at=at
    )
    assert in_force(operator, at) == (["1"] if concerned else [])


@pytest.mark.parametrize("code", ["128", "9980", "12800", "ab12", ""])
def test_a_municipality_is_told_by_its_official_code(code, founder, at: datetime) -> None:
    with pytest.raises(BadInput, match="municipalities"):
        actions.configure_centre(
            name="C", correlation_minutes=30, municipalities=[code], by=founder, at=at
        )
