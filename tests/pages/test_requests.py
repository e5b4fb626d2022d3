"""Requests for pictures and data breaches, as people fill them in and read them."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login, text
from tests.stages import asking_story as story
from tests.stages.standing import standing_now
from vaka.core.period import Period
from vaka.law.se.secrecy import MARK
from vaka.municipality.rules import Role
from vaka.operation import actions as operation
from vaka.operation.models import FootageRequest, Hold
from vaka.operation.rules import Purpose
from vaka.oversight.models import AccessRequest, Breach, Disclosure
from vaka.oversight.rules.disclosure import Outcome, ThirdPersons
from vaka.terms.document import Act

pytestmark = pytest.mark.django_db
JSON = "application/json"
HOUR = timedelta(hours=1)


@pytest.fixture
def camera(person, board, site, at):
    access = [{"role": "operator", "acts": ["review", "export"], "requires": []}]
    return standing_now(person=person, board=board, site=site, at=at, access=access)


@pytest.fixture
def officer(person, board):
    return person(Role.CASE_OFFICER, board)


@pytest.fixture
def span() -> Period:
    """An hour of yesterday, within one day."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return Period(noon - timedelta(days=1), noon - timedelta(days=1) + HOUR)


def stretch(span: Period) -> dict[str, str]:
    """What the form takes of a stretch."""
    first, last = timezone.localtime(span.start), timezone.localtime(span.end)
    return {
        "day": first.date().isoformat(),
        "start": f"{first:%H:%M:%S}",
        "end": f"{last:%H:%M:%S}",
        "received_on": timezone.localdate().isoformat(),
    }


def local(at: datetime) -> str:
    """What a browser sends for a local date and time."""
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def by_the_police(camera, span: Period) -> dict[str, str]:
    return {
        **stretch(span),
        "camera": camera.id,
        "asker": "police",
        "name": "Polisområde Malmö",
        "reference": "5000-K123-26",
        "need": "crime-committed",
        "what": "Rån",
        "imprisonment": "on",
    }


def test_the_liaison_asks_the_board_decides_and_both_read_how_it_went(
    camera, officer, person, board, operator, span
) -> None:
    liaison = login(person(Role.POLICE_LIAISON, board))
    answer = liaison.post(
        reverse("oversight:new-disclosure"), by_the_police(camera, span), follow=True
    )
    row = Disclosure.objects.get()
    assert "OSL 32 kap. 3 a § 1" in text(answer)
    assert "Den väntar på prövning" in text(answer)
    assert Hold.objects.get().written_request == row.id
    page = reverse("oversight:disclosure", args=[row.id])
    assert "Pröva den" not in text(liaison.get(page))
    decided = {"outcome": "granted", "third_persons": "seen"}
    review = reverse("oversight:review", args=[row.id])
    assert liaison.post(review, decided).status_code == 404
    assert "Det är beslutat" in text(login(officer).post(review, decided, follow=True))
    told = login(operator).get(
        reverse("operation:recordings", args=[camera.id]), {"request": row.id}
    )
    assert f'value="{row.id}" selected' in text(told)
    assert "Bilderna lämnas ut (OSL 32 kap. 3 a § 1)" in text(liaison.get(page))


def test_what_was_asked_for_is_filled_in_for_who_takes_out_the_copy(
    camera, officer, operator, span
) -> None:
    row = story.by_the_police(camera.id, span, by=officer, at=timezone.now())
    story.granted(row, by=officer, at=timezone.now())
    kept(camera, span)
    answer = login(operator).post(
        reverse("operation:recordings", args=[camera.id]),
        {
            **stretch(span),
            "act": "export",
            "purpose": "disclosure",
            "written_request": row.id,
            "reason": "Till polisen",
        },
        follow=True,
    )
    assert "Ta ut kopian" in text(answer)
    asked = FootageRequest.objects.get()
    assert row.id in text(answer)
    story.copied(camera.id, asked.id, by=operator, at=timezone.now())
    out = reverse("oversight:hand-out", args=[row.id])
    gone = login(officer).post(out, {"to": "Utredare 4", "how": "USB"}, follow=True)
    assert "c" * 64 in text(gone)
    assert "Kvittot (PDF)" in text(gone)
    paper = login(officer).get(reverse("oversight:decision", args=[row.id]))
    assert paper.content.startswith(b"%PDF")
    closed = text(login(operator).get(reverse("operation:footage", args=[asked.id])))
    assert "öppnar inget längre" in closed


