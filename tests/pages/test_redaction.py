"""A copy that shows one person, as people prepare and release it in the browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.stages.asking_story import opened
from tests.stages.found import sent
from tests.stages.standing import standing_now
from vaka.core.period import Period
from vaka.operation import actions, queries
from vaka.operation.models import Redaction
from vaka.operation.rules import Purpose
from vaka.terms.document import Act
from vaka.terms.redaction_file import digest, write

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def camera(person, board, site, at):
    access = [{"role": "operator", "acts": ["review", "export"], "requires": []}]
    return standing_now(person=person, board=board, site=site, at=at, access=access)


def asked(camera, operator, seconds: int = 60):
    now = timezone.now()
    start = now - timedelta(hours=1)
    span = Period(start, start + timedelta(seconds=seconds))
    return actions.ask_for_footage(
        camera=camera.id,
        act=Act.EXPORT,
        span=span,
        purpose=Purpose.DISCLOSURE,
        incident="",
        written_request=opened(camera.id, span, at=now, third_persons="covered"),
        reason="Artikel 15",
        by=operator,
        at=now,
    )


@pytest.fixture
def begun(camera, operator) -> Redaction:
    return begun_on(camera, operator)


def begun_on(camera, operator) -> Redaction:
    request = asked(camera, operator)
    return actions.begin_redaction(
        request=request.id, findings=sent(), by=operator, at=timezone.now()
    )


def page(row: Redaction) -> str:
    return reverse("operation:redaction", args=[row.id])


def change(row: Redaction) -> str:
    return reverse("operation:redaction-change", args=[row.id])


def seen(row: Redaction, by) -> None:
    plan = digest(write(queries.plan(Redaction.objects.get())))
    actions.note_redaction_seen(
        redaction=row.id, plan_digest=plan, sha256="b" * 64, by=by, at=timezone.now()
    )


def test_figures_doubts_and_what_found_them_are_shown(begun, operator) -> None:
    shown = text(login(operator).get(page(begun)))
    assert "Gestalt 1" in shown
    assert "Ett ansikte hittades utan kropp." in shown
    assert "Inte klar att släppas" in shown
    assert "CenterFace" in shown
    later = text(login(operator).get(page(begun), {"picture": "25"}))
    assert "Ingen hittades i den här bilden." in later
    odd = login(operator).get(page(begun), {"picture": "999"})
    assert "bild 29 av 29" in text(odd)
    assert "bild 0 av 29" in text(login(operator).get(page(begun), {"picture": "x"}))


def test_the_person_is_chosen_and_something_covered_by_hand(begun, operator) -> None:
    client = login(operator)
    shown = text(client.post(change(begun), {"follow": "1", "picture": "3"}, follow=True))
    assert "syns" in shown
    rectangle = {"first": 2, "last": 5, "left": 10, "top": 20, "width": 95, "height": 30}
    shown = text(client.post(change(begun), {**rectangle, "picture": "3"}, follow=True))
    assert "Bild 2 till 5" in shown
    row = Redaction.objects.get()
    assert row.followed == [1]
    assert row.covers[0]["ring"][1] == [1.0, 0.2]
    shown = text(client.post(change(begun), {"uncover": "0", "picture": "3"}, follow=True))
    assert "Bild 2 till 5" not in shown


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"first": "2"}, "Ange den i procent"),
        ({"follow": "2"}, "2 is no single figure"),
        ({"follow": "x"}, "x is no number"),
        ({"look": "1-1-crossing"}, "Det är inte osäkert längre."),
    ],
)
def test_what_cannot_be_done_says_why(begun, operator, posted, said) -> None:
    answer = login(operator).post(change(begun), {**posted, "picture": "x"}, follow=True)
    assert said in text(answer)


def test_a_colleague_sees_it_and_releases_it_and_who_prepared_it_takes_it(
    begun, operator, colleague
) -> None:
    mine, theirs = login(operator), login(colleague)
    release = reverse("operation:redaction-release", args=[begun.id])
    assert "Släpp kopian" not in text(theirs.get(page(begun)))
    assert "Det finns osäkra bilder" in text(theirs.post(release, follow=True))
    mine.post(change(begun), {"look": "3-5-face-without-body", "picture": "3"})
    assert "granskat" in text(mine.get(page(begun)))
    assert "En kollega släpper den" in text(mine.get(page(begun)))
    assert "Se den till slutet först" in text(theirs.get(page(begun)))
    seen(begun, colleague)
    assert "Släpp kopian" in text(theirs.get(page(begun)))
    assert "Kopian är släppt." in text(theirs.post(release, follow=True))
    assert "Ta ut kopian" in text(mine.get(page(begun)))
    assert "Ta ut kopian" not in text(theirs.get(page(begun)))
    assert "Vem är kopian till för?" not in text(mine.get(page(begun)))


def test_the_request_offers_it_and_shows_the_colleague_the_way(
    begun, operator, colleague, camera
) -> None:
    request = reverse("operation:footage", args=[begun.request_id])
    assert page(begun) in text(login(colleague).get(request))
    longer = asked(camera, operator, seconds=600)
    assert (
        login(operator).get(reverse("operation:footage", args=[longer.id])).status_code == 200
    )


def test_tickets_streams_and_copies_say_why_not(begun, operator, colleague) -> None:
    client = login(operator)
    assert client.post(reverse("operation:redaction-ticket", args=[begun.id])).json()["ticket"]
    stream = client.get(reverse("operation:redaction-stream", args=[begun.id]))
    assert stream.status_code == 403
    copy = client.post(reverse("operation:redaction-copy", args=[begun.id]), follow=True)
    assert "Ingen har släppt den än." in text(copy)
    assert client.get(reverse("operation:redaction-copy", args=[begun.id])).status_code == 405
    begin = reverse("operation:begin-redaction", args=[begun.request_id])
    assert client.get(begin).status_code == 405
    picture = reverse("operation:redaction-picture", args=[begun.id, 1])
    assert login(colleague).get(picture).status_code == 403


def test_the_api_prepares_and_releases_as_the_pages_do(begun, operator, colleague) -> None:
    api, where = login(operator), f"/api/redactions/{begun.id}"
    told = api.get(where).json()
    assert (told["figures"], told["pictures"], told["covers"]) == ([1], 30, [])
    assert api.post(f"{where}/followed/1").json()["followed"] == [1]
    area = {"first": 0, "last": 3, "ring": [[0, 0], [1, 0], [1, 1]]}
    assert len(api.post(f"{where}/covers", area, JSON).json()["covers"]) == 1
    outside = {**area, "ring": [[0, 0], [2, 0], [1, 1]]}
    assert api.post(f"{where}/covers", outside, JSON).status_code == 400
    assert api.delete(f"{where}/covers/0").json()["covers"] == []
    for doubt in api.get(where).json()["doubts"]:
        api.post(f"{where}/doubts/{doubt['key']}")
    seen(begun, colleague)
    told = login(colleague).post(f"{where}/release").json()
    assert told["released_by_id"] == colleague.id
