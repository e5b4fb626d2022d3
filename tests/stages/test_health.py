"""Health: what a camera delivers of what it may, whether disks suffice, work on faults."""

from datetime import datetime, timedelta

import pytest

from tests.stages.standing import standing
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.ids import new_id
from vaka.municipality.rules import Role, machine
from vaka.operation import actions, queries
from vaka.operation.models import Camera
from vaka.operation.rules import FAULTS, Health
from vaka.record import queries as record
from vaka.record.models import Personal
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
GATEWAY = machine("gateway-1")
# By the terms of `standing`, whose first day is the 1st of April 2026.
NOON = timedelta(days=40)
MEASURED = {
    "bits_per_second": 2_000_000,
    "pictures_per_second": 15.0,
    "codec": "h264",
    "width": 1920,
    "height": 1080,
    "free_bytes": 10**12,
}


@pytest.fixture
def now(at: datetime) -> datetime:
    return at + NOON


@pytest.fixture
def camera(person, board, site, at: datetime) -> Camera:
    return standing(person=person, board=board, site=site, at=at)


def tell(camera: Camera, kind: str, at: datetime, **facts: object) -> None:
    event = actions.Reported(new_id(at=at), kind, camera.id, at, facts)
    actions.take_event(event=event, gateway="gateway-1", by=GATEWAY, at=at)


def tell_health(camera: Camera, at: datetime, **measured: object) -> None:
    told = {**MEASURED, "last_picture": at.isoformat(), **measured}
    tell(camera, "camera.health", at, state="recording", reason="", measured=told)


def keep(camera: Camera, starts: datetime, *, minutes: int) -> None:
    """Report a stretch as kept, in one recording a minute."""
    for minute in range(minutes):
        begins = starts + timedelta(minutes=minute)
        tell(
            camera,
            "segment.kept",
            begins,
            segment=new_id(at=begins),
            start=begins.isoformat(),
            # The last picture begins a fifteenth of a second before the next recording.
            end=(begins + timedelta(seconds=60 - 1 / 15)).isoformat(),
            bytes=15_000_000,
            sha256="00" * 32,
        )


def checkup(by, at: datetime) -> queries.Checkup:
    [found] = queries.checkups(by=by, at=at)
    return found


def test_what_a_gateway_measures_is_shown_and_the_newest_counts(
    camera, person, board, now: datetime
) -> None:
    tell_health(camera, now - timedelta(minutes=1))
    tell_health(camera, now, bits_per_second=1_500_000)
    found = checkup(person(Role.TECHNICIAN, board), now)
    assert found.measured
    assert found.measured.last_picture_at == now
    assert found.measured.megabits_per_second == 1.5
    assert (found.measured.codec, found.measured.width, found.measured.height) == (
        "h264",
        1920,
        1080,
    )
    assert record.of_kind(Kind.CAMERA_HEALTH).count() == 1


@pytest.mark.parametrize("wrong", [{"width": "wide"}, {"last_picture": "noon"}])
def test_a_measure_that_makes_no_sense_is_refused_by_its_event(
    camera, now: datetime, wrong
) -> None:
    with pytest.raises(BadInput):
        tell_health(camera, now, **wrong)


def test_recorded_is_counted_of_the_time_that_was_permitted(
    camera, person, board, now: datetime
) -> None:
    tell_health(camera, now)
    tell(camera, "recording.started", now - timedelta(days=3), reason="ok")
    tell(camera, "recording.stopped", now - timedelta(minutes=100), reason="outside-hours")
    tell(camera, "recording.started", now - timedelta(minutes=60), reason="ok")
    # Of the last hour the camera delivered the half; what came before stands for itself.
    keep(camera, now - timedelta(minutes=30), minutes=30)
    found = checkup(person(Role.TECHNICIAN, board), now + timedelta(seconds=30))
    assert found.delivery.permitted == timedelta(hours=24) - timedelta(minutes=40)
    assert found.delivery.kept.total_seconds() == pytest.approx(30 * 60, abs=0.001)
    assert found.percent == pytest.approx(100 * 30 / (24 * 60 - 40))


