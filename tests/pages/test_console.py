"""The console and the centre's other pages, as plain pages with forms: no script runs here."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tests.stages.response_story import published, registered, take
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.response import actions
from vaka.response.models import ActionCard, CallOut, Contact, Incident, Shift
from vaka.response.rules.incidents import Outcome

pytestmark = pytest.mark.django_db(transaction=True)
POSTS = ("acknowledge", "verify", "dispatch", "check", "write", "close")


@pytest.fixture
def incident(site, founder, at: datetime) -> str:
    registered(site, founder, at)
    published(founder, at)
    key = take("a", at).incident
    assert key is not None
    return key


@pytest.fixture
def logged_in(person):
    """Log a new person with that role in: `logged_in(Role.OPERATOR, board)`."""

    def make(role, board=None) -> Client:
        client = Client(headers={"accept-language": "sv"})
        client.force_login(Person.objects.get(pk=person(role, board).id))
        return client

    return make


def there(name: str, *args: str) -> str:
    return reverse(f"response:{name}", args=args)


def test_the_queue_says_what_and_where_in_words(incident: str, logged_in) -> None:
    page = logged_in(Role.OPERATOR).get(there("console")).content.decode()
    for words in ("Intrång", "Exempeltorget", "Norra entrén", "väntar", 'data-theme="dark"'):
        assert words in page


def test_what_a_panel_sent_besides_is_there_to_read(incident: str, logged_in, at) -> None:
    """Where a picture is, and who: from an encrypted message too, whose raw form hides it."""
    address = "rtsp://192.0.2.7/<1>"
    take("b", at, sequence="0002", raw="*", user="7", extended={"V": address})
    opened = f"{there('console')}?incident={incident}"
    page = logged_in(Role.OPERATOR).get(opened).content.decode()
    assert "användare 7" in page
    assert f"V: {escape(address)}" in page


def test_of_a_storm_the_newest_alarms_are_shown(
    incident: str, logged_in, at: datetime, monkeypatch
) -> None:
    monkeypatch.setattr("vaka.web.response.panel.MOST_ALARMS", 2)
    for number in range(2, 5):
        take(
            f"k{number}",
            at + timedelta(seconds=number),
            sequence=str(number),
            text=f"Rökdetektor {number}",
        )
    page = logged_in(Role.OPERATOR).get(there("incident", incident)).content.decode()
    assert "2 tidigare larm visas inte" in page
    assert page.index("Rökdetektor 3") < page.index("Rökdetektor 4")
    assert "Rökdetektor 2" not in page


def test_an_incident_is_handled_from_alarm_to_outcome_by_forms_alone(
    incident: str, logged_in
) -> None:
    client = logged_in(Role.OPERATOR)
    opened = f"{there('console')}?incident={incident}"
    for name, fields in (
        ("acknowledge", {}),
        ("check", {"step": "look", "answer": "Nej"}),
        ("check", {"step": "guard"}),
        ("write", {"text": "Väktare på väg"}),
        ("close", {"outcome": "false-alarm"}),
    ):
        answer = client.post(there(name, incident), fields)
        assert (answer.status_code, answer.headers["Location"]) == (302, opened)
    page = client.get(opened).content.decode()
    assert "Väktare på väg" in page
    assert "Falskt larm" in page
    assert Incident.objects.get().state == "closed"
    printed = client.get(there("incident", incident)).content.decode()
    assert "Väktare på väg" in printed


def test_who_comes_second_is_told_who_has_it(incident: str, logged_in, person, at) -> None:
    first = person(Role.OPERATOR)
    actions.acknowledge(incident=incident, by=first, at=at)
    client = logged_in(Role.OPERATOR)
    page = client.post(there("acknowledge", incident), follow=True).content.decode()
    assert f"Någon annan har kvitterat. ({first.name})" in page
    part = client.post(there("acknowledge", incident), headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert first.name in part.content.decode()
    assert "<html" not in part.content.decode()


def test_closing_with_steps_left_asks_why(incident: str, logged_in, person, at) -> None:
    actions.acknowledge(incident=incident, by=person(Role.OPERATOR), at=at)
    client = logged_in(Role.OPERATOR)
    page = client.post(there("close", incident), {"outcome": "test"}, follow=True)
    assert "Steg på åtgärdskortet är kvar" in page.content.decode()
    assert client.post(there("close", incident), {"outcome": "x"}).status_code == 400
    assert client.post(there("write", incident), {"text": " "}).status_code == 400


def test_a_foreign_board_finds_no_such_page(incident: str, logged_in, foreign_board) -> None:
    client = logged_in(Role.OPERATOR, foreign_board)
    assert "Exempeltorget" not in client.get(there("console")).content.decode()
    assert "Exempeltorget" not in client.get(there("index")).content.decode()
    assert client.get(f"{there('console')}?incident={incident}").status_code == 404
    for name in ("panel", "incident"):
        assert client.get(there(name, incident)).status_code == 404
    for name in POSTS:
        answer = client.post(there(name, incident), {"outcome": "test", "text": "x"})
        assert answer.status_code == 404


def test_who_handles_no_incidents_finds_no_console(incident: str, logged_in) -> None:
    client = logged_in(Role.TECHNICIAN)
    for name in ("console", "index", "events", "cards", "publish"):
        assert client.get(there(name)).status_code == 404
    for name in POSTS:
        assert client.post(there(name, incident)).status_code == 404


def test_the_console_asks_few_questions_of_the_database_however_long_the_queue(
    site, founder, logged_in, at: datetime, django_assert_max_num_queries
) -> None:
    client = logged_in(Role.OPERATOR)
    for number in range(40):
        take(f"k{number}", at, account=f"A{number:03}", sequence=f"{number:04}")
        actions.configure_centre(
            name="C", correlation_minutes=number % 9 + 1, by=founder, at=at
        )
    with django_assert_max_num_queries(15):
        client.get(there("console"))


def test_a_card_is_published_read_and_given_its_next_version(logged_in) -> None:
    client = logged_in(Role.ADMINISTRATOR)
    step = {"step-0-key": "1", "step-0-text": "Titta i kameran", "step-0-answers": "Ja, Nej"}
    fields = {"kind": "fire", "title": "Brand", "steps": "1", "do": "publish", **step}
    for _ in range(2):
        assert client.post(there("publish"), fields).status_code == 302
    card = ActionCard.objects.latest("version")
    assert card.version == 2
    assert "Brand" in client.get(there("cards")).content.decode()
    assert "Titta i kameran" in client.get(there("card", card.id)).content.decode()


def test_the_next_version_of_a_card_begins_with_what_the_last_one_says(
    site, founder, logged_in, at: datetime
) -> None:
    client = logged_in(Role.ADMINISTRATOR)
    card = published(founder, at)
    page = client.get(f"{there('publish')}?card={card.id}").content.decode()
    assert "Titta i kameran" in page
    assert 'value="look|Ja" selected' in page


def test_rules_are_read_and_published_as_words(logged_in) -> None:
    client = logged_in(Role.ADMINISTRATOR)
    page = client.get(there("rules")).content.decode()
    assert "ur minnet" in page
    fields = {
        "site_kind": "",
        "priority": "1",
        "within_minutes": "5",
        "joins": ["intrusion"],
        "escalations": "20, 40",
    }
    address = there("publish-rule", "tamper")
    for wrong in ({"escalations": "40, 20"}, {"escalations": "snart"}, {"priority": "9"}):
        answer = client.post(address, {**fields, **wrong})
        assert 'role="alert"' in answer.content.decode()
    assert client.post(address, fields).status_code == 302
    page = client.get(there("rules")).content.decode()
    assert "annars en öppen av slaget" in page
    assert "20 s, 40 s" in page
    assert 'value="20, 40"' in client.get(address).content.decode()
    assert client.get(there("publish-rule", "storm")).status_code == 404


def test_a_call_is_planned_and_taken_out_by_forms(site, logged_in) -> None:
    client = logged_in(Role.ADMINISTRATOR)
    who = {"name": "Jouren", "board": "", "phone": "040-628 04 01"}
    assert (
        'role="alert"'
        in client.post(there("add-contact"), {**who, "phone": "x"}).content.decode()
    )
    assert client.post(there("add-contact"), who).status_code == 302
    contact = Contact.objects.get()
    line = {
        "contact": contact.id,
        "channel": "sms",
        "step": "2",
        "site": site.id,
        "kind": "",
        "priority": "4",
        "days": ["fri", "sat"],
        "start": "18:00",
        "end": "03:00",
    }
    assert client.post(there("plan-call-out"), line).status_code == 302
    page = client.get(there("call-out-plan")).content.decode()
    for words in ("Jouren", "fre, lör 18:00–03:00", "Exempeltorget", "Steg 2"):
        assert words in page
    row = CallOut.objects.get()
    for address, model in (
        (there("end-call-out", row.id), row),
        (there("end-contact", contact.id), contact),
    ):
        assert "Jouren" in client.get(address).content.decode()
        assert client.post(address).status_code == 302
        model.refresh_from_db()
        assert model.ended_at


def test_a_shift_begins_ends_and_is_received_by_forms(incident: str, logged_in) -> None:
    client, following = logged_in(Role.OPERATOR), logged_in(Role.OPERATOR)
    assert "Ingen är i tjänst" in client.get(there("shifts")).content.decode()
    for _ in range(2):
        page = client.post(there("begin-shift"), {"board": ""}, follow=True).content.decode()
    assert "Du är redan i tjänst" in page
    key = Shift.objects.get().id
    client.post(there("end-shift", key), {"notes": "Porten står öppen"})
    page = following.get(there("shifts")).content.decode()
    assert "Porten står öppen" in page
    assert there("incident", incident) in page
    page = following.post(there("receive-handover", key), follow=True).content.decode()
    assert "Överlämningen är mottagen" in page


def test_the_year_in_figures_is_told_to_who_sees_the_board(
    incident: str, logged_in, person, board, foreign_board, at: datetime
) -> None:
    operator, later = person(Role.OPERATOR), at + timedelta(seconds=95)
    actions.acknowledge(incident=incident, by=operator, at=later)
    told = {"outcome": Outcome.FALSE_ALARM, "reason": "Räv", "by": operator}
    actions.close(incident=incident, **told, at=later + timedelta(hours=3))
    address = f"{there('figures')}?year={at.year}"
    for client in (
        logged_in(Role.OPERATOR),
        logged_in(Role.SAFETY_COORDINATOR, board),
    ):
        page = client.get(address).content.decode()
        for words in ("95 s", "3 h", "0 % ≤ 90 s (80 %)", "100 % ≤ 3 min", "100 % av 1"):
            assert words in page
        assert "Undercentral 28" in page
        figures = client.get("/api/incident-figures", {"year": at.year}).json()
        assert figures["false_by_source"] == {"Undercentral 28": 1}
        assert figures["seconds"]["2"]["closed"] == [10895.0] * 3
        assert figures["by_hour"][0][13] == 1
        assert client.get("/api/incident-figures", {"year": 1}).status_code == 400
    stranger = logged_in(Role.SAFETY_COORDINATOR, foreign_board)
    assert "Ingen händelse det året" in stranger.get(address).content.decode()
    for year in (at.year - 1, "9999", "i år"):
        assert client.get(there("figures"), {"year": year}).status_code == 200
    assert logged_in(Role.TECHNICIAN).get(address).status_code == 404


def test_the_way_in_lists_what_was(incident: str, logged_in) -> None:
    page = logged_in(Role.OPERATOR).get(there("index")).content.decode()
    assert there("incident", incident) in page