def test_a_refusal_says_why_and_how_it_is_appealed(camera, officer, span) -> None:
    row = story.by_anybody(camera.id, span, by=officer, at=timezone.now())
    review = reverse("oversight:review", args=[row.id])
    refused = {"outcome": "refused", "third_persons": "seen", "reasons": ""}
    assert "Ange skälen." in text(login(officer).post(review, refused))
    told = text(login(officer).post(review, {**refused, "reasons": "Barn syns."}, follow=True))
    assert "kammarrätten" in told
    assert "6 kap. 7–8 §§" in told
    part = {"outcome": "partly", "third_persons": "seen", "reasons": "x", "start": "12:30"}
    assert "redan prövad" in text(login(officer).post(review, part))


def test_a_part_is_chosen_by_its_times(camera, officer, span) -> None:
    row = story.by_the_police(camera.id, span, by=officer, at=timezone.now())
    review = reverse("oversight:review", args=[row.id])
    part = {"outcome": "partly", "third_persons": "covered", "reasons": "Resten är annat."}
    wrong = login(officer).post(review, {**part, "start": "12:30", "end": "12:10"})
    assert "efter starten" in text(wrong)
    login(officer).post(review, {**part, "start": "12:10", "end": "12:30"})
    row.refresh_from_db()
    assert row.review.span == Period(span.start + HOUR / 6, span.start + HOUR / 2)
    assert row.review.third_persons == ThirdPersons.COVERED


def test_somebody_asks_for_their_own_and_every_step_is_on_one_page(
    camera, officer, operator, span
) -> None:
    client = login(officer)
    filled = {
        **stretch(span),
        "camera": camera.id,
        "looks": "Röd jacka",
        "contact": "070-000 00 00",
    }
    made = client.post(reverse("oversight:new-access-request"), filled, follow=True)
    assert "dagar kvar" in text(made)
    row = AccessRequest.objects.get()
    early = {"answer": "nothing-found", "words": "Ingen syns."}
    answer = reverse("oversight:answer", args=[row.id])
    assert "Klarlägg först vem som begär." in text(client.post(answer, early))
    identify = reverse("oversight:identify", args=[row.id])
    known = client.post(identify, {"how": "document-seen"}, follow=True)
    assert "Legitimation visades" in text(known)
    recordings = reverse("operation:recordings", args=[camera.id])
    assert "Röd jacka" in text(login(operator).get(recordings, {"request": row.id}))
    extend = reverse("oversight:extend", args=[row.id])
    assert "Många kameror" in text(
        client.post(extend, {"reasons": "Många kameror"}, follow=True)
    )
    told = text(client.post(answer, early, follow=True))
    assert "förvaltningsrätten" in told
    paper = client.get(reverse("oversight:access-answer", args=[row.id]))
    assert paper.content.startswith(b"%PDF")
    erased = client.post(reverse("oversight:erase-requester", args=[row.id]), follow=True)
    assert "070-000 00 00" not in text(erased)
    again = client.post(reverse("oversight:erase-requester", args=[row.id]), follow=True)
    assert "redan raderat" in text(again)


