"""Recordings are seen by who asked, on stated grounds, with a second person where asked for."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.municipality.rules import Role, machine
from vaka.operation import actions, gate, queries
from vaka.operation.actions import Reported
from vaka.operation.models import FootageRequest, Hold, Ticket
from vaka.operation.rules import Footage, Purpose
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.terms.document import Act
from vaka.terms.signature import KeySet
from vaka.terms.tickets import verify_ticket

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def ask(camera, by, night: datetime, **changed: object) -> FootageRequest:
    facts: dict = {
        "camera": camera.id,
        "act": Act.REVIEW,
        "span": Period(night - 2 * HOUR, night - HOUR),
        "purpose": Purpose.INCIDENT,
        "incident": "",
        "written_request": "",
        "reason": "Vem krossade rutan?",
        "by": by,
        "at": night,
        **changed,
    }
    return actions.ask_for_footage(**facts)


def opened(request: FootageRequest, by, night: datetime):
    """The ticket that a request gives, read as the gateway reads it."""
    from django.conf import settings

    given = gate.give_footage_ticket(request=request.id, by=by, at=night)
    trusted = KeySet.read(settings.VAKA.keys_path)
    return verify_ticket(given.text, trusted, at=night)


def test_an_incident_opens_the_recordings_to_the_operator_and_it_is_on_the_record(
    camera, operator, incident, night: datetime
) -> None:
    request = ask(camera, operator, night, incident=incident)
    assert not request.needs_second_person
    ticket = opened(request, operator, night)
    assert ticket.footage == request.span
    assert (ticket.act, ticket.incident) == (Act.REVIEW, incident)
    entry = record.of_kind(Kind.FOOTAGE_REQUESTED).get()
    assert entry.facts["incident"] == incident
    assert "rutan" not in str(entry.facts)
    assert entry.personal.fields == {"reason": "Vem krossade rutan?"}
    issued = record.of_kind(Kind.TICKET_ISSUED).get()
    assert issued.facts["from"] == entry.facts["from"]


def test_without_an_incident_they_stay_closed_and_the_refusal_is_on_the_record(
    camera, operator, night: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        ask(camera, operator, night)
    assert refused.value.reason == "needs-incident"
    assert record.of_kind(Kind.ACCESS_REFUSED).get().facts["reason"] == "needs-incident"
    assert not FootageRequest.objects.exists()


def test_outside_the_hours_nobody_sees_recordings_either(
    camera, operator, incident, night: datetime
) -> None:
    noon = night + timedelta(hours=13, minutes=30)
    with pytest.raises(Refused, match="outside-hours"):
        ask(camera, operator, noon, incident=incident)


def test_a_copy_needs_a_second_person_who_is_another_operator(
    camera, operator, colleague, incident, night: datetime
) -> None:
    request = ask(camera, operator, night, act=Act.EXPORT, incident=incident)
    assert request.needs_second_person
    with pytest.raises(Refused, match="needs-second-person"):
        opened(request, operator, night)
    with pytest.raises(Conflict, match="own-request"):
        actions.approve_footage(request=request.id, by=operator, at=night)
    actions.approve_footage(request=request.id, by=colleague, at=night)
    with pytest.raises(Conflict, match="approved-already"):
        actions.approve_footage(request=request.id, by=colleague, at=night)
    assert opened(request, operator, night).second_person == colleague.id
    assert record.of_kind(Kind.FOOTAGE_APPROVED).get().actor == colleague.id


def test_the_database_too_knows_that_nobody_is_their_own_second_person(
    camera, operator, incident, night: datetime
) -> None:
    request = ask(camera, operator, night, incident=incident)
    with pytest.raises(IntegrityError), transaction.atomic():
        FootageRequest.objects.filter(pk=request.id).update(approved_by=operator.id)


def test_a_role_without_the_act_cannot_be_the_second_person(
    camera, operator, incident, person, board, night: datetime, monkeypatch
) -> None:
    request = ask(camera, operator, night, act=Act.EXPORT, incident=incident)
    technician = person(Role.TECHNICIAN, board)
    with pytest.raises(Absent):
        actions.approve_footage(request=request.id, by=technician, at=night)


def test_only_who_asked_gets_the_ticket_and_only_for_a_day(
    camera, operator, colleague, incident, night: datetime
) -> None:
    request = ask(camera, operator, night, incident=incident)
    with pytest.raises(Conflict, match="anothers-request"):
        opened(request, colleague, night)
    with pytest.raises(Conflict, match="request-too-old"):
        opened(request, operator, night + 25 * HOUR)
    with pytest.raises(Conflict, match="request-too-old"):
        actions.approve_footage(request=request.id, by=colleague, at=night + 25 * HOUR)


def test_a_stretch_to_come_or_too_long_is_refused(
    camera, operator, incident, night: datetime
) -> None:
    for span, reason in (
        (Period(night - HOUR, night + HOUR), "not-over-yet"),
        (Period(night - 3 * HOUR, night), "over-two-hours"),
    ):
        with pytest.raises(Conflict, match=reason):
            ask(camera, operator, night, incident=incident, span=span)
    with pytest.raises(Conflict, match="no-such-incident"):
        ask(camera, operator, night, incident=new_id(at=night))


def test_a_foreign_board_finds_neither_camera_nor_request(
    camera, operator, incident, person, foreign_board, night: datetime
) -> None:
    stranger = person(Role.OPERATOR, foreign_board)
    request = ask(camera, operator, night, incident=incident)
    with pytest.raises(Absent):
        ask(camera, stranger, night, incident=incident)
    with pytest.raises(Absent):
        queries.footage_request(request.id, by=stranger)


def test_a_request_opens_one_view_at_a_time_with_a_new_ticket(
    camera, operator, incident, night: datetime
) -> None:
    request = ask(camera, operator, night, incident=incident)
    first, second = (opened(request, operator, night) for _ in range(2))
    assert first.id != second.id
    assert Ticket.objects.filter(footage=request).count() == 2


def report(camera, kind: str, at: datetime, **facts: object) -> None:
    event = Reported(new_id(at=at), kind, camera.id, at, facts)
    actions.take_event(event=event, gateway="gateway-1", by=machine("gateway-1"), at=at)


def test_a_day_tells_what_is_kept_and_why_there_is_nothing(camera, night: datetime) -> None:
    begins = night - 2 * HOUR
    segment = {"segment": new_id(at=night), "bytes": 1, "sha256": "0" * 64}
    report(camera, "recording.started", begins, reason="ok")
    report(camera, "camera.health", begins, state="recording", reason="")
    report(
        camera,
        "segment.kept",
        begins + HOUR,
        start=begins.isoformat(),
        end=(begins + HOUR).isoformat(),
        **segment,
    )
    report(camera, "camera.health", begins + HOUR, state="unreachable", reason="no route")
    report(camera, "camera.health", night, state="unreachable", reason="no route")
    report(camera, "recording.stopped", night, reason="outside-hours")
    found = queries.day(camera, Period(begins - HOUR, night + HOUR), at=night)
    assert [(each.footage, each.reason) for each in found] == [
        (Footage.NOT_PERMITTED, "no-terms"),
        (Footage.KEPT, ""),
        (Footage.NOT_DELIVERED, "unreachable"),
        (Footage.NOT_PERMITTED, "outside-hours"),
    ]
    report(camera, "segment.disposed", night + 72 * HOUR, segment=segment["segment"], why="x")
    [gone] = queries.day(camera, Period(begins, begins + HOUR), at=night + 72 * HOUR)
    assert gone.footage == Footage.DISPOSED


def lacking(camera, span: Period, *, at: datetime) -> tuple[Footage, str]:
    """What a day says of a span that has one answer."""
    [found] = queries.day(camera, span, at=at)
    return found.footage, found.reason


@pytest.mark.parametrize(
    "why", ["outside-hours", "lapsed", "revoked", "superseded", "no-terms", "use-not-allowed"]
)
def test_what_the_terms_did_not_permit_says_which_reason_they_had(
    camera, night: datetime, why: str
) -> None:
    report(camera, "recording.started", night - 2 * HOUR, reason="ok")
    report(camera, "recording.stopped", night - HOUR, reason="outside-hours")
    report(camera, "recording.stopped", night, reason=why)
    report(camera, "camera.health", night, state="outside-terms", reason=why)
    span = Period(night, night + timedelta(minutes=1))
    assert lacking(camera, span, at=span.end) == (Footage.NOT_PERMITTED, why)


@pytest.mark.parametrize(
    "why",
    ["view-changed", "clock-doubt", "offline-too-long", "gateway-stopped", "gateway-down"],
)
def test_what_hindered_the_gateway_is_said_and_takes_no_permission_away(
    camera, night: datetime, why: str
) -> None:
    report(camera, "recording.started", night - HOUR, reason="ok")
    report(camera, "camera.health", night - HOUR, state="recording", reason="")
    report(camera, "recording.stopped", night, reason=why)
    span = Period(night, night + timedelta(minutes=1))
    assert lacking(camera, span, at=span.end) == (Footage.NOT_DELIVERED, why)


@pytest.mark.parametrize(
    "state", ["unreachable", "stalled", "garbage", "refused-address", "not-stored"]
)
def test_a_camera_at_fault_says_which_while_recording_was_permitted(
    camera, night: datetime, state: str
) -> None:
    report(camera, "recording.started", night - HOUR, reason="ok")
    report(camera, "camera.health", night, state=state, reason="x")
    span = Period(night, night + timedelta(minutes=1))
    assert lacking(camera, span, at=span.end) == (Footage.NOT_DELIVERED, state)


@pytest.mark.parametrize(
    "why", ["lost-on-the-way", "terms-changed", "masks-changed", "camera-changed"]
)
def test_a_gap_that_the_gateway_explains_has_its_reason_and_no_more(
    camera, night: datetime, why: str
) -> None:
    report(camera, "recording.started", night - HOUR, reason="ok")
    report(camera, "camera.health", night - HOUR, state="recording", reason="")
    minute = timedelta(minutes=1)
    gap = {"from": night.isoformat(), "to": (night + minute).isoformat()}
    report(camera, "recording.gap", night + minute, **gap, why=why, packets=7)
    # The newest word: no recording of the second minute has come yet, and nothing explains it.
    report(camera, "camera.health", night + 2 * minute, state="recording", reason="")
    found = queries.day(camera, Period(night, night + 2 * minute), at=night + 2 * minute)
    assert [each.reason for each in found] == [why, "nothing-came"]
    assert camera.gaps.get().packets == 7


def test_a_gateway_that_has_not_spoken_since_is_silent_from_then_on(
    camera, night: datetime
) -> None:
    report(camera, "recording.started", night, reason="ok")
    report(camera, "camera.health", night, state="recording", reason="")
    found = queries.day(camera, Period(night, night + HOUR), at=night + HOUR)
    assert [each.reason for each in found] == ["silent"]
    span = Period(night, night + timedelta(minutes=1))
    assert lacking(camera, span, at=span.end) == (Footage.NOT_DELIVERED, "nothing-came")


@pytest.mark.parametrize(
    "wrong", [{"why": "bad luck"}, {"packets": "some"}, {"to": "later"}, {"from": None}]
)
def test_a_gap_that_makes_no_sense_is_refused(camera, night: datetime, wrong: dict) -> None:
    told = {
        "from": night.isoformat(),
        "to": (night + HOUR).isoformat(),
        "why": "lost-on-the-way",
        "packets": 1,
    }
    with pytest.raises(BadInput):
        report(camera, "recording.gap", night, **{**told, **wrong})


@pytest.fixture
def dpo(person):
    return person(Role.DPO)


def held(camera, by, incident: str, night: datetime, **changed: object) -> Hold:
    facts: dict = {
        "camera": camera.id,
        "span": Period(night - 2 * HOUR, night - HOUR),
        "until": night + 720 * HOUR,
        "incident": incident,
        "written_request": "",
        "reason": "Polisen utreder.",
        "by": by,
        "at": night,
        **changed,
    }
    return actions.place_hold(**facts)


def test_a_hold_reaches_the_gateway_and_goes_when_it_is_lifted_or_over(
    camera, dpo, incident, night: datetime
) -> None:
    hold = held(camera, dpo, incident, night)
    [order] = queries.orders("gateway-1", at=night).cameras
    assert [each.id for each in order.holds] == [hold.id]
    assert order.holds[0].footage == Period(night - 2 * HOUR, night - HOUR)
    assert queries.orders("gateway-1", at=night + 720 * HOUR).cameras[0].holds == ()
    actions.lift_hold(hold=hold.id, by=dpo, at=night + HOUR)
    assert queries.orders("gateway-1", at=night + HOUR).cameras[0].holds == ()
    with pytest.raises(Conflict, match="hold-is-over"):
        actions.lift_hold(hold=hold.id, by=dpo, at=night + HOUR)
    placed = record.of_kind(Kind.HOLD_PLACED).get()
    assert (placed.subject, placed.facts["incident"]) == (camera.id, incident)
    assert "Polisen" not in str(placed.facts)
    assert record.of_kind(Kind.HOLD_LIFTED).get().facts == {"hold": hold.id}


def test_a_hold_without_a_ground_is_refused_and_so_is_an_operators(
    camera, dpo, operator, incident, night: datetime
) -> None:
    with pytest.raises(Conflict, match="no-ground"):
        held(camera, dpo, "", night)
    with pytest.raises(Conflict, match="no-such-incident"):
        held(camera, dpo, new_id(at=night), night)
    with pytest.raises(Refused):
        held(camera, operator, incident, night)
    assert held(camera, dpo, "", night, written_request="5000-K123-26").incident == ""


def test_a_foreign_board_neither_holds_nor_lets_go(
    camera, dpo, person, foreign_board, incident, night: datetime
) -> None:
    stranger = person(Role.SAFETY_COORDINATOR, foreign_board)
    hold = held(camera, dpo, incident, night)
    with pytest.raises(Absent):
        held(camera, stranger, incident, night)
    with pytest.raises(Absent):
        actions.lift_hold(hold=hold.id, by=stranger, at=night)


def test_what_a_cameras_video_takes_up_and_can_come_to(camera, night: datetime) -> None:
    assert queries.storage(camera, retention_hours=72).bytes_at_most == 0
    for number in range(3):
        began = night + timedelta(seconds=10 * number)
        report(
            camera,
            "segment.kept",
            night,
            segment=new_id(at=night),
            start=began.isoformat(),
            end=(began + timedelta(seconds=10)).isoformat(),
            bytes=2_500_000,
            sha256="0" * 64,
        )
    found = queries.storage(camera, retention_hours=72)
    assert found.bytes_now == 7_500_000
    assert found.megabits_per_second == 2.0
    assert found.bytes_at_most == 250_000 * 72 * 3600
