"""What those who asked for pictures get on paper says what was decided, and by what."""

from datetime import datetime, timedelta

import pytest

from tests.stages import asking_story as story
from vaka.core.period import Period
from vaka.law.se.secrecy import MARK
from vaka.oversight import actions, queries
from vaka.oversight.documents.answers import access_paper, disclosure_paper
from vaka.oversight.models import AccessRequest, Disclosure
from vaka.oversight.rules.disclosure import Outcome, ThirdPersons
from vaka.oversight.rules.own_pictures import Answer
from vaka.paper.blocks import Paper, Table
from vaka.paper.pdf import paper_pdf

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def camera(person, board, site, at: datetime):
    from tests.stages.standing import standing

    access = [{"role": "operator", "acts": ["export"], "requires": ["written-request"]}]
    return standing(person=person, board=board, site=site, at=at, access=access)


@pytest.fixture
def asked(camera, officer, span, night) -> Disclosure:
    return story.by_the_police(camera.id, span, by=officer, at=night)


@pytest.fixture
def own(camera, officer, span, night) -> AccessRequest:
    return story.of_oneself(camera.id, span, by=officer, at=night)


def told(paper: Paper) -> str:
    return str(paper.blocks)


def decided(row: Disclosure) -> Paper:
    return disclosure_paper(row, queries.review(row), queries.handed_out(row))


def test_every_paper_carries_the_secrecy_mark(asked, own) -> None:
    for paper in (decided(asked), access_paper(own, [])):
        assert MARK.sv in paper.mark
        assert paper_pdf(paper).startswith(b"%PDF")


def test_that_a_request_came_is_confirmed_until_it_is_decided(asked, own) -> None:
    assert decided(asked).title == "Begäran om bilder är mottagen"
    assert "5000-K123-26" in told(decided(asked))
    assert "2026-05-10" in told(access_paper(own, []))


def test_a_partial_decision_says_which_part_why_and_how_it_is_appealed(
    asked, officer, span, night
) -> None:
    actions.review_secrecy(
        disclosure=asked.id,
        outcome=Outcome.PARTLY,
        given=Period(span.start, span.start + HOUR / 2),
        third_persons=ThirdPersons.COVERED,
        reasons="Resten visar andra.",
        by=officer,
        at=night,
    )
    said = told(decided(asked))
    assert "2026-04-10 kl. 21.00.00" in said
    assert "Resten visar andra." in said
    assert "oigenkännliga" in said
    assert "kammarrätten" in said


def test_the_receipt_lists_the_copies_with_their_hashes(
    camera, asked, officer, operator, night
) -> None:
    story.granted(asked, by=officer, at=night)
    footage = story.exported(camera.id, asked, by=operator, at=night)
    copy = story.copied(camera.id, footage, by=operator, at=night)
    actions.hand_out(disclosure=asked.id, to="Utredare 4", how="USB", by=officer, at=night)
    paper = decided(asked)
    assert paper.title == "Kvitto på utlämnade bilder"
    [table] = [block for block in paper.blocks if isinstance(block, Table)]
    assert table.rows == ((copy, " ".join(["c" * 16] * 4)),)
    assert "kammarrätten" not in told(paper)


def test_an_answer_about_oneself_is_appealed_elsewhere(own, officer, night) -> None:
    actions.answer_access(
        request=own.id, answer=Answer.REFUSED, words="Oklart vem.", by=officer, at=night
    )
    said = told(access_paper(queries.access_request(own.id, by=officer), []))
    assert "Oklart vem." in said
    assert "förvaltningsrätten" in said
