"""What a gateway asks and reports over the API: signed orders down, events up, each once."""

import json
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login
from tests.stages.standing import standing
from vaka.core.ids import new_id
from vaka.decisions import actions as decisions
from vaka.decisions import queries as decided
from vaka.municipality.rules import Role, machine
from vaka.operation import actions as operation
from vaka.operation.models import Camera, CameraHealth, Recording
from vaka.record import queries as record
from vaka.record.rules import Kind
from vaka.terms import keystore
from vaka.terms.orders import Orders, verify_orders

pytestmark = pytest.mark.django_db(transaction=True)
SEGMENT = "seg-1"


@pytest.fixture
def camera(person, board, site, at: datetime) -> Camera:
    return standing(person=person, board=board, site=site, at=at)


def asked(
    gateway: str = "gateway-1",
    *,
    token: str | None = None,
    tag: str = "",
    installation: str = "first",
):
    headers = {"Authorization": f"Bearer {token or settings.EDGE_TOKEN}", "If-None-Match": tag}
    asking = {"gateway": gateway, "installation": installation}
    return Client().get("/api/edge/orders", asking, headers=headers)


def told(answer) -> Orders:
    return verify_orders(answer.content.decode(), keystore.trusted(settings.VAKA.keys_path))


def event(camera: Camera, kind: str, at: datetime, **facts: object) -> dict[str, object]:
    return {
        "id": new_id(at=at),
        "kind": kind,
        "camera": camera.id,
        "at": at.isoformat(),
        "facts": facts,
    }


def kept(camera: Camera, at: datetime) -> dict[str, object]:
    """Return the event that a minute was kept."""
    return event(
        camera,
        "segment.kept",
        at,
        segment=SEGMENT,
        start=at.isoformat(),
        end=(at + timedelta(minutes=1)).isoformat(),
        bytes=1000,
        sha256="00" * 32,
    )


def report(*events: dict[str, object], gateway: str = "gateway-1", token: str | None = None):
    return Client().post(
        "/api/edge/events",
        json.dumps({"gateway": gateway, "events": events}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token or settings.EDGE_TOKEN}"},
    )


def test_the_orders_are_signed_and_name_the_gateways_own_cameras(camera) -> None:
    orders = told(asked())
    assert [each.camera for each in orders.cameras] == [camera.id]
    assert orders.cameras[0].terms
    assert told(asked("gateway-2")).cameras == ()


def test_orders_that_are_known_are_not_sent_again_until_a_revocation(
    camera, person, board, at: datetime
) -> None:
    tag = asked()["ETag"]
    assert asked(tag=tag).status_code == 304
    terms = decided.newest(camera=camera.id)
    assert terms
    decisions.revoke(
        terms=terms.id, reason="Exempel", by=person(Role.BOARD_SECRETARY, board), at=at
    )
    fresh = asked(tag=tag)
    assert fresh.status_code == 200
    assert told(fresh).cameras[0].revoked


@pytest.mark.parametrize("token", ["", "wrong", "åäö"])
def test_without_the_token_no_order_is_told_and_no_event_taken(
    camera, at: datetime, token: str
) -> None:
    headers = {"Authorization": f"Bearer {token}".encode("latin-1").decode("latin-1")}
    assert (
        Client().get("/api/edge/orders?gateway=gateway-1", headers=headers).status_code == 401
    )
    assert report(kept(camera, at), token=token or " ").status_code == 401
    assert not Recording.objects.exists()


def test_an_event_that_comes_twice_is_one(camera, at: datetime) -> None:
    minute = kept(camera, at)
    first, again = report(minute), report(minute)
    assert first.json() == again.json() == {"taken": [minute["id"]]}
    assert Recording.objects.get().bytes == 1000


def test_a_health_that_changes_is_on_the_record_and_one_that_does_not_is_not(
    camera, at: datetime
) -> None:
    report(event(camera, "camera.health", at, state="recording", reason=""))
    later = at + timedelta(minutes=1)
    report(event(camera, "camera.health", later, state="recording", reason=""))
    assert CameraHealth.objects.get().since == at
    assert record.of_kind(Kind.CAMERA_HEALTH).count() == 1
    report(event(camera, "camera.health", later, state="unreachable", reason="no-stream"))
    assert record.of_kind(Kind.CAMERA_HEALTH).count() == 2


def test_a_disposal_is_noted_at_the_segment_and_on_the_record(camera, at: datetime) -> None:
    gone = at + timedelta(hours=72)
    report(kept(camera, at), event(camera, "segment.disposed", gone, segment=SEGMENT))
    assert Recording.objects.get().disposed_at == gone
    assert record.of_kind(Kind.SEGMENT_DISPOSED).get().facts["segment"] == SEGMENT


def test_a_gateway_tells_nothing_of_anothers_camera(camera, at: datetime) -> None:
    assert report(kept(camera, at), gateway="gateway-2").status_code == 404
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("kind", "facts", "problem"),
    [
        ("camera.exploded", {}, "unknown kind camera.exploded"),
        ("camera.health", {}, "state"),
        ("camera.health", {"state": "splendid"}, "splendid"),
        ("segment.kept", {"segment": "x", "start": "yesterday"}, "yesterday"),
    ],
)
def test_an_event_that_makes_no_sense_is_named_and_the_others_before_it_stay(
    camera, at: datetime, kind: str, facts: dict[str, object], problem: str
) -> None:
    bad = event(camera, kind, at, **facts)
    answer = report(kept(camera, at), bad)
    assert answer.status_code == 400
    assert bad["id"] in answer.content.decode()
    assert problem in answer.content.decode()
    assert Recording.objects.count() == 1


def test_of_two_that_speak_as_one_gateway_the_second_has_no_cameras_until_the_first_is_gone(
    camera, person, board
) -> None:
    viewer = login(person(Role.OPERATOR, board))

    def page() -> str:
        return viewer.get(reverse("operation:health")).content.decode()

    assert asked(installation="first").status_code == 200
    assert "Två maskiner" not in page()
    assert asked(installation="second").status_code == 409
    assert asked("gateway-2", installation="second").status_code == 200
    assert asked(installation="first").status_code == 200
    assert "Två maskiner talar som gateway-1" in page()

    machines, long_ago = machine("gateway-3"), timezone.now() - timedelta(seconds=4)
    assert operation.speak(gateway="gateway-3", installation="first", by=machines, at=long_ago)
    assert asked("gateway-3", installation="second").status_code == 200
    assert asked("gateway-3", installation="first").status_code == 409
