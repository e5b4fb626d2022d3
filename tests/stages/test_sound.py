"""Sound is given, and told of, as the board decided, and not otherwise."""

from datetime import datetime

import pytest
from django.conf import settings

from tests.stages.standing import standing
from tests.stages.test_footage import ask, opened
from tests.stages.test_operation import report, take
from vaka.law.se.sign import NO_SOUND, SOUND
from vaka.municipality.rules import Role
from vaka.operation import gate, queries
from vaka.operation.gate.tickets import give_silent_ticket
from vaka.operation.rules import Purpose
from vaka.oversight import queries as oversight
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.terms.document import Act
from vaka.terms.signature import KeySet
from vaka.terms.tickets import Ticket, verify_ticket

pytestmark = pytest.mark.django_db
ACCESS = [
    {"role": "operator", "acts": ["live"], "requires": []},
    {"role": "operator", "acts": ["review", "audio"], "requires": ["incident"]},
]


@pytest.fixture
def heard(person, board, site, at: datetime):
    """A camera whose sound the board decided on."""
    return standing(person=person, board=board, site=site, at=at, audio=True, access=ACCESS)


def looks(camera, by, incident: str, night: datetime) -> Ticket:
    given = gate.give_ticket(
        camera=camera.id,
        act=Act.LIVE,
        purpose=Purpose.WATCH,
        incident=incident,
        by=by,
        at=night,
    )
    return verify_ticket(given.text, KeySet.read(settings.VAKA.keys_path), at=night)


def test_who_may_hear_is_given_the_sound_and_the_record_says_so(
    heard, operator, incident, night: datetime
) -> None:
    assert not looks(heard, operator, "", night).sound
    request = ask(heard, operator, night, incident=incident)
    assert opened(request, operator, night).sound
    told = [entry.facts["sound"] for entry in record.of_kind(Kind.TICKET_ISSUED)]
    assert sorted(told) == [False, True]


def test_who_looks_through_recordings_to_cover_persons_gets_no_sound(
    heard, operator, incident, night: datetime
) -> None:
    request = ask(heard, operator, night, incident=incident)
    given = give_silent_ticket(request=request.id, by=operator, at=night)
    trusted = KeySet.read(settings.VAKA.keys_path)
    assert not verify_ticket(given.text, trusted, at=night).sound


def test_without_a_decision_on_sound_nobody_hears(
    camera, operator, incident, night: datetime
) -> None:
    assert not opened(ask(camera, operator, night, incident=incident), operator, night).sound


@pytest.mark.parametrize(
    ("told", "silence", "reason"),
    [
        ("", "", ""),
        ("sound-not-sent", "sound-not-sent", ""),
        ("no picture came in time", "", "no picture came in time"),
    ],
)
def test_why_a_camera_is_not_heard_is_told_beside_its_health(
    heard, night: datetime, told: str, silence: str, reason: str
) -> None:
    take(report("camera.health", heard, night, state="recording", reason=told), night)
    state = queries.state(heard, at=night)
    assert (state.silence, state.reason) == (silence, reason)


def test_a_camera_without_a_decision_on_sound_is_silent_for_that_reason(
    camera, night: datetime
) -> None:
    assert queries.state(camera, at=night).silence == "use-not-allowed"


def test_sign_public_page_and_register_tell_of_sound(
    heard, person, board, night: datetime
) -> None:
    """KBL 10 and 15 §§: who is heard is told so, specially."""
    shown = oversight.public_camera(heard.id, at=night)
    assert {line.code: line.text for line in shown.sign_lines()}["sound"] == SOUND
    inspector = person(Role.INSPECTOR, board)
    (entry,) = oversight.register(by=inspector, at=night)
    assert "ljud" in [technique.sv for technique in entry.techniques]


def test_sign_of_a_camera_that_is_not_heard_says_that(camera, night: datetime) -> None:
    shown = oversight.public_camera(camera.id, at=night)
    assert {line.code: line.text for line in shown.sign_lines()}["sound"] == NO_SOUND
