"""Somebody asks for pictures of themselves: known to, held, looked for, answered in time."""

from datetime import date, datetime, timedelta

import pytest

from tests.stages import asking_story as story
from vaka.core.errors import Absent, Conflict, Refused
from vaka.core.period import Period
from vaka.municipality.models import Task
from vaka.municipality.rules import Role, TaskReason
from vaka.operation import actions as operation
from vaka.operation import gate
from vaka.operation.models import Camera, FootageRequest, Hold
from vaka.operation.rules import Purpose
from vaka.oversight import actions, queries
from vaka.oversight.models import AccessRequest
from vaka.oversight.rules.own_pictures import Answer, Identified
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.reminding import remind
from vaka.terms.document import Act

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ACCESS = [{"role": "operator", "acts": ["review", "export"], "requires": []}]


@pytest.fixture
def camera(person, board, site, at: datetime) -> Camera:
    from tests.stages.standing import standing

    return standing(person=person, board=board, site=site, at=at, access=ACCESS)


@pytest.fixture
def asked(camera, officer, span, night) -> AccessRequest:
    return story.of_oneself(camera.id, span, by=officer, at=night)


def looked_for(camera, request: str, span: Period, act: Act, by, at: datetime):
    return operation.ask_for_footage(
        camera=camera.id,
        act=act,
        span=span,
        purpose=Purpose.DISCLOSURE,
        incident="",
        written_request=request,
        reason="Artikel 15",
        by=by,
        at=at,
    )


def answered(row: AccessRequest, answer: Answer, by, at: datetime) -> AccessRequest:
    return actions.answer_access(request=row.id, answer=answer, words="Svar.", by=by, at=at)


def test_it_is_due_in_a_month_held_at_once_and_names_nobody_on_the_record(asked, night) -> None:
    assert (asked.received_on, asked.due) == (date(2026, 4, 10), date(2026, 5, 10))
    assert Hold.objects.get().written_request == asked.id
    entry = record.of_kind(Kind.ACCESS_ASKED).get()
    assert "jacka" not in str(entry.facts)
    assert entry.facts["due"] == "2026-05-10"


def test_nobody_looks_for_anyone_before_it_is_known_who_asks(
    camera, asked, span, officer, operator, night
) -> None:
    with pytest.raises(Conflict, match="no-such-request"):
        looked_for(camera, asked.id, span, Act.REVIEW, operator, night)
    with pytest.raises(Conflict, match="identity-not-checked"):
        answered(asked, Answer.NOTHING_FOUND, officer, night)
    story.identified(asked, by=officer, at=night)
    assert looked_for(camera, asked.id, span, Act.REVIEW, operator, night)
    assert record.of_kind(Kind.ACCESS_IDENTIFIED).get().facts["how"] == "document-seen"
    with pytest.raises(Conflict, match="identified-already"):
        actions.identify(request=asked.id, how=Identified.DOCUMENT_SEEN, by=officer, at=night)


def test_only_a_copy_with_third_persons_covered_is_taken_on_it_gdpr_15_4(
    camera, asked, span, officer, operator, night
) -> None:
    story.identified(asked, by=officer, at=night)
    request = looked_for(camera, asked.id, span, Act.EXPORT, operator, night)
    with pytest.raises(Conflict, match="third-persons-first"):
        gate.give_footage_ticket(request=request.id, by=operator, at=night)


def test_what_is_found_is_handed_out_with_its_hash_and_let_go_of(
    camera, asked, span, officer, operator, night
) -> None:
    story.identified(asked, by=officer, at=night)
    with pytest.raises(Conflict, match="no-copy-taken"):
        answered(asked, Answer.HANDED_OUT, officer, night)
    request = looked_for(camera, asked.id, span, Act.EXPORT, operator, night)
    copy = story.copied(camera.id, request.id, by=operator, at=night)
    with pytest.raises(Conflict, match="copies-are-taken"):
        answered(asked, Answer.NOTHING_FOUND, officer, night)
    answered(asked, Answer.HANDED_OUT, officer, night)
    entry = record.of_kind(Kind.ACCESS_ANSWERED).get()
    assert entry.facts["copies"] == [{"copy": copy, "sha256": "c" * 64}]
    assert Hold.objects.get().lifted_at == night
    with pytest.raises(Conflict, match="answered-already"):
        answered(asked, Answer.HANDED_OUT, officer, night)
    with pytest.raises(Conflict, match="request-is-answered"):
        looked_for(camera, asked.id, span, Act.REVIEW, operator, night)


