"""What the pages and the API say of what the safety centre has disposed of."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from vaka.municipality.models import Person
from vaka.municipality.rules import Actor, Role
from vaka.response import actions
from vaka.response.models import Exercise, Shift

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "Anna Andersson sprang mot parken"
MONTH = timedelta(days=30)


def client_of(person: Actor) -> Client:
    client = Client(headers={"accept-language": "sv"})
    client.force_login(Person.objects.get(pk=person.id))
    return client


@pytest.fixture
def reader(founder, person, at: datetime) -> Client:
    """An operator after the times are over; another's shift and an exercise were written of."""
    watcher, lead = person(Role.OPERATOR), client_of(founder)
    shift = actions.begin_shift(by=watcher, at=at).id
    actions.end_shift(shift=shift, notes=SAID, by=watcher, at=at)
    plan = actions.publish_plan(
        title="Brand",
        text="Ute",
        kinds=[],
        sites=[],
        steps=[{"key": "a", "text": "Ring"}],
        by=founder,
        at=at,
    )
    exercise = actions.begin_exercise(
        title="Brandövning", purpose=SAID, plan=plan.id, by=founder, at=at
    ).id
    actions.end_exercise(exercise=exercise, by=founder, at=at)
    actions.evaluate_exercise(exercise=exercise, findings=SAID, by=founder, at=at)
    told = {"name": "C", "correlation_minutes": 30, "keep_days": 30, "keep_exercise_days": 30}
    address = reverse("response:configure-centre")
    assert lead.post(address, told).status_code == 302
    assert "30" in lead.get(reverse("response:centre")).content.decode()
    actions.dispose_due(at=at + MONTH)
    return client_of(person(Role.OPERATOR))


def test_a_page_says_that_the_words_are_gone_and_shows_none(reader: Client) -> None:
    exercise = Exercise.objects.get()
    for address, words in (
        (reverse("response:shifts"), "Anteckningarna är gallrade"),
        (reverse("response:exercise", args=[exercise.id]), "är gallrat"),
        (
            reverse("response:plan", args=[exercise.plan_id]),
            "Det som övningen lärde är gallrat",
        ),
    ):
        page = reader.get(address).content.decode()
        assert SAID not in page
        assert words in page
    assert "Jag har läst det" not in reader.get(reverse("response:shifts")).content.decode()


def test_the_api_says_when_they_went_and_takes_no_words_afterwards(
    reader: Client, founder, at: datetime
) -> None:
    [shift], [exercise] = (
        reader.get(f"/api/{kind}").json() for kind in ("shifts", "exercises")
    )
    gone = (at + MONTH).isoformat().replace("+00:00", "Z")
    assert (shift["notes"], shift["disposed_at"]) == ("", gone)
    assert (exercise["purpose"], exercise["findings"], exercise["disposed_at"]) == (
        "",
        "",
        gone,
    )
    assert reader.post(f"/api/shifts/{shift['id']}/receipt").status_code == 409
    again = client_of(founder).post(
        f"/api/exercises/{exercise['id']}/evaluation", {"findings": SAID}, "application/json"
    )
    assert again.status_code == 409
    assert not Shift.objects.exclude(notes="").exists()
