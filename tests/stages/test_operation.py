"""Operation: cameras and their installations, what the edge reports, and the gate."""

from datetime import datetime, timedelta

import pytest

from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.ids import new_id
from vaka.municipality.rules import Role, machine
from vaka.operation import actions, gate, queries
from vaka.operation.actions import Reported
from vaka.operation.models import Camera, Recording, Ticket
from vaka.operation.rules import Health, Purpose
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.terms.document import Act

pytestmark = pytest.mark.django_db
GATEWAY = "gateway-1"
AREA = {
    "type": "Polygon",
    "coordinates": [[[13.003, 55.604], [13.004, 55.604], [13.004, 55.605], [13.003, 55.604]]],
}
SECRET = "rtsp://vaka:Kanarie-1@10.0.0.7:554/ström"


@pytest.fixture
def technician(person, board):
    return person(Role.TECHNICIAN, board)


@pytest.fixture
def camera(technician, board, site, at: datetime) -> Camera:
    row = actions.register_camera(
        camera=new_id(at=at),
        board=board.id,
        name="Torgkameran",
        gateway=GATEWAY,
        address=SECRET,
        by=technician,
        at=at,
    )
    actions.install(
        camera=row.id,
        site=site.id,
        longitude=13.0035,
        latitude=55.6045,
        height_m=5.2,
        direction_deg=210,
        angle_deg=80,
        watched_area=AREA,
        by=technician,
        at=at,
    )
    return row


def report(kind: str, camera: Camera, at: datetime, **facts: object) -> Reported:
    return Reported(new_id(at=at), kind, camera.id, at, facts)


def take(event: Reported, at: datetime) -> bool:
    return actions.take_event(event=event, gateway=GATEWAY, by=machine(GATEWAY), at=at)


def kinds(subject: str) -> list[str]:
    return [entry.kind for entry in record.entries(subject=subject)]


def test_a_camera_is_registered_and_put_up_by_its_boards_technician(camera, technician) -> None:
    assert kinds(camera.id) == ["camera.registered", "camera.installed"]
    assert queries.camera(camera.id, by=technician).name == "Torgkameran"


def test_the_address_of_a_camera_is_sealed_and_not_on_the_record(camera, at: datetime) -> None:
    assert "Kanarie" not in camera.sealed_address
    assert "Kanarie" not in str([e.facts for e in record.all_entries()])
    assert queries.orders(GATEWAY, at=at).cameras[0].address == SECRET


def test_a_camera_is_registered_once_and_stands_at_one_place(
    camera, technician, board, site, at: datetime
) -> None:
    with pytest.raises(Conflict, match="registered-already"):
        actions.register_camera(
            camera=camera.id,
            board=board.id,
            name="x",
            gateway="g",
            address="rtsp://h",
            by=technician,
            at=at,
        )
    with pytest.raises(Conflict, match="installed-already"):
        actions.install(
            camera=camera.id,
            site=site.id,
            longitude=13,
            latitude=55,
            height_m=4,
            direction_deg=0,
            angle_deg=80,
            watched_area=AREA,
            by=technician,
            at=at,
        )
    actions.take_down(camera=camera.id, by=technician, at=at + timedelta(days=1))
    with pytest.raises(Conflict, match="not-installed"):
        actions.take_down(camera=camera.id, by=technician, at=at + timedelta(days=1))
    assert list(queries.installed(at=at + timedelta(days=2))) == []


def test_a_replaced_camera_keeps_its_id_and_gets_a_new_address(
    camera, technician, at: datetime
) -> None:
    actions.change_address(camera=camera.id, address="rtsp://10.0.0.8/", by=technician, at=at)
    assert queries.orders(GATEWAY, at=at).cameras[0].address == "rtsp://10.0.0.8/"
    assert kinds(camera.id)[-1] == "camera.address-changed"


def test_a_small_stream_is_sealed_told_to_the_gateway_and_gone_with_the_device(
    camera, technician, at: datetime
) -> None:
    def told() -> str | None:
        return queries.orders(GATEWAY, at=at).cameras[0].small_address

    assert told() is None
    small = SECRET.replace("ström", "liten")
    actions.give_small_stream(camera=camera.id, address=small, by=technician, at=at)
    assert told() == small
    assert "Kanarie" not in Camera.objects.get().sealed_small_address
    [entry] = record.of_kind(Kind.CAMERA_SMALL_STREAM)
    assert entry.facts == {"given": True}
    actions.replace(
        camera=camera.id, address="rtsp://10.0.0.9/", what="Ny", by=technician, at=at
    )
    assert told() is None
    actions.give_small_stream(camera=camera.id, address=small, by=technician, at=at)
    actions.give_small_stream(camera=camera.id, address="", by=technician, at=at)
    assert told() is None


def test_what_is_wrong_with_a_small_stream_is_known_until_it_is_right(
    camera, at: datetime
) -> None:
    wrong = {"state": "refused-address", "reason": "it is not where the first stream is"}
    take(report("camera.health", camera, at, state="recording", small=wrong), at)
    told = queries.measured(camera)
    assert (told.small_state, told.small_reason) == (wrong["state"], wrong["reason"])
    take(report("camera.health", camera, at, state="recording", reason="x"), at)
    told = queries.measured(camera)
    assert (told.small_state, told.small_reason) == ("", "")


