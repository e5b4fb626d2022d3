"""Cases: each verb, each refusal, its line on the record, and twice at once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from vaka.cases import actions, queries
from vaka.cases.models import Case, Opinion, Resolution
from vaka.cases.rules.states import Outcome, Reason, Stance, State
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
DUE, MEETING = date(2026, 3, 20), date(2026, 4, 15)


@pytest.fixture
def foreigner(person, foreign_board):
    return person(Role.BOARD_SECRETARY, foreign_board)


@pytest.fixture
def case(board, officer, at) -> Case:
    return actions.open_case(
        board=board.id, reference="TN-2026-114", title="Kamera på torget", by=officer, at=at
    )


@pytest.fixture
def referral(case, officer, at):
    return actions.refer(case=case.id, consulted="Servicenämnden", due=DUE, by=officer, at=at)


def grant(case: Case, by, at: datetime, *, meeting: date = MEETING, item: int = 56):
    return actions.resolve(
        case=case.id,
        meeting=meeting,
        item=item,
        outcome=Outcome.GRANTED,
        text="Nämnden beslutar enligt förslaget.",
        by=by,
        at=at,
    )


def test_a_case_is_opened_and_on_the_record(case, officer) -> None:
    assert State(case.state) == State.OPEN
    entry = record.entries(subject=case.id).get()
    assert entry.kind == Kind.CASE_OPENED
    assert entry.facts["reference"] == "TN-2026-114"
    assert list(queries.cases(by=officer)) == [case]


def test_a_reference_number_is_once_a_board_but_another_board_may_have_it(
    case, officer, foreigner, board, foreign_board, at
) -> None:
    again = {"reference": "tn-2026-114", "title": "Igen", "at": at}
    with pytest.raises(Conflict, match="reference-taken"):
        actions.open_case(board=board.id, by=officer, **again)
    actions.open_case(board=foreign_board.id, by=foreigner, **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(board=foreign_board).update(board=board)


def test_who_lacks_the_role_is_refused_and_the_refusal_is_on_the_record(
    board, person, at
) -> None:
    coordinator = person(Role.SAFETY_COORDINATOR, board)
    with pytest.raises(Refused):
        actions.open_case(
            board=board.id, reference="TN-2026-1", title="Kamera", by=coordinator, at=at
        )
    assert not Case.objects.exists()
    assert record.of_kind(Kind.ACCESS_REFUSED).get().actor == coordinator.id


def test_an_opinion_is_given_once_and_seen_in_the_timeline(case, referral, officer, at) -> None:
    later = at + timedelta(days=10)
    told = {"stance": Stance.SUPPORTS, "text": "Tillstyrks.", "by": officer, "at": later}
    actions.give_opinion(referral=referral.id, **told)
    with pytest.raises(Conflict, match=Reason.OPINION_GIVEN_ALREADY):
        actions.give_opinion(referral=referral.id, **told)
    assert [line.what for line in queries.timeline(case)] == ["opened", "referred", "opinion"]
    assert queries.awaited(case) == []


def test_the_board_waits_for_whom_it_asked_until_the_day_is_out(
    case, referral, secretary, at
) -> None:
    with pytest.raises(Conflict, match=Reason.OPINIONS_AWAITED):
        grant(case, secretary, at, meeting=DUE)
    grant(case, secretary, at, meeting=DUE + timedelta(1))
    case.refresh_from_db()
    assert State(case.state) == State.RESOLVED


def test_a_resolution_is_final_and_its_item_is_its_own(
    case, board, officer, secretary, at
) -> None:
    resolution = grant(case, secretary, at)
    assert list(queries.granted_by(case.board_id, by=secretary)) == [resolution]
    with pytest.raises(Conflict, match=Reason.RESOLVED_ALREADY):
        grant(case, secretary, at, item=57)
    other = actions.open_case(
        board=board.id, reference="TN-2026-115", title="Annat", by=officer, at=at
    )
    with pytest.raises(Conflict, match="item-taken"):
        grant(other, secretary, at)
    assert Resolution.objects.count() == 1


def test_a_case_remitted_back_can_be_referred_and_resolved_again(case, officer, secretary, at):
    actions.resolve(
        case=case.id,
        meeting=MEETING,
        item=3,
        outcome=Outcome.REMITTED,
        text="Ärendet återremitteras.",
        by=secretary,
        at=at,
    )
    actions.refer(case=case.id, consulted="Polisen", due=DUE, by=officer, at=at)
    grant(case, secretary, at)
    assert [row.outcome for row in queries.resolutions(case)] == ["remitted", "granted"]


def test_nobody_can_be_asked_for_yesterday(case, officer, at) -> None:
    with pytest.raises(Conflict, match=Reason.DUE_BEFORE_REFERRAL):
        actions.refer(
            case=case.id, consulted="Polisen", due=date(2026, 3, 1), by=officer, at=at
        )


def test_an_item_is_a_positive_number(case, secretary, at) -> None:
    with pytest.raises(BadInput, match="item"):
        grant(case, secretary, at, item=0)


def test_only_the_secretary_enters_resolutions(case, officer, at) -> None:
    with pytest.raises(Refused):
        grant(case, officer, at)


def test_a_foreign_board_finds_nothing(case, referral, foreigner, at) -> None:
    assert not queries.cases(by=foreigner).exists()
    with pytest.raises(Absent):
        queries.case(case.id, by=foreigner)
    with pytest.raises(Absent):
        grant(case, foreigner, at)
    with pytest.raises(Absent):
        actions.give_opinion(
            referral=referral.id, stance=Stance.OPPOSES, text="Nej.", by=foreigner, at=at
        )
    assert not Opinion.objects.exists()


def test_what_is_overdue_is_listed_from_the_day_after(referral, officer) -> None:
    assert list(queries.overdue(by=officer, today=DUE)) == []
    assert list(queries.overdue(by=officer, today=DUE + timedelta(1))) == [referral]


def test_rows_say_what_they_are(case, referral, secretary, officer, at) -> None:
    opinion = actions.give_opinion(
        referral=referral.id, stance=Stance.ABSTAINS, text="Avstår.", by=officer, at=at
    )
    assert str(opinion) == "TN-2026-114 Kamera på torget: Servicenämnden: abstains"
    assert str(grant(case, secretary, at)) == "Tekniska nämnden 2026-04-15 § 56"