@pytest.mark.parametrize("answer", [Answer.NOTHING_FOUND, Answer.REFUSED])
def test_what_is_not_handed_out_stays_held_so_that_it_can_be_looked_at_anew(
    asked, officer, night, answer: Answer
) -> None:
    story.identified(asked, by=officer, at=night)
    answered(asked, answer, officer, night)
    assert Hold.objects.get().lifted_at is None


def test_two_months_more_are_told_of_within_the_first_and_held_anew(
    asked, officer, night
) -> None:
    later = night + 29 * DAY
    actions.extend_answer(request=asked.id, reasons="Många inspelningar", by=officer, at=later)
    row = queries.access_request(asked.id, by=officer)
    assert row.due == date(2026, 7, 10)
    first, second = Hold.objects.order_by("placed_at")
    assert first.lifted_at == later
    assert second.lifted_at is None
    assert second.until.date() > row.due
    with pytest.raises(Conflict, match="extended-already"):
        actions.extend_answer(request=asked.id, reasons="Mer", by=officer, at=later)


def test_after_the_first_month_it_is_too_late_to_extend(asked, officer, night) -> None:
    with pytest.raises(Conflict, match="too-late-to-extend"):
        actions.extend_answer(
            request=asked.id, reasons="Många", by=officer, at=night + 31 * DAY
        )


def test_the_board_hears_of_it_twice_in_time_and_anew_when_it_is_extended(
    asked, officer, night
) -> None:
    def heard() -> list[tuple[str, date]]:
        rows = Task.objects.filter(subject=asked.id, settled_at=None)
        return [(row.reason, row.due) for row in rows.order_by("raised_at", "reason")]

    due = date(2026, 5, 10)
    remind(at=night)
    assert heard() == [(TaskReason.ACCESS_ASKED, due)]
    remind(at=night + 24 * DAY)
    assert heard() == [(TaskReason.ACCESS_ASKED, due), (TaskReason.ACCESS_RUNS_OUT, due)]
    actions.extend_answer(request=asked.id, reasons="Många", by=officer, at=night + 25 * DAY)
    assert heard() == []
    remind(at=night + 25 * DAY)
    assert heard() == [(TaskReason.ACCESS_ASKED, date(2026, 7, 10))]


def test_who_asked_is_erased_here_and_on_the_record_and_every_proof_holds(
    asked, officer, person, night
) -> None:
    with pytest.raises(Conflict, match="not-answered-yet"):
        actions.erase_requester(request=asked.id, by=officer, at=night)
    story.identified(asked, by=officer, at=night)
    answered(asked, Answer.NOTHING_FOUND, officer, night)
    with pytest.raises(Refused):
        actions.erase_requester(request=asked.id, by=person(Role.DPO), at=night)
    actions.erase_requester(request=asked.id, by=officer, at=night)
    row = queries.access_request(asked.id, by=officer)
    assert (row.contact, row.looks) == ("", "")
    assert not record.naming(asked.id).exists()
    assert record.of_kind(Kind.REQUESTER_ERASED).get().subject == asked.id
    assert queries.audit(by=person(Role.INSPECTOR)).holds
    with pytest.raises(Conflict, match="erased-already"):
        actions.erase_requester(request=asked.id, by=officer, at=night)


def test_a_foreign_board_meets_nothing(asked, person, foreign_board, night) -> None:
    stranger = person(Role.CASE_OFFICER, foreign_board)
    with pytest.raises(Absent):
        actions.identify(request=asked.id, how=Identified.DOCUMENT_SEEN, by=stranger, at=night)
    assert not FootageRequest.objects.exists()