def test_time_in_which_the_gateway_was_off_is_lacking_though_it_says_why(
    camera, person, board, now: datetime
) -> None:
    tell_health(camera, now)
    tell(camera, "recording.started", now - timedelta(days=3), reason="ok")
    tell(camera, "recording.stopped", now - timedelta(minutes=60), reason="gateway-stopped")
    tell(camera, "recording.stopped", now - timedelta(minutes=20), reason="outside-hours")
    found = checkup(person(Role.TECHNICIAN, board), now + timedelta(seconds=30))
    assert found.delivery.permitted == timedelta(hours=24) - timedelta(minutes=20)


def test_where_nothing_was_permitted_no_share_is_told(
    camera, person, board, now: datetime
) -> None:
    found = checkup(person(Role.TECHNICIAN, board), now)
    assert (found.delivery.share, found.percent, found.bytes_at_most) == (None, None, 0)


def test_the_disk_is_judged_by_what_may_still_come(
    camera, person, board, now: datetime
) -> None:
    by = person(Role.TECHNICIAN, board)
    tell_health(camera, now)
    keep(camera, now - timedelta(minutes=2), minutes=1)
    hours = queries.terms(camera.id, at=now).retention_hours
    whole = 2_000_000 / 8 * hours * 3600
    [disk] = queries.disks(queries.checkups(by=by, at=now))
    assert disk.gateway == "gateway-1"
    assert disk.bytes_to_come == pytest.approx(whole - 15_000_000)
    assert disk.suffices
    tell_health(camera, now + timedelta(minutes=1), free_bytes=10**9)
    [disk] = queries.disks(queries.checkups(by=by, at=now + timedelta(minutes=1)))
    assert not disk.suffices


def test_before_a_gateway_has_told_of_its_disk_nothing_is_said_of_it(
    camera, person, board, now: datetime
) -> None:
    assert queries.disks(queries.checkups(by=person(Role.TECHNICIAN, board), at=now)) == []


def test_work_is_ordered_done_and_on_the_record(camera, person, board, now: datetime) -> None:
    operator, technician = person(Role.OPERATOR, board), person(Role.TECHNICIAN, board)
    order = actions.order_work(
        camera=camera.id, fault=Health.STALLED, what="Byt switchen", by=operator, at=now
    )
    assert checkup(operator, now).order == order
    actions.report_done(order=order.id, outcome="Bytt", by=technician, at=now)
    assert checkup(operator, now).order is None
    done = queries.work_order(order.id, by=operator)
    assert (done.outcome, done.done_by_id) == ("Bytt", technician.id)
    ordered = record.of_kind(Kind.WORK_ORDERED).get()
    assert ordered.facts == {"order": order.id, "fault": "stalled"}
    # Who writes freely may name somebody: that stands where it can be erased.
    assert Personal.objects.get(entry=ordered).fields["what"] == "Byt switchen"
    assert record.of_kind(Kind.WORK_DONE).get().actor == technician.id


def test_one_thing_at_a_time_is_ordered_and_done_once(
    camera, person, board, now: datetime
) -> None:
    by = person(Role.TECHNICIAN, board)

    def order():
        return actions.order_work(
            camera=camera.id, fault=Health.STALLED, what="x", by=by, at=now
        )

    first = order()
    with pytest.raises(Conflict, match="ordered-already"):
        order()
    actions.report_done(order=first.id, outcome="y", by=by, at=now)
    with pytest.raises(Conflict, match="done-already"):
        actions.report_done(order=first.id, outcome="z", by=by, at=now)
    assert order() != first


