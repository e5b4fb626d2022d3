"""Who is recused neither prepares nor decides, and the minutes say so (KL 6:28, FL 16 §)."""

from datetime import date, timedelta

import pytest

from tests.pages.browsing import login, text
from tests.stages.weighing import ANSWERS, finalised, granted
from vaka.balancing import actions as balancing
from vaka.cases import actions, documents, queries
from vaka.cases.rules.states import Ground, Outcome, Reason
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.outgoing import Delivery
from vaka.decisions import actions as decisions
from vaka.decisions.queries import recused_from
from vaka.municipality import actions as municipality
from vaka.municipality.models import Letter
from vaka.municipality.rules import Role
from vaka.paper.blocks import Heading, Paragraph
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.reminding import remind

pytestmark = pytest.mark.django_db


@pytest.fixture
def resolution(board, secretary, at):
    return granted(board=board, secretary=secretary, at=at)


@pytest.fixture
def case(resolution):
    return resolution.case


@pytest.fixture
def open_case(board, secretary, at):
    return actions.open_case(
        board=board.id, reference="TN-2026-115", title="Kamera i parken", by=secretary, at=at
    )


def recused(case, whom, by, at):
    return actions.recuse(
        case=case.id, who="Utredare 2", person=whom.id, ground=Ground.AFFECTED, by=by, at=at
    )


def test_who_is_recused_does_not_prepare_the_case(open_case, officer, secretary, at) -> None:
    recused(open_case, officer, secretary, at)
    with pytest.raises(Refused) as refusal:
        actions.refer(
            case=open_case.id, consulted="Polisen", due=date(2026, 4, 1), by=officer, at=at
        )
    assert refusal.value.reason == Reason.RECUSED
    refused = record.entries(subject=open_case.id).get(kind=Kind.ACCESS_REFUSED)
    assert refused.facts["reason"] == "recused"


def test_nor_weighs_in_it(open_case, author, site, secretary, at) -> None:
    draft = balancing.draft(site=site.id, case=open_case.id, by=author, at=at)
    recused(open_case, author, secretary, at)
    with pytest.raises(Refused, match="recused"):
        balancing.answer(
            balancing=draft.id, answers={"place": ANSWERS["place"]}, by=author, at=at
        )
    with pytest.raises(Refused, match="recused"):
        balancing.draft(site=site.id, case=open_case.id, by=author, at=at)


def test_nor_enters_its_resolution_nor_its_decision(
    resolution, case, site, author, person, secretary, officer, at
) -> None:
    council = person(Role.COUNCIL_MEMBER)
    weighed = finalised(site=site, author=author, council=council, at=at)
    made = decisions.decide(
        balancing_id=weighed.id, resolution=resolution.id, by=secretary, at=at
    )
    recused(case, secretary, officer, at)
    with pytest.raises(Refused, match="recused"):
        decisions.issue_terms(decision=made.id, by=secretary, at=at)
    with pytest.raises(Refused, match="recused"):
        decisions.decide(balancing_id=weighed.id, resolution=resolution.id, by=secretary, at=at)
    with pytest.raises(Refused, match="recused"):
        actions.resolve(
            case=case.id,
            meeting=date(2026, 3, 21),
            item=9,
            outcome=Outcome.GRANTED,
            text="Ja.",
            by=secretary,
            at=at,
        )


def test_a_recusal_is_noted_once_and_of_who_has_a_part_in_the_board(
    open_case, officer, secretary, person, foreign_board, at
) -> None:
    recused(open_case, officer, secretary, at)
    with pytest.raises(Conflict, match=Reason.RECUSED_ALREADY):
        recused(open_case, officer, secretary, at)
    with pytest.raises(Absent):
        recused(open_case, person(Role.CASE_OFFICER, foreign_board), secretary, at)
    entry = record.entries(subject=open_case.id).get(kind=Kind.RECUSAL_NOTED)
    assert entry.facts == {
        "recusal": queries.recusals(open_case).get().id,
        "person": officer.id,
        "ground": "affected",
    }


def test_the_minutes_say_who_was_recused_when_they_were_approved(
    resolution, case, board, secretary, officer, at
) -> None:
    told = {"case": case.id, "ground": Ground.IMPARTIALITY, "by": officer}
    actions.recuse(who="Ledamot (X)", at=at, **told)
    actions.approve_minutes(
        board=board.id,
        meeting=resolution.meeting,
        approved_on=date(2026, 3, 27),
        announced_on=date(2026, 3, 28),
        by=secretary,
        at=at,
    )
    actions.recuse(who="Ledamot (Y)", at=at.replace(month=5), **told)
    paper = documents.extract_paper(resolution)
    assert Heading(2, "Jäv") in paper.blocks
    said = " ".join(each.text for each in paper.blocks if isinstance(each, Paragraph))
    assert "Ledamot (X) har på grund av jäv varken deltagit i" in said
    assert "Ledamot (Y)" not in said