def test_on_ones_own_request_the_clear_copy_is_not_offered(
    camera, officer, operator, span
) -> None:
    now = timezone.now()
    row = story.of_oneself(camera.id, span, by=officer, at=now)
    asked = operation.ask_for_footage(
        camera=camera.id,
        act=Act.EXPORT,
        span=span,
        purpose=Purpose.DISCLOSURE,
        incident="",
        written_request=story.identified(row, by=officer, at=now),
        reason="Artikel 15",
        by=operator,
        at=now,
    )
    kept(camera, span)
    page = text(login(operator).get(reverse("operation:footage", args=[asked.id])))
    assert "Ta ut kopian" not in page
    assert "oigenkännliga" in page


def kept(camera, span: Period) -> None:
    camera.recordings.create(
        id="0" * 26, starts_at=span.start, ends_at=span.end, bytes=1, sha256="0" * 64
    )


def known(**changed: str) -> dict[str, str]:
    return {
        "what": "=HYPERLINK: ett usb-minne tappades.",
        "categories": "Förbipasserande; bilder",
        "consequences": "Någon kan kännas igen.",
        "measures": "Spärrat.",
        "risk": "high",
        **changed,
    }


def test_a_breach_counts_down_and_is_done_with_on_its_page(board, person) -> None:
    dpo = login(person(Role.DPO, board))
    at = timezone.now() - 10 * HOUR
    filled = {**known(), "board": board.id, "known_at": local(at)}
    page = text(dpo.post(reverse("oversight:new-breach"), filled, follow=True))
    assert "timmar kvar av 72" in page
    row = Breach.objects.get()
    listed = text(dpo.get(reverse("oversight:breaches")))
    assert "61 timmar kvar" in listed
    assert "ska informeras" in listed
    notice = reverse("oversight:notify-breach", args=[row.id])
    soon = {"notified_at": local(timezone.now() + 24 * HOUR)}
    assert "någon gång mellan" in text(dpo.post(notice, soon))
    told = {"notified_at": local(timezone.now()), "reference": "IMY-2026-1"}
    assert "IMY-2026-1" in text(dpo.post(notice, told, follow=True))
    tell = reverse("oversight:tell-persons", args=[row.id])
    how = {"told_at": local(timezone.now()), "how": "Anslag på torget"}
    assert "Anslag på torget" in text(dpo.post(tell, how, follow=True))
    untold = reverse("oversight:leave-untold", args=[row.id])
    late = dpo.post(untold, {"ground": "risk-averted", "reasons": "Hittat"})
    assert "redan informerade" in text(late)


def test_an_unlikely_risk_is_left_unnotified_with_reasons_and_judged_anew(
    board, person
) -> None:
    dpo = login(person(Role.DPO, board))
    filled = {**known(risk="unlikely"), "board": board.id, "known_at": local(timezone.now())}
    dpo.post(reverse("oversight:new-breach"), filled)
    row = Breach.objects.get()
    leave = reverse("oversight:leave-unnotified", args=[row.id])
    left = text(dpo.post(leave, {"reasons": "Minnet är krypterat"}, follow=True))
    assert "Minnet är krypterat" in left
    amend = reverse("oversight:amend-breach", args=[row.id])
    anew = text(dpo.post(amend, known(risk="risk"), follow=True))
    assert "timmar kvar av 72" in anew


def test_the_register_of_breaches_is_handed_out_as_a_table_that_runs_nothing(
    board, person
) -> None:
    dpo = login(person(Role.DPO, board))
    filled = {**known(), "board": board.id, "known_at": local(timezone.now())}
    dpo.post(reverse("oversight:new-breach"), filled)
    answer = dpo.get(reverse("oversight:breach-register"))
    [row] = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert row["Risk"] == "hög risk"
    assert row["Vad som hände"].startswith("'=HYPERLINK")
    assert row["Personer, ungefär"] == ""


def test_the_parts_of_account_are_for_those_who_may_open_them(camera, officer, person) -> None:
    anybody = text(Client().get(reverse("oversight:index")))
    assert "Personuppgiftsincidenter" not in anybody
    seen = text(login(officer).get(reverse("oversight:index")))
    assert "Personuppgiftsincidenter" in seen
    assert 'href="/tillsyn/"' not in seen