def test_who_may_not_orders_nothing_and_an_operator_does_not_report(
    camera, person, board, foreign_board, now: datetime
) -> None:
    order = actions.order_work(
        camera=camera.id,
        fault=Health.STALLED,
        what="x",
        by=person(Role.OPERATOR, board),
        at=now,
    )
    with pytest.raises(Refused):
        actions.report_done(
            order=order.id, outcome="y", by=person(Role.SAFETY_COORDINATOR, board), at=now
        )
    with pytest.raises(Refused):
        actions.order_work(
            camera=camera.id,
            fault=Health.STALLED,
            what="x",
            by=person(Role.INSPECTOR, board),
            at=now,
        )
    stranger = person(Role.TECHNICIAN, foreign_board)
    with pytest.raises(Absent):
        queries.work_order(order.id, by=stranger)
    with pytest.raises(Absent):
        actions.report_done(order=order.id, outcome="y", by=stranger, at=now)
    assert queries.checkups(by=stranger, at=now) == []


BURNT = {"made": "burnt-in", "why": "device-away"}
DEVICE = {
    "clock_ahead_seconds": 90.0,
    "stream_ahead_seconds": -0.2,
    "clock_is_off": True,
    "packets_lost": 12,
}


def test_who_makes_the_masks_is_told_and_on_the_record_when_it_is_another(
    camera, person, board, now: datetime
) -> None:
    for minute, masks in enumerate(
        [BURNT, BURNT, {"made": "camera", "why": ""}, None, {**BURNT, "why": "lost"}]
    ):
        at = now + timedelta(minutes=minute)
        told = {"masks": masks, "device": DEVICE}
        tell(camera, "camera.health", at, state="recording", reason="", **told)
    found = checkup(person(Role.TECHNICIAN, board), now)
    assert found.measured
    assert (found.measured.masks_made, found.measured.masks_why) == ("burnt-in", "lost")
    entries = record.of_kind(Kind.CAMERA_MASKED).order_by("seq")
    assert [(each.facts["made"], each.facts["why"]) for each in entries] == [
        ("burnt-in", "device-away"),
        ("camera", ""),
        ("burnt-in", "lost"),
    ]
    assert found.measured.clock_ahead_seconds == 90
    assert found.measured.clock_is_off
    assert found.measured.packets_lost == 12


def test_what_burning_masks_in_costs_follows_from_the_stream(
    camera, person, board, now: datetime
) -> None:
    by = person(Role.TECHNICIAN, board)
    size = {**MEASURED, "last_picture": now.isoformat(), "width": 1280, "height": 720}
    told = {"state": "recording", "reason": "", "measured": size}
    tell(camera, "camera.health", now, masks=BURNT, **told)
    costs = checkup(by, now).measured.masking_percent
    assert costs == pytest.approx(10, abs=1)
    later = now + timedelta(seconds=30)
    tell(camera, "camera.health", later, masks={"made": "camera", "why": ""}, **told)
    assert checkup(by, later).measured.masking_percent is None


def test_masks_lost_are_a_fault_that_work_is_ordered_on(
    camera, person, board, now: datetime
) -> None:
    tell(camera, "camera.health", now, state="masks-lost", reason="", masks=BURNT)
    order = actions.order_work(
        camera=camera.id,
        fault=Health.MASKS_LOST,
        what="Lägg tillbaka maskerna",
        by=person(Role.OPERATOR, board),
        at=now,
    )
    assert Health.MASKS_LOST in FAULTS
    assert order.fault == "masks-lost"


@pytest.mark.parametrize(
    "facts",
    [
        {"masks": {"made": "nobody", "why": ""}},
        {"masks": {"made": "camera"}},
        {"device": {**DEVICE, "clock_ahead_seconds": "soon"}},
        {"device": {}},
    ],
)
def test_what_a_gateway_says_wrongly_is_refused(camera, now: datetime, facts) -> None:
    with pytest.raises(BadInput, match="fact"):
        tell(camera, "camera.health", now, state="recording", reason="", **facts)
