"""The pages of cases, balancing and decisions, walked as people walk them."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.stages.weighing import ANSWERS, finalised, granted
from vaka.balancing import actions as balancing
from vaka.balancing import queries
from vaka.balancing.models import Balancing
from vaka.cases.models import Case
from vaka.decisions import actions as decisions
from vaka.decisions.models import Decision, IssuedTerms
from vaka.municipality.models import Person
from vaka.municipality.rules import Role

pytestmark = pytest.mark.django_db


def login(actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(pk=actor.id))
    return client


@pytest.fixture
def foreigner(person, foreign_board):
    return person(Role.BOARD_SECRETARY, foreign_board)


@pytest.fixture
def weighed(site, author, council, at) -> Balancing:
    return finalised(site=site, author=author, council=council, at=at)


@pytest.fixture
def terms(weighed, board, secretary, at) -> IssuedTerms:
    resolution = granted(board=board, secretary=secretary, at=at)
    decision = decisions.decide(
        balancing_id=weighed.id, resolution=resolution.id, by=secretary, at=at
    )
    return decisions.issue_terms(decision=decision.id, by=secretary, at=at)


def text(answer) -> str:
    return answer.content.decode()


def test_a_case_is_opened_referred_answered_and_resolved(secretary, board) -> None:
    client = login(secretary)
    opened = client.post(
        "/arenden/nytt/",
        {"board": board.id, "reference": "TN-2026-114", "title": "Kamera på torget"},
    )
    case = Case.objects.get()
    assert opened.url == f"/arenden/{case.id}/"
    today = timezone.localdate()
    client.post(f"/arenden/{case.id}/remiss/", {"consulted": "Polisen", "due": today})
    referral = case.referrals.get()
    client.post(
        f"/arenden/{case.id}/remiss/{referral.id}/", {"stance": "supports", "text": "Bra."}
    )
    done = {"meeting": today, "item": 56, "outcome": "granted", "text": "Bifall."}
    client.post(f"/arenden/{case.id}/beslut/", done)
    page = text(client.get(f"/arenden/{case.id}/"))
    for said in ("Kamera på torget", "Polisen", "Bra.", "§ 56", "Bifall."):
        assert said in page
    assert "TN-2026-114" in text(client.get("/arenden/"))


def test_a_refused_act_keeps_what_was_written_and_says_why(secretary, board, at) -> None:
    granted(board=board, secretary=secretary, at=at)
    again = {"board": board.id, "reference": "TN-2026-114", "title": "Dubbelt"}
    page = login(secretary).post("/arenden/nytt/", again)
    assert page.status_code == 200
    assert "Dubbelt" in text(page)
    wrong = login(secretary).post("/arenden/nytt/", {**again, "reference": "114"})
    assert "TN-2026-114" in text(wrong)


def test_a_section_keeps_what_is_right_and_shows_what_is_wrong(author, site) -> None:
    client = login(author)
    client.post("/avvagning/ny/", {"site": site.id, "case": ""})
    row = Balancing.objects.get()
    page = client.post(
        f"/avvagning/{row.id}/avsnitt/9/",
        {
            "hours": "fredag kväll",
            "live": "yes",
            "retention_hours": "48",
            "evidence-retention_hours": "Rutin 4\n\nRutin 5",
        },
    )
    assert page.status_code == 200
    assert "fredag kväll" in text(page)
    assert queries.values(row) == {"live": True, "retention_hours": 48}
    assert queries.answers(row)["retention_hours"].evidence == ["Rutin 4", "Rutin 5"]
    saved = client.post(f"/avvagning/{row.id}/avsnitt/9/", {"hours": "fre, lör 20:00–06:00"})
    assert saved.url == f"/avvagning/{row.id}/avsnitt/10/"
    hours = queries.values(row)["hours"]
    assert hours == [{"days": ["fri", "sat"], "from": "20:00", "to": "06:00"}]
    stayed = client.post(f"/avvagning/{row.id}/avsnitt/9/", {"stay": "1"})
    assert stayed.url == f"/avvagning/{row.id}/"
    assert queries.values(row)["retention_hours"] == 48


def test_every_section_opens_and_shows_what_was_answered(author, site, at) -> None:
    row = balancing.draft(site=site.id, by=author, at=at)
    balancing.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    client = login(author)
    for number in range(1, 16):
        assert client.get(f"/avvagning/{row.id}/avsnitt/{number}/").status_code == 200
    assert client.get(f"/avvagning/{row.id}/avsnitt/16/").status_code == 404
    assert "fre, lör 20:00–06:00" in text(client.get(f"/avvagning/{row.id}/avsnitt/9/"))
    page = text(client.get(f"/avvagning/{row.id}/"))
    assert "4 000 passerar om dygnet." in page
    assert "RÅ 2010 ref. 22" in page


def test_the_council_advises_the_author_replies_and_the_text_becomes_final(
    author, council, site, at
) -> None:
    row = balancing.draft(site=site.id, by=author, at=at)
    balancing.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    writer, reviewer = login(author), login(council)
    writer.post(f"/avvagning/{row.id}/skicka/")
    assert row.id in text(reviewer.get("/avvagning/"))
    assert reviewer.get(f"/avvagning/{row.id}/granska/").status_code == 200
    reviewer.post(
        f"/avvagning/{row.id}/granska/",
        {"stance": "opposes", "reasons": "För vida tider.", "checklist": ["necessary"]},
    )
    assert writer.post(f"/avvagning/{row.id}/slutlig/").status_code == 409
    advice = row.advice.get()
    assert "För vida tider." in text(writer.get(f"/avvagning/{row.id}/bemot/{advice.id}/"))
    writer.post(f"/avvagning/{row.id}/bemot/{advice.id}/", {"text": "Tiderna är kortade."})
    writer.post(f"/avvagning/{row.id}/slutlig/")
    page = text(writer.get(f"/avvagning/{row.id}/"))
    row.refresh_from_db()
    assert row.content_sha256 in page
    assert "Tiderna är kortade." in page
    writer.post(f"/avvagning/{row.id}/ny-version/")
    assert Balancing.objects.count() == 2


def test_a_text_is_taken_back_and_earlier_answers_are_shown(author, site, at) -> None:
    row = balancing.draft(site=site.id, by=author, at=at)
    balancing.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    balancing.answer(balancing=row.id, answers={"cost": "90 000 kr"}, by=author, at=at)
    client = login(author)
    page = text(client.get(f"/avvagning/{row.id}/historik/cost/"))
    assert "80 000 kr" in page
    assert "90 000 kr" in page
    balancing.submit(balancing=row.id, by=author, at=at)
    client.post(f"/avvagning/{row.id}/ta-tillbaka/")
    row.refresh_from_db()
    assert row.state == "draft"


def test_a_decision_is_made_read_downloaded_and_revoked(weighed, board, secretary, at) -> None:
    resolution = granted(board=board, secretary=secretary, at=at)
    client = login(secretary)
    assert resolution.id in text(client.get(f"/beslut/fatta/{weighed.id}/"))
    client.post(f"/beslut/fatta/{weighed.id}/", {"resolution": resolution.id})
    decision = Decision.objects.get()
    terms = decision.terms.get()
    page = text(client.get(f"/beslut/{decision.id}/"))
    for said in ("fre, lör 20:00–06:00", "8-1a", "72", f"{terms.id}.terms", "retention_hours"):
        assert said in page
    assert decision.id in text(client.get("/beslut/"))
    file = client.get(f"/beslut/villkor/{terms.id}.terms")
    assert text(file) == terms.text
    assert client.get(f"/beslut/villkor/{terms.id}/aterkalla/").status_code == 200
    client.post(f"/beslut/villkor/{terms.id}/aterkalla/", {"reason": "Fel plats."})
    assert "Fel plats." in text(client.get(f"/beslut/{decision.id}/"))


def test_boards_that_answer_together_and_an_appeal_are_entered_on_the_decisions_pages(
    weighed, board, foreign_board, secretary, at
) -> None:
    resolution = granted(board=board, secretary=secretary, at=at)
    client = login(secretary)
    told = {"resolution": resolution.id, "joint_with": foreign_board.name}
    refused = client.post(f"/beslut/fatta/{weighed.id}/", told)
    assert foreign_board.name in text(refused)
    assert not Decision.objects.exists()
    told["arrangement"] = "Tekniska nämnden svarar utåt."
    client.post(f"/beslut/fatta/{weighed.id}/", told)
    decision = Decision.objects.get()
    page = text(client.get(f"/beslut/{decision.id}/"))
    assert f"{board.name}, {foreign_board.name}" in page
    assert "Tekniska nämnden svarar utåt." in page
    day = resolution.meeting
    client.post(f"/beslut/{decision.id}/overklaga/", {"court_case": "1-26", "filed_on": day})
    appeal = decision.appeals.get()
    ruling = {"ruling": "annulled", "ruled_on": day}
    client.post(f"/beslut/overklagande/{appeal.id}/", ruling)
    page = text(client.get(f"/beslut/{decision.id}/"))
    assert "upphävt" in page
    assert "1-26: annulled" in page


def test_terms_are_signed_from_the_page(weighed, board, secretary, at) -> None:
    resolution = granted(board=board, secretary=secretary, at=at)
    decision = decisions.decide(
        balancing_id=weighed.id, resolution=resolution.id, by=secretary, at=at
    )
    client = login(secretary)
    assert client.get(f"/beslut/{decision.id}/").status_code == 200
    client.post(f"/beslut/{decision.id}/utfarda/")
    assert decision.terms.count() == 1


def test_a_foreign_board_meets_the_same_page_as_nothing_at_all(
    terms, weighed, foreigner, person, foreign_board
) -> None:
    secretary = login(foreigner)
    author = login(person(Role.SAFETY_COORDINATOR, foreign_board))
    case = Case.objects.get()
    addresses = [
        f"/arenden/{case.id}/",
        f"/arenden/{case.id}/beslut/",
        f"/arenden/{case.id}/remiss/",
        f"/beslut/{terms.decision_id}/",
        f"/beslut/villkor/{terms.id}.terms",
        f"/beslut/villkor/{terms.id}/aterkalla/",
        f"/beslut/fatta/{weighed.id}/",
        f"/avvagning/{weighed.id}/",
        f"/avvagning/{weighed.id}/avsnitt/1/",
        f"/avvagning/{weighed.id}/historik/cost/",
        f"/api/cases/{case.id}",
        f"/api/decisions/{terms.decision_id}",
        f"/api/terms/{terms.id}",
        f"/api/terms/{terms.id}/standing",
        f"/api/balancings/{weighed.id}",
    ]
    for address in addresses:
        assert secretary.get(address).status_code == 404, address
        assert author.get(address).status_code == 404, address
    for address in (
        f"/avvagning/{weighed.id}/skicka/",
        f"/avvagning/{weighed.id}/slutlig/",
        f"/avvagning/{weighed.id}/ny-version/",
    ):
        assert author.post(address).status_code == 404, address
    assert secretary.post(f"/beslut/{terms.decision_id}/utfarda/").status_code == 404


def test_the_api_walks_the_same_way(author, council, secretary, board, site) -> None:
    def post(actor, path: str, body: dict[str, object] | None = None):
        return login(actor).post(f"/api{path}", body or {}, content_type="application/json")

    row = post(author, "/balancings", {"site": site.id}).json()
    wrong = post(author, f"/balancings/{row['id']}/answers", {"answers": {"audio": "ja"}})
    assert wrong.status_code == 400
    assert "audio" in wrong.json()["problem"]
    assert post(author, f"/balancings/{row['id']}/answers", {"answers": ANSWERS}).json()
    post(author, f"/balancings/{row['id']}/submission")
    login(author).delete(f"/api/balancings/{row['id']}/submission")
    post(author, f"/balancings/{row['id']}/submission")
    review = {"stance": "opposes", "reasons": "Vida tider."}
    advice = post(council, f"/balancings/{row['id']}/advice", review).json()
    post(author, f"/balancings/advice/{advice['id']}/reply", {"text": "Kortade."})
    final = post(author, f"/balancings/{row['id']}/finalisation").json()
    assert final["state"] == "final"
    whole = login(secretary).get(f"/api/balancings/{row['id']}").json()
    assert whole["outcome"] == "yes-with-limits"
    assert whole["missing"] == []
    today = timezone.localdate().isoformat()
    opened = {"board": board.id, "reference": "TN-2026-9", "title": "Kamera"}
    case = post(secretary, "/cases", opened).json()
    asked = {"consulted": "Polisen", "due": today}
    referral = post(secretary, f"/cases/{case['id']}/referrals", asked).json()
    opinion = {"stance": "supports", "text": "Bra."}
    post(secretary, f"/referrals/{referral['id']}/opinion", opinion)
    resolved = {"meeting": today, "item": 1, "outcome": "granted", "text": "Bifall."}
    resolution = post(secretary, f"/cases/{case['id']}/resolutions", resolved).json()
    whole_case = login(secretary).get(f"/api/cases/{case['id']}").json()
    assert whole_case["opinions"][0]["text"] == "Bra."
    assert len(login(secretary).get("/api/cases").json()) == 1
    made = post(
        secretary,
        "/decisions",
        {"balancing": row["id"], "resolution": resolution["id"]},
    ).json()
    terms = post(secretary, f"/decisions/{made['id']}/terms").json()
    one = login(secretary).get(f"/api/decisions/{made['id']}").json()
    assert one["terms"] == terms["id"]
    assert len(login(secretary).get("/api/decisions").json()) == 1
    assert login(secretary).get(f"/api/terms/{terms['id']}").json()["text"] == terms["text"]
    gone = post(secretary, f"/terms/{terms['id']}/revocation", {"reason": "Fel plats."})
    assert gone.status_code == 204
    standing = login(secretary).get(f"/api/terms/{terms['id']}/standing").json()
    assert standing == {"revoked": True, "superseded": False}
    assert len(login(author).get("/api/balancings").json()) == 1
    assert post(author, f"/balancings/{row['id']}/revision").json()["version"] == 2
