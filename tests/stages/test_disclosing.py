"""Pictures are disclosed on a written request that a review has opened, and on no other."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.stages import asking_story as story
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.period import Period
from vaka.municipality.models import Task
from vaka.municipality.rules import Role, TaskReason
from vaka.operation import actions as operation
from vaka.operation import gate
from vaka.operation import queries as footage
from vaka.operation.models import Camera, Hold
from vaka.operation.rules import LONGEST_HOLD, Purpose
from vaka.oversight import actions, queries
from vaka.oversight.models import Disclosure, SecrecyReview
from vaka.oversight.rules.disclosure import Outcome, ThirdPersons
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.servers.reminding import remind
from vaka.terms.document import Act

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ACCESS = [
    {"role": "operator", "acts": ["review", "export"], "requires": ["written-request"]},
]


@pytest.fixture
def camera(person, board, site, at: datetime) -> Camera:
    from tests.stages.standing import standing

    return standing(person=person, board=board, site=site, at=at, access=ACCESS)


@pytest.fixture
def asked(camera, officer, span, night) -> Disclosure:
    return story.by_the_police(camera.id, span, by=officer, at=night)


def reviewed(row: Disclosure, by, at: datetime, **changed: object) -> SecrecyReview:
    facts: dict = {
        "disclosure": row.id,
        "outcome": Outcome.GRANTED,
        "given": None,
        "third_persons": ThirdPersons.SEEN,
        "reasons": "",
        **changed,
    }
    return actions.review_secrecy(**facts, by=by, at=at)


def ask_for_copy(camera, request: str, span: Period, by, at: datetime):
    return operation.ask_for_footage(
        camera=camera.id,
        act=Act.EXPORT,
        span=span,
        purpose=Purpose.DISCLOSURE,
        incident="",
        written_request=request,
        reason="Till polisen",
        by=by,
        at=at,
    )


def test_what_the_police_ask_for_is_held_from_the_first_day_osl_32_3_a(
    camera, asked, span, night
) -> None:
    hold = Hold.objects.get()
    assert (hold.starts_at, hold.ends_at) == (span.start, span.end)
    assert (hold.written_request, hold.until) == (asked.id, night + LONGEST_HOLD)
    [order] = footage.orders("gateway-1", at=night).cameras
    assert [each.id for each in order.holds] == [hold.id]
    entry = record.of_kind(Kind.DISCLOSURE_ASKED).get()
    assert (entry.subject, entry.facts["asker"]) == (asked.id, "police")
    assert "fontänen" not in str(entry.facts)
    assert entry.personal.fields["what"] == "Rån vid fontänen"


def test_what_lifts_the_secrecy_is_granted_by_its_section_and_opens_the_recordings(
    camera, asked, span, officer, operator, night
) -> None:
    with pytest.raises(Conflict, match="no-such-request"):
        ask_for_copy(camera, asked.id, span, operator, night)
    review = reviewed(asked, officer, night)
    assert review.section == "OSL 32 kap. 3 a § 1"
    request = ask_for_copy(camera, asked.id, span, operator, night)
    given = gate.give_footage_ticket(request=request.id, by=operator, at=night)
    assert given.text
    issued = record.of_kind(Kind.TICKET_ISSUED).get()
    assert issued.facts["written_request"] == asked.id


def test_no_written_request_that_was_not_reviewed_opens_anything(
    camera, asked, span, officer, operator, night
) -> None:
    """A reference somebody typed is none; nor another camera's, nor another hour's."""
    for request, why in (("", "no-request-named"), ("5000-K123-26", "no-such-request")):
        with pytest.raises(Conflict, match=why):
            ask_for_copy(camera, request, span, operator, night)
    reviewed(asked, officer, night)
    earlier = Period(span.start - HOUR, span.end - HOUR)
    with pytest.raises(Conflict, match="request-is-for-another-time"):
        ask_for_copy(camera, asked.id, earlier, operator, night)
    elsewhere = story.opened("0" * 26, span, at=night)
    with pytest.raises(Conflict, match="request-opens-nothing-here"):
        ask_for_copy(camera, elsewhere, span, operator, night)


def test_anybody_else_is_reviewed_in_full_with_secrecy_as_the_rule(
    camera, officer, span, night
) -> None:
    row = story.by_anybody(camera.id, span, by=officer, at=night)
    with pytest.raises(Conflict, match="reasons-missing"):
        reviewed(row, officer, night)
    review = reviewed(row, officer, night, reasons="Torget var tomt.")
    assert review.section == "OSL 32 kap. 3 §"


def test_a_part_opens_no_more_than_the_part(
    camera, asked, span, officer, operator, night
) -> None:
    half = Period(span.start, span.start + HOUR / 2)
    reviewed(
        asked, officer, night, outcome=Outcome.PARTLY, given=half, reasons="Resten är annat."
    )
    assert ask_for_copy(camera, asked.id, half, operator, night)
    with pytest.raises(Conflict, match="request-is-for-another-time"):
        ask_for_copy(camera, asked.id, span, operator, night)


def test_a_refusal_says_why_opens_nothing_and_keeps_the_recordings_for_a_court(
    camera, asked, span, officer, operator, night
) -> None:
    with pytest.raises(Conflict, match="reasons-missing"):
        reviewed(asked, officer, night, outcome=Outcome.REFUSED)
    reviewed(asked, officer, night, outcome=Outcome.REFUSED, reasons="Brottet har bara böter.")
    with pytest.raises(Conflict, match="request-opens-nothing-here"):
        ask_for_copy(camera, asked.id, span, operator, night)
    with pytest.raises(Conflict, match="no-copy-taken"):
        actions.hand_out(disclosure=asked.id, to="-", how="-", by=officer, at=night)
    assert Hold.objects.get().lifted_at is None
    with pytest.raises(Conflict, match="reviewed-already"):
        reviewed(asked, officer, night)


def test_what_is_handed_out_is_on_the_record_with_its_hash_and_closes_the_request(
    camera, asked, span, officer, operator, night
) -> None:
    reviewed(asked, officer, night)
    request = ask_for_copy(camera, asked.id, span, operator, night)
    copy = story.copied(camera.id, request.id, by=operator, at=night)
    actions.hand_out(
        disclosure=asked.id, to="Utredare 4", how="USB, mot kvittens", by=officer, at=night
    )
    told = queries.handed_out(asked)
    assert told is not None
    assert told.copies == ((copy, "c" * 64),)
    assert (told.to, told.how) == ("Utredare 4", "USB, mot kvittens")
    entry = record.of_kind(Kind.DISCLOSURE_HANDED_OUT).get()
    assert "Utredare" not in str(entry.facts)
    assert Hold.objects.get().lifted_at == night
    with pytest.raises(Conflict, match="request-is-answered"):
        gate.give_footage_ticket(request=request.id, by=operator, at=night)
    with pytest.raises(Conflict, match="handed-out-already"):
        actions.hand_out(disclosure=asked.id, to="-", how="-", by=officer, at=night)


def test_others_may_be_covered_and_then_no_other_copy_is_taken(
    camera, asked, span, officer, operator, night
) -> None:
    reviewed(asked, officer, night, third_persons=ThirdPersons.COVERED)
    request = ask_for_copy(camera, asked.id, span, operator, night)
    with pytest.raises(Conflict, match="third-persons-first"):
        gate.give_footage_ticket(request=request.id, by=operator, at=night)


def test_the_liaison_asks_sees_the_own_requests_alone_and_decides_nothing(
    camera, officer, span, person, board, night
) -> None:
    liaison = person(Role.POLICE_LIAISON, board)
    theirs = story.by_the_police(camera.id, span, by=liaison, at=night)
    story.by_anybody(camera.id, span, by=officer, at=night)
    assert [row.id for row in queries.disclosures(by=liaison)] == [theirs.id]
    assert queries.disclosures(by=officer).count() == 2
    with pytest.raises(Refused):
        reviewed(theirs, liaison, night)


def test_a_foreign_board_meets_nothing_and_the_officer_of_data_sees_all(
    camera, asked, span, person, foreign_board, night
) -> None:
    stranger = person(Role.CASE_OFFICER, foreign_board)
    with pytest.raises(Absent):
        queries.disclosure(asked.id, by=stranger)
    with pytest.raises(Absent):
        story.by_the_police(camera.id, span, by=stranger, at=night)
    assert queries.disclosure(asked.id, by=person(Role.DPO)).id == asked.id


def test_a_request_about_what_is_to_come_or_received_tomorrow_is_none(
    camera, officer, span, night
) -> None:
    ahead = Period(night + HOUR, night + 2 * HOUR)
    with pytest.raises(Conflict, match="not-begun-yet"):
        story.by_the_police(camera.id, ahead, by=officer, at=night)
    with pytest.raises(BadInput, match="received_on"):
        story.of_oneself(
            camera.id,
            span,
            by=officer,
            at=night,
            received_on=night.date() + timedelta(days=1),
        )
    assert not Hold.objects.exists()


def test_the_board_hears_of_it_at_once_and_no_more_when_it_is_decided(
    asked, officer, night
) -> None:
    remind(at=night)
    task = Task.objects.get(reason=TaskReason.DISCLOSURE_ASKED)
    assert task.due == night.date()
    reviewed(asked, officer, night)
    task.refresh_from_db()
    assert task.outcome == "OSL 32 kap. 3 a § 1"
    remind(at=night + timedelta(days=2))
    assert Task.objects.filter(settled_at=None, subject=asked.id).count() == 0


def test_the_database_too_knows_that_a_refusal_has_reasons(asked, officer, night) -> None:
    reviewed(asked, officer, night, outcome=Outcome.REFUSED, reasons="Skäl")
    with pytest.raises(IntegrityError), transaction.atomic():
        SecrecyReview.objects.update(reasons="")
