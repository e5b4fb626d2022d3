"""An exercise led and followed by forms alone, and its mark on every page."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.stages.response_story import planned, reached, registered, take
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.response import actions, queries
from vaka.response.models import Exercise, Incident, Message
from vaka.web.response.situation import picture

pytestmark = pytest.mark.django_db(transaction=True)
MARK = '<span class="exercise">ÖVNING</span>'


def there(name: str, *args: str) -> str:
    return reverse(f"response:{name}", args=args)


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "sv"})
    client.force_login(Person.objects.get(pk=person.id))
    return client


def test_an_exercise_is_led_by_forms_and_marked_on_every_page(
    site, founder, person, at: datetime
) -> None:
    transmitter = registered(site, founder, at)
    take("real", at, account="9999")
    lead, operator = client_of(founder), client_of(person(Role.OPERATOR))
    told = {"title": "Inbrott på torget", "board": "", "purpose": "Hitta porten"}
    assert (
        'role="alert"'
        in lead.post(there("begin-exercise"), {**told, "title": ""}).content.decode()
    )
    assert lead.post(there("begin-exercise"), told).status_code == 302
    key = Exercise.objects.get().id
    sound = {"transmitter": transmitter.id, "code": "HA", "zone": "5"}
    lead.post(there("sound-alarm", key), sound)
    incident = Incident.objects.get(exercise=key).id
    for address in (there("index"), f"{there('console')}?incident={incident}"):
        assert operator.get(address).content.decode().count(MARK) in (1, 2)
    assert "Ingen är i fara" in operator.get(there("incident", incident)).content.decode()
    page = lead.post(there("end-exercise", key), follow=True).content.decode()
    assert "Avsluta först det som övningen öppnade" in page
    operator.post(there("acknowledge", incident))
    operator.post(there("close", incident), {"outcome": "test", "reason": "Övning"})
    assert (
        "Övningen är slut"
        in lead.post(there("end-exercise", key), follow=True).content.decode()
    )
    lead.post(there("evaluate-exercise", key), {"findings": "Porten heter A"})
    page = operator.get(there("exercise", key)).content.decode()
    for words in ("Porten heter A", "Hot eller överfall: Exempeltorget", "Administratör"):
        assert words in page
    assert "Låt ett larm ljuda" not in page
    assert "Inbrott på torget" in operator.get(there("exercises")).content.decode()


def test_what_is_written_and_shown_of_an_exercise_is_marked_in_the_situation_picture(
    site, founder, person, at: datetime
) -> None:
    transmitter = registered(site, founder, at)
    operator = person(Role.OPERATOR)
    exercise = actions.begin_exercise(title="Kniv", purpose="Pröva", by=founder, at=at)
    incident = actions.sound_alarm(
        exercise=exercise.id, transmitter=transmitter.id, code="HA", by=founder, at=at
    ).incident
    now = timezone.now()
    actions.write_entry(incident=incident, text="Man med kniv", by=operator, at=now)
    planned(reached(founder, at), None, founder, at)
    actions.escalate_due(at=now)
    Message.objects.update(state="given-up", ended_at=now)
    page = " ".join(client_of(operator).get(there("situation")).content.decode().split())
    assert f"<p>{MARK} Man med kniv" in page
    assert "ÖVNING: Väktarbolaget" in page
    # No dot says that something is open there.
    shown = picture(queries.situation(by=operator, at=now))
    assert (shown.summary, shown.circles) == ("ÖVNING: Exempeltorget", [])
    take("real", at, sequence="2")
    shown = picture(queries.situation(by=operator, at=now))
    assert (shown.summary, len(shown.circles)) == ("Exempeltorget", 1)


def test_a_foreign_board_finds_no_such_exercise(
    founder, person, board, foreign_board, at: datetime
) -> None:
    from vaka.response import actions

    told = {"title": "Brand", "purpose": "Pröva", "board": board.id}
    row = actions.begin_exercise(**told, by=founder, at=at)
    stranger = client_of(person(Role.ADMINISTRATOR, foreign_board))
    assert stranger.get(there("exercise", row.id)).status_code == 404
    assert stranger.post(there("end-exercise", row.id)).status_code == 404
    assert "Brand" not in stranger.get(there("exercises")).content.decode()