def test_anybody_reads_how_to_ask_for_their_own_pictures(camera) -> None:
    page = text(Client().get(reverse("oversight:camera", args=[camera.id])))
    assert "För bilder av dig själv" in page
    assert "inom en månad" in page


def test_every_picture_carries_the_secrecy_mark_osl_32_3(camera, operator, span) -> None:
    now = timezone.now()
    asked = operation.ask_for_footage(
        camera=camera.id,
        act=Act.REVIEW,
        span=span,
        purpose=Purpose.INCIDENT,
        incident="",
        written_request="",
        reason="Utredning",
        by=operator,
        at=now,
    )
    given = login(operator).post(reverse("operation:footage-ticket", args=[asked.id]))
    assert given.json()["watermark"] == f"{operator.name} · {MARK.sv}"


def test_the_same_over_the_api(camera, officer, operator, board, person, span) -> None:
    client = login(officer)
    body = {
        "camera": camera.id,
        "starts_at": span.start.isoformat(),
        "ends_at": span.end.isoformat(),
        "received_on": timezone.localdate().isoformat(),
    }
    police = {**body, "asker": "police", "need": "crime-committed", "imprisonment": True}
    assert client.post("/api/disclosures", police, JSON).status_code == 409
    made = client.post("/api/disclosures", {**police, "what": "Rån"}, JSON).json()
    half = {"starts_at": body["starts_at"], "ends_at": (span.start + HOUR / 2).isoformat()}
    decided = {"outcome": Outcome.PARTLY, "reasons": "Resten är annat.", **half}
    review = client.post(f"/api/disclosures/{made['id']}/review", decided, JSON)
    assert review.json()["section"] == "OSL 32 kap. 3 a § 1"
    assert [each["id"] for each in client.get("/api/disclosures").json()] == [made["id"]]
    assert client.get(f"/api/disclosures/{made['id']}/copies").json() == []
    own = {**body, "looks": "Röd jacka", "contact": "070"}
    asked = client.post("/api/access-requests", own, JSON).json()
    client.post(f"/api/access-requests/{asked['id']}/identity", {"how": "document-seen"}, JSON)
    told = client.post(
        f"/api/access-requests/{asked['id']}/answer",
        {"answer": "nothing-found", "words": "Ingen syns."},
        JSON,
    )
    assert told.json()["answer"] == "nothing-found"
    gone = client.delete(f"/api/access-requests/{asked['id']}/requester")
    assert gone.status_code == 204
    assert client.get(f"/api/access-requests/{asked['id']}").json()["contact"] == ""


def test_a_breach_over_the_api_says_until_when(board, officer, at) -> None:
    client = login(officer)
    body = {**known(), "board": board.id, "known_at": at.isoformat()}
    made = client.post("/api/breaches", body, JSON).json()
    assert datetime.fromisoformat(made["notice_due"]) == at + 72 * HOUR
    unzoned = client.post("/api/breaches", {**body, "known_at": "2026-03-02T12:00:00"}, JSON)
    assert unzoned.status_code == 400
    notice = {"notified_at": (at + 80 * HOUR).isoformat()}
    late = client.post(f"/api/breaches/{made['id']}/notice", notice, JSON)
    assert late.status_code == 409
    notice["late_reasons"] = "Helgen"
    assert client.post(f"/api/breaches/{made['id']}/notice", notice, JSON).status_code == 200


def test_whoever_only_sees_is_offered_no_form(board, person, camera, officer, span) -> None:
    now = timezone.now()
    row = story.of_oneself(camera.id, span, by=officer, at=now)
    dpo = login(person(Role.DPO, board))
    page = text(dpo.get(reverse("oversight:access-request", args=[row.id])))
    assert "Besvara" not in page