def test_it_is_noted_on_a_page_and_shown_on_the_case(open_case, secretary, officer) -> None:
    client = login(secretary)
    answer = client.post(
        f"/arenden/{open_case.id}/jav/",
        {"who": "Utredare 2", "person": officer.id, "ground": "affected"},
        follow=True,
    )
    assert "Utredare 2 är jävig" in text(answer)
    closed = login(officer).post(
        f"/arenden/{open_case.id}/beredning/", {"department": "K", "ordered_on": "2026-03-02"}
    )
    assert closed.status_code == 403
    assert "Du är jävig i ärendet" in text(closed)


def test_nor_approves_the_minutes_of_it_nor_reports_what_a_delegate_decided(
    resolution, case, board, secretary, officer, at
) -> None:
    other = actions.open_case(
        board=board.id, reference="TN-2026-116", title="Tillfällig", by=secretary, at=at
    )
    lent = actions.delegate(
        board=board.id,
        number="3.2",
        subject="Tillfällig kamera",
        delegate="Enhetschef",
        starts_on=date(2026, 1, 1),
        by=secretary,
        at=at,
    )
    decided = actions.decide_by_delegation(
        case=other.id,
        delegation=lent.id,
        decided_on=at.date(),
        outcome=Outcome.GRANTED,
        text="Ja.",
        by=secretary,
        at=at,
    )
    for row in (case, other):
        recused(row, secretary, officer, at)
    with pytest.raises(Refused, match="recused"):
        actions.report_delegated(
            decision=decided.id, meeting=date(2026, 3, 20), by=secretary, at=at
        )
    with pytest.raises(Refused, match="recused"):
        actions.approve_minutes(
            board=board.id,
            meeting=resolution.meeting,
            approved_on=date(2026, 3, 27),
            announced_on=date(2026, 3, 28),
            by=secretary,
            at=at,
        )


def test_nobody_recused_is_written_to_about_the_case_nor_settles_its_tasks(
    open_case, board, officer, secretary, at
) -> None:
    for who in (officer, secretary):
        municipality.change_email(email=f"{who.id}@example.org", by=who, at=at)
    actions.refer(case=open_case.id, consulted="Polisen", due=at.date(), by=secretary, at=at)
    recused(open_case, officer, secretary, at)
    remind(at=at + timedelta(days=1))
    remind(at=at + timedelta(days=9))
    assert {row.person_id for row in Letter.objects.all()} == {secretary.id}
    task = Letter.objects.first().task
    with pytest.raises(Refused, match="recused"):
        municipality.settle(
            task=task.id, outcome="Påmind.", apart=recused_from, by=officer, at=at
        )


def test_a_letter_that_waits_is_not_sent_to_who_is_recused_meanwhile(
    open_case, officer, secretary, at
) -> None:
    municipality.change_email(email="utredare@example.org", by=officer, at=at)
    actions.refer(case=open_case.id, consulted="Polisen", due=at.date(), by=secretary, at=at)
    remind(at=at + timedelta(days=1))
    recused(open_case, officer, secretary, at)
    row = Letter.objects.get()
    assert (row.state, row.receipt) == (Delivery.GIVEN_UP, "recused")


def test_a_recusal_noted_by_mistake_is_taken_back_with_its_reason(
    resolution, case, board, officer, secretary, at
) -> None:
    noted = recused(case, officer, secretary, at)
    with pytest.raises(Refused, match="recused"):
        actions.withdraw_recusal(recusal=noted.id, reason="Nej.", by=officer, at=at)
    with pytest.raises(BadInput):
        actions.withdraw_recusal(recusal=noted.id, reason=" ", by=secretary, at=at)
    actions.withdraw_recusal(recusal=noted.id, reason="Fel person.", by=secretary, at=at)
    with pytest.raises(Conflict, match=Reason.WITHDRAWN_ALREADY):
        actions.withdraw_recusal(recusal=noted.id, reason="Igen.", by=secretary, at=at)
    assert recused_from(case.id) == frozenset()
    entry = record.entries(subject=case.id).get(kind=Kind.RECUSAL_WITHDRAWN)
    assert entry.facts == {"recusal": noted.id}
    actions.approve_minutes(
        board=board.id,
        meeting=resolution.meeting,
        approved_on=date(2026, 3, 27),
        announced_on=date(2026, 3, 28),
        by=secretary,
        at=at,
    )
    assert Heading(2, "Jäv") not in documents.extract_paper(resolution).blocks
    recused(case, officer, secretary, at)


def test_it_is_taken_back_on_a_page_and_over_the_api(open_case, officer, secretary, at) -> None:
    noted, client = recused(open_case, officer, secretary, at), login(secretary)
    page = text(client.get(f"/arenden/{open_case.id}/"))
    assert f"/arenden/{open_case.id}/jav/{noted.id}/" in page
    after = client.post(
        f"/arenden/{open_case.id}/jav/{noted.id}/", {"reason": "Fel person."}, follow=True
    )
    assert "Utredare 2 är inte jävig" in text(after)
    again = recused(open_case, officer, secretary, at)
    told = client.post(
        f"/api/recusals/{again.id}/withdrawal",
        {"reason": "Fel igen."},
        content_type="application/json",
    )
    assert told.json()["withdrawn_because"] == "Fel igen."
