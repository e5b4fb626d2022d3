"""The council's pages, walked as people walk them; a foreign board finds nothing of ours."""

import io
import zipfile

import pytest
from django.test import Client

from tests.pages.everything import client_of
from tests.stages.weighing import ANSWERS, finalised
from vaka.balancing import actions, queries
from vaka.balancing.models import Comment, EmployeesOpinion, OwnQuestion, Routine
from vaka.balancing.rules.own import Asked
from vaka.municipality.rules import Role

pytestmark = pytest.mark.django_db
WEIGHED = "/avvagning"


@pytest.fixture
def submitted(site, author, at):
    row = actions.draft(site=site.id, by=author, at=at)
    told = {**ANSWERS, "dpia_needed": True, "workplace_in_view": True}
    actions.answer(balancing=row.id, answers=told, by=author, at=at)
    return actions.submit(balancing=row.id, by=author, at=at)


def browser(actor) -> Client:
    return client_of(actor.id)


def text(answer) -> str:
    return answer.content.decode()


def test_the_queue_leads_to_the_text_and_a_comment_goes_there_and_back(
    submitted, author, council
) -> None:
    member, writer = browser(council), browser(author)
    assert f"{WEIGHED}/{submitted.id}/granska/" in text(member.get(f"{WEIGHED}/"))
    asked = f"{WEIGHED}/{submitted.id}/fraga/hours/"
    assert asked in text(member.get(f"{WEIGHED}/{submitted.id}/granska/"))
    answer = member.post(asked, {"text": "Varför söndag?"}, follow=True)
    assert "obesvarad" in text(answer)
    comment = Comment.objects.get()
    told = writer.get(f"{WEIGHED}/{submitted.id}/")
    answering = f"{WEIGHED}/{submitted.id}/svara/{comment.id}/"
    assert answering in text(told)
    assert answering in text(writer.get(f"{WEIGHED}/{submitted.id}/avsnitt/9/"))
    writer.post(answering, {"text": "Söndag är struken."})
    settling = f"{WEIGHED}/{submitted.id}/klar/{comment.id}/"
    assert settling in text(member.get(f"{WEIGHED}/{submitted.id}/"))
    settled = member.post(settling, follow=True)
    assert "Kommentaren är klar." in text(settled)
    assert "Söndag är struken." in text(settled)


def test_an_empty_comment_comes_back_with_what_is_wrong(submitted, council) -> None:
    answer = browser(council).post(f"{WEIGHED}/{submitted.id}/fraga/hours/", {"text": " "})
    assert answer.status_code == 200
    assert not Comment.objects.exists()


