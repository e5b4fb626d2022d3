"""A copy that shows one person is prepared by one, seen and released by another."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.stages.found import sent
from tests.stages.test_footage import ask
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.period import Period
from vaka.municipality.rules import Role
from vaka.operation import actions, gate, queries
from vaka.operation.models import Redaction
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.terms.document import Act
from vaka.terms.redaction import Cover, revealed
from vaka.terms.redaction_file import digest, write
from vaka.terms.signature import KeySet
from vaka.terms.tickets import verify_ticket

pytestmark = pytest.mark.django_db
CORNER = ((0.0, 0.0), (0.5, 0.0), (0.5, 0.5))
DOUBT = "3-5-face-without-body"


@pytest.fixture
def minute(night: datetime) -> Period:
    return Period(night - timedelta(minutes=30), night - timedelta(minutes=29))


@pytest.fixture
def asked(camera, operator, colleague, incident, night, minute):
    """A copy of a minute, asked for and stood behind as the terms ask."""
    request = ask(camera, operator, night, act=Act.EXPORT, incident=incident, span=minute)
    actions.approve_footage(request=request.id, by=colleague, at=night)
    return request


@pytest.fixture
def begun(asked, operator, night) -> Redaction:
    return actions.begin_redaction(request=asked.id, findings=sent(), by=operator, at=night)


def fresh(row: Redaction) -> Redaction:
    return Redaction.objects.get(pk=row.id)


def is_as_seen(row: Redaction) -> bool:
    now = fresh(row)
    return queries.is_as_seen(now, queries.plan(now))


def seen(row: Redaction, by, at: datetime) -> None:
    plan = digest(write(queries.plan(fresh(row))))
    actions.note_redaction_seen(
        redaction=row.id, plan_digest=plan, sha256="b" * 64, by=by, at=at
    )


def test_what_was_found_is_on_the_record_with_what_found_it(begun, night) -> None:
    entry = record.of_kind(Kind.REDACTION_BEGUN).get()
    assert entry.facts["redaction"] == begun.id
    assert entry.facts["original"] == "a" * 64
    assert entry.facts["detectors"] == {"faces": "CenterFace"}
    assert (entry.facts["pictures"], entry.facts["doubts"]) == (30, 1)


def test_only_who_asked_for_a_copy_of_three_minutes_at_most_begins(
    camera, operator, colleague, incident, asked, night, minute
) -> None:
    with pytest.raises(Conflict, match="anothers-request"):
        actions.begin_redaction(request=asked.id, findings=sent(), by=colleague, at=night)
    review = ask(camera, operator, night, incident=incident, span=minute)
    long = Period(night - timedelta(minutes=30), night - timedelta(minutes=26))
    longer = ask(camera, operator, night, act=Act.EXPORT, incident=incident, span=long)
    for request, why in ((review, "no-copy-asked-for"), (longer, "over-three-minutes")):
        with pytest.raises(Conflict, match=why):
            actions.begin_redaction(request=request.id, findings=sent(), by=operator, at=night)


def test_a_redaction_is_begun_anew_until_it_is_released(begun, asked, operator, night) -> None:
    again = actions.begin_redaction(request=asked.id, findings=sent(), by=operator, at=night)
    assert [row.id for row in Redaction.objects.all()] == [again.id]


def test_the_person_chosen_is_seen_and_chosen_again_is_not(begun, operator, night) -> None:
    actions.follow(redaction=begun.id, track=1, by=operator, at=night)
    assert 0 in revealed(queries.plan(fresh(begun)))
    actions.follow(redaction=begun.id, track=1, by=operator, at=night)
    assert revealed(queries.plan(fresh(begun))) == {}
    changes = record.of_kind(Kind.REDACTION_CHANGED)
    assert [entry.facts["change"] for entry in changes] == ["follow", "follow"]
    with pytest.raises(BadInput, match="2 is no single figure"):
        actions.follow(redaction=begun.id, track=2, by=operator, at=night)


def test_a_cover_is_put_and_taken_back(begun, operator, night) -> None:
    area = Cover(2, 4, CORNER)
    actions.cover(redaction=begun.id, area=area, by=operator, at=night)
    assert queries.plan(fresh(begun)).covers == (area,)
    with pytest.raises(BadInput, match="there is no cover 1"):
        actions.uncover(redaction=begun.id, number=1, by=operator, at=night)
    actions.uncover(redaction=begun.id, number=0, by=operator, at=night)
    assert queries.plan(fresh(begun)).covers == ()
    outside = Cover(2, 400, CORNER)
    with pytest.raises(BadInput, match="there are no pictures"):
        actions.cover(redaction=begun.id, area=outside, by=operator, at=night)


def test_only_who_prepares_it_changes_it(begun, colleague, operator, night) -> None:
    with pytest.raises(Conflict, match="anothers-request"):
        actions.follow(redaction=begun.id, track=1, by=colleague, at=night)
    with pytest.raises(Conflict, match="no-such-doubt"):
        actions.look_at_doubt(redaction=begun.id, doubt="9-9-x", by=operator, at=night)


def test_hard_case_13_it_is_released_by_another_when_no_doubt_is_left(
    begun, operator, colleague, night
) -> None:
    def why(by) -> str:
        with pytest.raises(Conflict) as refused:
            actions.release_redaction(redaction=begun.id, by=by, at=night)
        return refused.value.reason

    assert why(operator) == "own-redaction"
    assert why(colleague) == "doubts-left"
    actions.look_at_doubt(redaction=begun.id, doubt=DOUBT, by=operator, at=night)
    assert why(colleague) == "not-seen-to-its-end"
    seen(begun, operator, night)
    assert why(colleague) == "not-seen-to-its-end"
    seen(begun, colleague, night)
    assert is_as_seen(begun)
    actions.follow(redaction=begun.id, track=1, by=operator, at=night)
    assert why(colleague) == "not-seen-to-its-end"
    assert not is_as_seen(begun)
    seen(begun, colleague, night)
    actions.release_redaction(redaction=begun.id, by=colleague, at=night)
    entry = record.of_kind(Kind.REDACTION_RELEASED).get()
    assert (entry.actor, entry.facts["sha256"]) == (colleague.id, "b" * 64)
    assert why(colleague) == "released-already"


def test_what_is_released_is_changed_no_more(begun, asked, operator, colleague, night) -> None:
    actions.look_at_doubt(redaction=begun.id, doubt=DOUBT, by=operator, at=night)
    seen(begun, colleague, night)
    actions.release_redaction(redaction=begun.id, by=colleague, at=night)
    with pytest.raises(Conflict, match="released-already"):
        actions.follow(redaction=begun.id, track=1, by=operator, at=night)
    with pytest.raises(Conflict, match="released-already"):
        actions.begin_redaction(request=asked.id, findings=sent(), by=operator, at=night)


def test_the_database_too_knows_that_nobody_releases_their_own(begun, operator, night) -> None:
    seen(begun, operator, night)
    with pytest.raises(IntegrityError), transaction.atomic():
        Redaction.objects.update(released_by=operator.id, released_at=night)


def test_a_role_without_the_act_releases_nothing(
    begun, operator, person, board, night, monkeypatch
) -> None:
    actions.look_at_doubt(redaction=begun.id, doubt=DOUBT, by=operator, at=night)
    technician = person(Role.TECHNICIAN, board)
    with pytest.raises(Absent):
        actions.release_redaction(redaction=begun.id, by=technician, at=night)


def test_a_foreign_board_finds_no_redaction(begun, person, foreign_board, night) -> None:
    stranger = person(Role.OPERATOR, foreign_board)
    with pytest.raises(Absent):
        queries.redaction(begun.id, by=stranger)
    with pytest.raises(Absent):
        gate.give_redaction_ticket(key=begun.id, by=stranger, at=night)


def test_each_of_the_two_gets_a_ticket_that_opens_this_plan_and_nothing_in_clear(
    begun, operator, colleague, night
) -> None:
    from django.conf import settings

    plan = digest(write(queries.plan(begun)))
    for by, other in ((operator, colleague), (colleague, operator)):
        given = gate.give_redaction_ticket(key=begun.id, by=by, at=night)
        ticket = verify_ticket(given.text, KeySet.read(settings.VAKA.keys_path), at=night)
        assert (ticket.redaction, ticket.second_person) == (plan, other.id)
        assert ticket.footage == begun.request.span
    entry = record.of_kind(Kind.TICKET_ISSUED).first()
    assert entry.facts["plan"] == plan


def test_a_day_later_there_is_no_ticket_any_more(begun, operator, night) -> None:
    with pytest.raises(Conflict, match="request-too-old"):
        gate.give_redaction_ticket(
            key=begun.id, by=operator, at=night + timedelta(hours=24, seconds=1)
        )


def test_without_the_second_persons_word_the_one_who_asked_sees_nothing(
    camera, operator, incident, night, minute
) -> None:
    request = ask(camera, operator, night, act=Act.EXPORT, incident=incident, span=minute)
    row = actions.begin_redaction(request=request.id, findings=sent(), by=operator, at=night)
    with pytest.raises(Refused, match="needs-second-person"):
        gate.give_redaction_ticket(key=row.id, by=operator, at=night)
