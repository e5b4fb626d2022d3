"""The health page and work orders, as a technician and an operator use them."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login
from tests.stages.standing import put_up, standing
from tests.stages.test_health import BURNT, DEVICE, MEASURED, tell, tell_health
from tests.unit.terms.story import EVERY_DAY
from vaka.core.fan_out import FAN_OUT, Step
from vaka.core.ids import new_id
from vaka.municipality.rules import Role
from vaka.operation import actions as operation
from vaka.operation.models import Camera, WorkOrder
from vaka.operation.rules import Health

pytestmark = pytest.mark.django_db


@pytest.fixture
def camera(person, board, site, at) -> Camera:
    return standing(person=person, board=board, site=site, at=at)


def shown(client: Client, name: str, *args: str) -> str:
    return " ".join(client.get(reverse(name, args=args)).content.decode().split())


def test_a_camera_at_fault_stands_first_and_work_is_a_click_away(camera, person, board) -> None:
    tell(camera, "camera.health", timezone.now(), state="stalled", reason="no picture")
    page = shown(login(person(Role.OPERATOR, board)), "operation:health")
    assert "har stannat" in page
    assert reverse("operation:work", args=[camera.id]) in page


@pytest.mark.parametrize(
    ("step", "lacking", "swedish", "english"),
    [
        (Step.IN_STEP, 0, "i takt med loggen", "in step with the record"),
        (Step.BEHIND, 1, "saknar 1 post ur", "lack 1 entry of"),
        (Step.BEHIND, 40, "saknar 40 poster ur", "lack 40 entries of"),
        (Step.AHEAD, 0, "har det som inte finns i loggen", "have what is not in the record"),
        (Step.AWAY, 0, "NATS-servrarna svarar inte", "The NATS servers do not answer"),
    ],
)
def test_how_far_the_brokers_are_is_said_in_both_languages(
    step: Step, lacking: int, swedish: str, english: str, person, board, monkeypatch
) -> None:
    monkeypatch.setattr(FAN_OUT, "standing", None)
    client = login(person(Role.TECHNICIAN, board))
    assert "NATS" not in shown(client, "operation:health")
    assert "Händelser till andra system" not in shown(client, "operation:health")
    FAN_OUT.note(step, lacking=lacking, at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    page = shown(client, "operation:health")
    assert swedish in page
    assert "2 mars" in page
    assert (
        english
        in client.get(
            reverse("operation:health"), headers={"accept-language": "en"}
        ).content.decode()
    )


def test_the_worst_stand_first_and_some_can_be_looked_at_by_themselves(
    camera, person, board, site, at
) -> None:
    technician, now = person(Role.TECHNICIAN, board), timezone.now()

    def another(name: str, state: str) -> Camera:
        row = operation.register_camera(
            camera=new_id(at=at),
            board=board.id,
            name=name,
            gateway="gateway-1",
            address="rtsp://10.0.0.8/x",
            by=technician,
            at=at,
        )
        put_up(row.id, site=site.id, by=technician, at=at)
        tell(row, "camera.health", now, state=state, reason="")
        return row

    another("Allén", "recording")
    another("Bron", "stalled")
    ordered = another("Ankan", "unreachable")
    operation.order_work(
        camera=ordered.id, fault=Health.UNREACHABLE, what="Byt", by=technician, at=now
    )
    tell(camera, "camera.health", now, state="recording", reason="")

    def names(**asked: str) -> list[str]:
        page = login(technician).get(reverse("operation:health"), asked).content.decode()
        return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)

    # Nobody has done anything about the bridge yet.
    assert names() == ["Bron", "Ankan", "Allén", "Torgkameran"]
    assert names(show="fault") == ["Bron", "Ankan"]
    assert names(show="ordered") == ["Ankan"]
    assert names(show="short") == []
    assert names(q="bro") == ["Bron"]
    assert names(q=site.name.upper(), show="fault") == ["Bron", "Ankan"]
    assert names(show="odd", q="no such") == []


def test_what_is_wrong_with_a_small_stream_stands_beside_its_camera(
    camera, person, board
) -> None:
    wrong = {"state": "refused-address", "reason": "it is not where the first stream is"}
    tell(camera, "camera.health", timezone.now(), state="recording", small=wrong)
    page = shown(login(person(Role.TECHNICIAN, board)), "operation:health")
    assert (
        "Mindre ström: kan inte visas, den stora visas i stället: dess adress är nekad" in page
    )
    assert "it is not where the first stream is" in page


def test_two_hundred_cameras_are_read_together(
    camera, person, board, at, django_assert_max_num_queries
) -> None:
    technician = person(Role.TECHNICIAN, board)
    for number in range(60):
        operation.register_camera(
            camera=new_id(at=at),
            board=board.id,
            name=f"Kamera {number:02}",
            gateway="gateway-1",
            address="rtsp://10.0.0.8/x",
            by=technician,
            at=at,
        )
    client = login(technician)
    # Of each camera only its terms are asked by themselves.
    with django_assert_max_num_queries(61 + 40):
        page = client.get(reverse("operation:health")).content.decode()
    assert "1–50 av 61" in page


def test_what_comes_from_a_camera_and_whether_the_disk_suffices_is_told(
    camera, person, board
) -> None:
    tell_health(camera, timezone.now(), free_bytes=10)
    page = shown(login(person(Role.TECHNICIAN, board)), "operation:health")
    assert "h264 1920 × 1080, 15 bilder/s, 2,0 Mbit/s" in page
    assert "gateway-1" in page


def test_who_makes_the_masks_what_it_costs_and_a_wrong_clock_are_told(
    camera, person, board
) -> None:
    at, client = timezone.now(), login(person(Role.TECHNICIAN, board))
    told = {"state": "masks-lost", "reason": "", "device": DEVICE}
    size = {**MEASURED, "last_picture": at.isoformat()}
    tell(camera, "camera.health", at, measured=size, masks=BURNT, **told)
    for page in ("operation:health", "operation:camera"):
        told_there = shown(client, page, *([camera.id] if "camera" in page else []))
        assert "har tappat sina masker" in told_there
        assert "kameran svarar inte över ONVIF; tar ungefär 20 %" in told_there
        assert "klockan går fel" in told_there
        assert "klockan skiljer 90,0 s" in told_there
        assert "12 paket" in told_there
    assert "av en processorkärna går åt till masker" in shown(client, "operation:health")
    assert (
        "någon har ändrat dem i kameran" in shown(client, "operation:camera", camera.id).lower()
    )


def test_a_camera_that_masks_by_itself_costs_nothing(camera, person, board) -> None:
    told = {"state": "recording", "reason": "", "masks": {"made": "camera", "why": ""}}
    tell(camera, "camera.health", timezone.now(), **told)
    page = shown(login(person(Role.TECHNICIAN, board)), "operation:health")
    assert "görs av kameran själv" in page
    assert "processorkärna" not in page


@pytest.mark.parametrize(
    ("audio", "reason", "words"),
    [
        (False, "", "inget ljud: Beslutet tillåter inte den här användningen."),
        (True, "", "ljud tas upp med bilderna"),
        (True, "sound-not-sent", "inget ljud: Den sänder inget ljud."),
    ],
)
def test_whether_sound_is_taken_and_why_not_is_told(
    person, board, site, at, audio: bool, reason: str, words: str
) -> None:
    always = [{"days": EVERY_DAY, "from": "00:00", "to": "24:00"}]
    until = {"valid_until": "2030-03-31", "review_by": "2030-01-01"}
    whose = {"person": person, "board": board, "site": site, "at": at}
    heard = standing(**whose, audio=audio, hours=always, **until)
    tell_health(heard, timezone.now(), reason=reason)
    client = login(person(Role.TECHNICIAN, board))
    assert words in shown(client, "operation:health")
    assert words in shown(client, "operation:camera", heard.id)


def test_work_is_ordered_by_the_operator_and_reported_by_the_technician(
    camera, person, board
) -> None:
    tell(camera, "camera.health", timezone.now(), state="stalled", reason="no picture")
    operator, technician = (
        login(person(Role.OPERATOR, board)),
        login(person(Role.TECHNICIAN, board)),
    )
    page = reverse("operation:work", args=[camera.id])
    assert "fyllas i" in operator.post(page, {"what": ""}).content.decode()
    operator.post(page, {"what": "Byt switchen"})
    order = WorkOrder.objects.get()
    assert (order.fault, order.what) == ("stalled", "Byt switchen")
    assert "En tekniker rapporterar" in shown(operator, "operation:work", camera.id)
    done = reverse("operation:work-done", args=[order.id])
    assert "Skriv vad som gjordes" in technician.post(done, {}, follow=True).content.decode()
    told = technician.post(done, {"outcome": "Bytt"}, follow=True).content.decode()
    assert "Bytt" in told
    again = technician.post(done, {"outcome": "Igen"}, follow=True).content.decode()
    assert "Någon har redan rapporterat" in again


def test_over_the_api_the_same(camera, person, board) -> None:
    tell_health(camera, timezone.now())
    api = login(person(Role.TECHNICIAN, board))
    [told] = api.get("/api/checkups").json()
    assert (told["camera"], told["health"]) == (camera.id, "recording")
    assert (told["bits_per_second"], told["work_order"]) == (2_000_000, None)
    orders = f"/api/cameras/{camera.id}/work-orders"
    made = api.post(orders, {"what": "Putsa"}, "application/json")
    assert made.status_code == 201
    done = f"/api/work-orders/{made.json()['id']}/done"
    assert api.post(done, {"outcome": ""}, "application/json").status_code == 400
    assert api.post(done, {"outcome": "Putsad"}, "application/json").status_code == 200
    [listed] = api.get(orders).json()
    assert (listed["what"], listed["outcome"]) == ("Putsa", "Putsad")