def test_the_impact_is_drawn_advised_on_and_taken_along_as_pdf_and_docx(
    submitted, person, author
) -> None:
    officer = browser(person(Role.DPO))
    page = f"{WEIGHED}/{submitted.id}/konsekvens"
    before = text(officer.get(f"{page}/"))
    assert "UTKAST" in before
    assert ANSWERS["necessity"] in before
    assert f"{page}/rad/" in before
    told = {"risk": "high", "text": "Maska innan bilden lämnar platsen."}
    after = text(officer.post(f"{page}/rad/", told, follow=True))
    assert "tillsynsmyndigheten rådfrågas först" in after
    assert f"{page}/rad/" not in after
    pdf = browser(author).get(f"{page}.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["Content-Disposition"].endswith('-konsekvensbedomning.pdf"')
    docx = browser(author).get(f"{page}.docx").content
    written = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    assert "Maska innan bilden lämnar platsen." in written


def test_the_employees_opinion_is_attached_and_a_bad_day_is_said(submitted, author) -> None:
    page = f"{WEIGHED}/{submitted.id}/anstallda/"
    told = {
        "organisation": "Kommunal",
        "form": "negotiated",
        "held_on": "2999-01-01",
        "text": "Enighet.",
    }
    wrong = browser(author).post(page, told)
    assert wrong.status_code == 200
    assert not EmployeesOpinion.objects.exists()
    done = browser(author).post(page, {**told, "held_on": "2026-03-01"}, follow=True)
    assert "Yttrandet är tillfogat." in text(done)
    assert "Kommunal, 1 mars 2026" in text(done)


def test_a_routine_is_published_changed_and_taken_up(site, author, council, at) -> None:
    member = browser(council)
    first = {"title": "Kvartalskontroll", "text": "Läs loggen.\n\nTvå läser."}
    member.post(f"{WEIGHED}/rutiner/ny/", first)
    routine = Routine.objects.get()
    draft = actions.draft(site=site.id, by=author, at=at)
    address = f"{WEIGHED}/rutiner/{routine.series}/"
    member.post(
        f"{address}ny/", {"title": "Kvartalskontroll", "text": "Läs loggen.\n\nEn läser."}
    )
    changed = text(browser(author).get(address))
    assert "<del>Två läser.</del>" in changed
    assert "En läser." in changed
    assert "<del>" not in text(browser(author).get(address, {"version": "1"}))
    writer = browser(author)
    assert "det finns en nyare" in text(writer.get(f"{WEIGHED}/{draft.id}/"))
    writer.post(f"{WEIGHED}/{draft.id}/rutin/{routine.series}/")
    assert "det finns en nyare" not in text(writer.get(f"{WEIGHED}/{draft.id}/"))


def test_an_own_question_is_added_shown_as_a_change_and_ended(
    site, author, council, at
) -> None:
    draft = actions.draft(site=site.id, by=author, at=at)
    member, writer = browser(council), browser(author)
    told = {
        "section": "13",
        "kind": "text",
        "sv": "Vem har nycklar?",
        "source": "Policyn",
        "required": "on",
    }
    added = member.post(f"{WEIGHED}/mall/ny/", told, follow=True)
    assert "Vem har nycklar?" in text(added)
    own = OwnQuestion.objects.get()
    changed = text(writer.get(f"{WEIGHED}/{draft.id}/mall/"))
    assert "Vem har nycklar?" in changed
    assert "obligatorisk" in changed
    writer.post(f"{WEIGHED}/{draft.id}/mall/folj/")
    assert "Inget har ändrats" in text(writer.get(f"{WEIGHED}/{draft.id}/mall/"))
    ending = f"{WEIGHED}/mall/{own.question}/avsluta/"
    ended = member.post(ending, {"reason": "Otydlig."}, follow=True)
    assert "Ställs inte längre" in text(ended)


def test_a_question_of_the_template_is_refused_its_end_with_the_reason(council) -> None:
    answer = browser(council).post(f"{WEIGHED}/mall/necessity/avsluta/", {"reason": "Onödig."})
    assert "följer av lagen" in text(answer)


def test_precedents_are_searched_and_what_resembles_says_why(submitted, council) -> None:
    member = browser(council)
    found = text(member.get(f"{WEIGHED}/prejudikat/", {"text": "uppsala"}))
    assert "HFD 6 februari 2023" in found
    assert "Landskrona" not in found
    everything = text(member.get(f"{WEIGHED}/prejudikat/", {"kind": "nonsense"}))
    assert "Landskrona" in everything
    alike = text(member.get(f"{WEIGHED}/{submitted.id}/liknande/"))
    assert "samma slag av plats" in alike
    assert "inget är maskat här" in alike


def test_uniformity_shows_where_likes_part_to_who_sees_both(site, author, council, at) -> None:
    wide = finalised(site=site, author=author, council=council, at=at, retention_hours=240)
    strict = finalised(site=site, author=author, council=council, at=at)
    shown = text(browser(council).get(f"{WEIGHED}/likformighet/"))
    assert "dubbelt så länge" in shown
    assert wide.id in shown
    assert strict.id in shown


def test_a_foreign_board_finds_no_word_of_a_draft_on_any_of_these_pages(
    submitted, person, foreign_board, council, at
) -> None:
    comment = actions.comment(
        balancing=submitted.id, question="hours", text="Hemlig fråga", by=council, at=at
    )
    foreigner = browser(person(Role.SAFETY_COORDINATOR, foreign_board))
    ours = f"{WEIGHED}/{submitted.id}"
    for page in (
        *("liknande/", "mall/", "konsekvens/", "konsekvens.pdf", "konsekvens.docx"),
        *("anstallda/", f"svara/{comment.id}/"),
    ):
        assert foreigner.get(f"{ours}/{page}").status_code == 404, page
    for page in ("", "prejudikat/", "likformighet/", "rutiner/", "mall/"):
        shown = foreigner.get(f"{WEIGHED}/{page}")
        assert shown.status_code == 200
        assert submitted.id not in text(shown)
        assert "Exempeltorget" not in text(shown)


def test_the_same_over_the_api(site, author, council, person, at) -> None:
    routine = actions.publish_routine(title="A", text="B", by=council, at=at)
    row = actions.draft(site=site.id, by=author, at=at)
    actions.answer(balancing=row.id, answers=ANSWERS, by=author, at=at)
    actions.add_question(
        Asked(13, "text", "Vem?", "Policyn", required=False), by=council, at=at
    )
    writer, member, officer = browser(author), browser(council), browser(person(Role.DPO))
    own = f"/api/balancings/{row.id}"

    def post(client: Client, path: str, body: object = None):
        return client.post(path, body or {}, content_type="application/json").json()

    [change] = writer.get(f"{own}/template-changes").json()
    assert change == {"question": "own_1", "change": "added", "section": 13, "aspects": []}
    assert post(writer, f"{own}/template")["edition"] == 1
    assert [each["title"] for each in writer.get("/api/routines").json()] == ["A"]
    newer = post(member, "/api/routines", {"title": "A", "text": "C", "series": routine.series})
    followed = post(writer, f"{own}/routines", {"series": routine.series})
    assert followed["routine_id"] == newer["id"]
    post(writer, f"{own}/submission")
    [waiting] = member.get("/api/council/queue").json()
    assert waiting["balancing"] == row.id
    made = post(member, f"{own}/comments", {"question": "hours", "text": "Varför?"})
    answer = f"/api/balancings/comments/{made['id']}"
    assert post(writer, f"{answer}/answer", {"text": "Därför."})["answer"] == "Därför."
    assert post(member, f"{answer}/settlement")["settled_at"]
    assert len(writer.get(f"{own}/comments").json()) == 1
    keys = [each["key"] for each in writer.get("/api/precedents?limit=masked").json()]
    assert keys == ["hfd-2023-02-06", "ra-2010-22"]
    alike = writer.get(f"{own}/similar").json()
    assert alike[0]["likenesses"][:2] == ["kind", "purpose"]
    assert writer.get("/api/precedents/partings").json() == []
    assert writer.get(f"{own}/impact").json()["need"] == "to-argue"
    advice = post(officer, f"{own}/impact-advice", {"risk": "acceptable", "text": "Maska."})
    assert advice["submission"] == 1
    assert officer.get(f"{own}/impact").json()["advice"] == "Maska."
    opinion = {
        "organisation": "Kommunal",
        "form": "consulted",
        "held_on": "2026-03-01",
        "text": "Ja.",
    }
    post(writer, f"{own}/employees-opinions", opinion)
    [heard] = writer.get(f"{own}/employees-opinions").json()
    assert heard["organisation"] == "Kommunal"
    post(member, "/api/own-questions/ended", {"question": "own_1", "reason": "Klar."})
    [ended] = writer.get("/api/own-questions").json()
    assert (ended["added_id"], ended["ended_id"]) == (1, 2)
    added = post(
        member,
        "/api/own-questions",
        {"section": 1, "kind": "line", "sv": "Ny?", "source": "P", "required": False},
    )
    assert added["question"] == "own_3"
    assert queries.edition() == 3