def test_who_only_looks_does_not_put_cameras_up(camera, person, board, at: datetime) -> None:
    operator = person(Role.OPERATOR)
    with pytest.raises(Refused):
        actions.take_down(camera=camera.id, by=operator, at=at)
    assert kinds(camera.id)[-1] == "access.refused"


def test_a_foreign_boards_technician_sees_no_camera(
    camera, person, foreign_board, at: datetime
) -> None:
    stranger = person(Role.TECHNICIAN, foreign_board)
    assert list(queries.cameras(by=stranger)) == []
    with pytest.raises(Absent):
        queries.camera(camera.id, by=stranger)
    with pytest.raises(Absent):
        actions.take_down(camera=camera.id, by=stranger, at=at)


def test_a_hosted_camera_is_in_no_orders_and_shows_no_pictures(
    technician, board, site, founder, person, at: datetime
) -> None:
    from vaka.municipality import actions as municipality
    from vaka.municipality.rules import PartnerKind

    police = municipality.add_partner(
        name="Polisområde Exempel", kind=PartnerKind.POLICE, by=founder, at=at
    )
    hosted = actions.register_camera(
        camera=new_id(at=at),
        board=board.id,
        name="Polisens",
        gateway=GATEWAY,
        address="rtsp://10.0.0.9/",
        hosted_for=police.id,
        by=technician,
        at=at,
    )
    assert queries.orders(GATEWAY, at=at).cameras == ()
    with pytest.raises(Refused, match="hosted"):
        gate.give_ticket(
            camera=hosted.id,
            act=Act.LIVE,
            purpose=Purpose.WATCH,
            incident="",
            by=person(Role.OPERATOR),
            at=at,
        )


def test_what_a_gateway_says_of_a_camera_is_kept_once(camera, technician, at: datetime) -> None:
    told = report(
        "camera.health", camera, at, state="stalled", reason="no picture came in time"
    )
    assert take(told, at)
    assert not take(told, at)
    state = queries.state(camera, at=at)
    assert (state.health, state.reason) == (Health.STALLED, "no picture came in time")
    assert kinds(camera.id).count("camera.health") == 1


def test_the_same_state_again_is_a_sign_of_life_and_no_entry(camera, at: datetime) -> None:
    take(report("camera.health", camera, at, state="recording"), at)
    later = at + timedelta(seconds=60)
    take(report("camera.health", camera, later, state="recording"), later)
    assert kinds(camera.id).count("camera.health") == 1
    assert queries.state(camera, at=later + timedelta(seconds=80)).health == Health.RECORDING
    assert queries.state(camera, at=later + timedelta(seconds=100)).health == Health.SILENT


def test_a_camera_nobody_has_heard_of_says_so(camera, at: datetime) -> None:
    assert queries.state(camera, at=at).health == Health.NEVER_HEARD_OF


def test_kept_video_is_noted_and_its_disposal_is_on_the_record(camera, at: datetime) -> None:
    segment = new_id(at=at)
    kept = report(
        "segment.kept",
        camera,
        at,
        segment=segment,
        start=at.isoformat(),
        end=(at + timedelta(seconds=10)).isoformat(),
        bytes=2_000_000,
        sha256="ab" * 32,
    )
    take(kept, at)
    assert queries.kept(camera).count() == 1
    gone = at + timedelta(hours=72)
    take(
        report("segment.disposed", camera, gone, segment=segment, why="keeping time is up"),
        gone,
    )
    assert queries.kept(camera).count() == 0
    assert Recording.objects.get(pk=segment).disposed_at == gone
    assert kinds(camera.id)[-1] == "segment.disposed"


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("camera.danced", {}),
        ("camera.health", {}),
        ("camera.health", {"state": "merry"}),
        ("segment.kept", {"segment": "x"}),
    ],
)
def test_an_event_that_makes_no_sense_is_refused_whole(
    camera, at: datetime, kind: str, facts: dict
) -> None:
    event = Reported(new_id(at=at), kind, camera.id, at, facts)
    with pytest.raises(BadInput):
        take(event, at)
    with pytest.raises(BadInput):
        take(event, at)


def test_a_gateway_speaks_only_of_its_own_cameras(camera, at: datetime) -> None:
    event = report("camera.health", camera, at, state="recording")
    with pytest.raises(Absent):
        actions.take_event(event=event, gateway="gateway-2", by=machine("gateway-2"), at=at)


def test_a_person_cannot_report_as_a_gateway(camera, technician, at: datetime) -> None:
    event = report("camera.health", camera, at, state="recording")
    with pytest.raises(Absent):
        actions.take_event(event=event, gateway=GATEWAY, by=technician, at=at)


def test_without_terms_nobody_looks(camera, person, at: datetime) -> None:
    operator = person(Role.OPERATOR)
    with pytest.raises(Refused, match="no-terms"):
        gate.give_ticket(
            camera=camera.id,
            act=Act.LIVE,
            purpose=Purpose.WATCH,
            incident="",
            by=operator,
            at=at,
        )
    assert kinds(camera.id)[-1] == "access.refused"
    assert not Ticket.objects.exists()
