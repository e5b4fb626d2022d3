"""What there is of a day, asking for it, standing behind it, holding it: as people do it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.stages.response_story import registered, take
from tests.stages.standing import standing_now
from vaka.core.ids import new_id
from vaka.municipality.rules import Role
from vaka.operation.models import FootageRequest, Hold
from vaka.record import actions as recording
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.response import actions as response
from vaka.signed_video.groups import State
from vaka.web.operation.incidents import offered

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def camera(person, board, site, at):
    """A camera whose terms apply now, whenever the test runs, day and night."""
    return standing_now(
        person=person,
        board=board,
        site=site,
        at=at,
        access=[{"role": "operator", "acts": ["review", "export"], "requires": []}],
    )


def form(**changed: str) -> dict[str, str]:
    yesterday = timezone.localdate() - timedelta(days=1)
    return {
        "day": yesterday.isoformat(),
        "start": "12:00:00",
        "end": "12:10:00",
        "act": "review",
        "purpose": "incident",
        "incident": "",
        "written_request": "",
        "reason": "Vem krossade rutan?",
        **changed,
    }


def test_a_day_is_shown_with_what_there_is_and_the_day_before_it(camera, operator) -> None:
    page = login(operator).get(reverse("operation:recordings", args=[camera.id]))
    assert "inte tillåtet" in text(page)
    assert "Dagen före" in text(page)
    assert "Dagen efter" not in text(page)
    odd = login(operator).get(
        reverse("operation:recordings", args=[camera.id]), {"day": "igår"}
    )
    assert odd.status_code == 200


def test_an_operator_asks_and_is_told_that_nothing_is_kept(camera, operator) -> None:
    client = login(operator)
    answer = client.post(reverse("operation:recordings", args=[camera.id]), form(), follow=True)
    assert "Inget är bevarat från den tiden." in text(answer)
    assert "Vem krossade rutan?" in text(answer)
    assert FootageRequest.objects.get().asked_by_id == operator.id


def test_a_form_that_ends_before_it_starts_keeps_what_was_typed(camera, operator) -> None:
    url = reverse("operation:recordings", args=[camera.id])
    page = text(login(operator).post(url, form(end="11:00:00")))
    assert "Den måste vara efter starten." in page
    assert "Vem krossade rutan?" in page
    too_long = text(login(operator).post(url, form(end="15:00:00")))
    assert "Det är mer än två timmar." in too_long
    assert not FootageRequest.objects.exists()


def test_a_colleague_sees_who_asked_and_not_the_recordings(camera, operator, person, board):
    login(operator).post(reverse("operation:recordings", args=[camera.id]), form())
    request = FootageRequest.objects.get()
    colleague = login(person(Role.OPERATOR, board))
    page = text(colleague.get(reverse("operation:footage", args=[request.id])))
    assert "Bara den som begärde ser inspelningarna." in page
    assert "vaka-player" not in page
    ticket = colleague.post(reverse("operation:footage-ticket", args=[request.id]))
    assert ticket.status_code == 409


def test_who_asked_gets_a_ticket_and_a_stranger_finds_nothing(
    camera, operator, person, foreign_board
) -> None:
    client = login(operator)
    client.post(reverse("operation:recordings", args=[camera.id]), form())
    request = FootageRequest.objects.get()
    told = client.post(reverse("operation:footage-ticket", args=[request.id])).json()
    assert told["ticket"]
    stranger = login(person(Role.OPERATOR, foreign_board))
    for page in ("footage", "footage-ticket", "approve-footage"):
        url = reverse(f"operation:{page}", args=[request.id])
        assert stranger.post(url).status_code == 404


def taken(request: FootageRequest, **signatures: object) -> None:
    """Put on the record that a copy was taken of what was asked for."""
    recording.append(
        Kind.COPY_TAKEN,
        actor=request.asked_by_id,
        subject=request.camera_id,
        at=timezone.now(),
        facts={
            "copy": new_id(at=timezone.now()),
            "request": request.id,
            "sha256": "ab" * 32,
            "signatures": {
                "outcome": "unsigned",
                "remade": None,
                "groups": dict.fromkeys(State, 0),
                "added": 0,
                "lacking": None,
                "signers": [],
                **signatures,
            },
        },
    )


def test_the_page_of_a_copy_says_what_became_of_the_cameras_signatures(
    camera, operator
) -> None:
    client = login(operator)
    client.post(reverse("operation:recordings", args=[camera.id]), form(act="export"))
    request = FootageRequest.objects.get()
    url = reverse("operation:footage", args=[request.id])
    groups = dict.fromkeys(State, 0) | {State.VALID: 5}
    signer = {"subject": "CN=<Kamera 7>", "sha256": "cd" * 32, "trusted": True}
    taken(request, outcome="valid", groups=groups, added=3, signers=[signer])
    page = text(client.get(url))
    assert "signaturerna stämmer" in page
    assert "5 av 5 bildgrupper stämmer." in page
    assert "CN=&lt;Kamera 7&gt;" in page
    assert "känd utfärdare" in page
    assert "3 bilder efter det begärda ingår" in page
    taken(request, outcome="remade", remade="masked")
    taken(request, outcome="incomplete", groups=groups, lacking="outside-hours")
    page = text(client.get(url))
    assert "Beslutets masker är inbrända." in page
    facts = {"copy": new_id(at=timezone.now()), "request": request.id, "sha256": "ef" * 32}
    recording.append(
        Kind.COPY_TAKEN,
        actor=operator.id,
        subject=request.camera_id,
        at=timezone.now(),
        facts=facts,
    )
    # One from before signatures were told of is there all the same.
    assert "ef" * 32 in text(client.get(url))
    assert "Den sista gruppens signatur saknas: det som följer ligger utanför" in page
    client.cookies["django_language"] = "en"
    assert "What holds is as the camera signed it" in text(client.get(url))


def test_the_dpo_holds_recordings_and_lets_them_go(camera, person, at) -> None:
    dpo, url = login(person(Role.DPO)), reverse("operation:holds", args=[camera.id])
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    asked = form(until=until, written_request="5000-K123-26")
    page = text(dpo.post(url, asked, follow=True))
    assert "5000-K123-26" in page
    hold = Hold.objects.get()
    assert timezone.localdate(hold.until) == timezone.localdate() + timedelta(days=31)
    page = text(dpo.post(reverse("operation:lift-hold", args=[hold.id]), follow=True))
    assert "Bevarandet är hävt." in page
    again = text(dpo.post(reverse("operation:lift-hold", args=[hold.id]), follow=True))
    assert "Bevarandet är slut." in again


def test_a_hold_without_a_ground_comes_back_with_its_reason(camera, person) -> None:
    dpo, url = login(person(Role.DPO)), reverse("operation:holds", args=[camera.id])
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    page = text(dpo.post(url, form(until=until)))
    assert "Det vilar varken på en händelse eller på en skriftlig begäran." in page
    assert not Hold.objects.exists()


def test_an_exercise_is_offered_as_no_ground(camera, site, founder, operator, at) -> None:
    transmitter = registered(site, founder, at)
    exercise = response.begin_exercise(title="Inbrott", purpose="Pröva", by=founder, at=at)
    response.sound_alarm(
        exercise=exercise.id, transmitter=transmitter.id, code="BA", by=founder, at=at
    )
    real = take("a", at, sequence="2").incident
    assert [key for key, _words in offered(camera, operator)] == [real]


def test_an_operator_sees_what_is_held_and_holds_nothing(camera, operator, at) -> None:
    client, url = login(operator), reverse("operation:holds", args=[camera.id])
    assert "Bevara inspelningar" not in text(client.get(url))
    recording.append(Kind.INCIDENT_OPENED, actor="x", subject=new_id(at=at), at=at)
    until = (timezone.localdate() + timedelta(days=30)).isoformat()
    answer = client.post(url, form(until=until, written_request="5000-K123-26"))
    assert answer.status_code == 403
    assert record.of_kind(Kind.ACCESS_REFUSED).count() == 1


def test_the_api_tells_asks_approves_gives_a_ticket_and_holds(
    camera, operator, person, board
) -> None:
    api, day = login(operator), timezone.now() - timedelta(days=1)
    stretch = {
        "starts_at": day.isoformat(),
        "ends_at": (day + timedelta(minutes=10)).isoformat(),
    }
    told = api.get(f"/api/cameras/{camera.id}/recordings", stretch).json()
    assert [each["footage"] for each in told] == ["not-permitted"]
    asked = {**stretch, "act": "review", "purpose": "incident", "reason": "Vem?"}
    answer = api.post(f"/api/cameras/{camera.id}/footage-requests", asked, JSON)
    request = f"/api/footage-requests/{answer.json()['id']}"
    assert answer.status_code == 201
    assert api.get(request).json()["needs_second_person"] is False
    colleague = login(person(Role.OPERATOR, board))
    approved = colleague.post(f"{request}/approval").json()
    assert approved["approved_by_id"]
    assert api.post(f"{request}/tickets").json()["ticket"]
    dpo, url = login(person(Role.DPO)), f"/api/cameras/{camera.id}/holds"
    until = (timezone.now() + timedelta(days=9)).isoformat()
    body = {**stretch, "until": until, "written_request": "K-1", "reason": "Utredning"}
    hold = dpo.post(url, body, JSON).json()
    assert [each["id"] for each in dpo.get(url).json()] == [hold["id"]]
    assert dpo.delete(f"/api/holds/{hold['id']}").status_code == 204
    assert dpo.delete(f"/api/holds/{hold['id']}").status_code == 409
    whole = {"starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-12-01T00:00:00Z"}
    assert api.get(f"/api/cameras/{camera.id}/recordings", whole).status_code == 400
