"""What a technician registers: transmitters, and cameras' addresses and places."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.pages.browsing import login
from tests.stages import response_story
from tests.stages.standing import decided, standing
from tests.stages.test_health import tell
from vaka.core.errors import Absent, BadInput, Conflict
from vaka.municipality.rules import Role
from vaka.operation import actions as operation
from vaka.operation import queries as cameras
from vaka.operation.models import Camera
from vaka.record.models import Entry
from vaka.record.rules import Kind
from vaka.response import actions, queries
from vaka.response.models import Alarm, Transmitter

pytestmark = pytest.mark.django_db
SECRET = "kanariefågel"
ADDRESS = f"rtsp://kamera:{SECRET}@10.0.0.9:554/x"
DEVICE = f"http://kamera:{SECRET}@10.0.0.9/onvif/device_service"


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def technician(person, board):
    return person(Role.TECHNICIAN, board)


@pytest.fixture
def camera(person, board, site, at):
    return standing(person=person, board=board, site=site, at=at)


def sent(at_site, **changed: str) -> dict[str, str]:
    """Return a filled-in form for a transmitter."""
    return {
        "site": at_site.id,
        "name": "Undercentral 28",
        "account": "0028",
        "interval": "90",
        "places": "5 = Norra entrén\n\n 6=Lastkajen ",
        **changed,
    }


def test_a_technician_registers_a_transmitter_and_its_alarms_have_a_place(technician, site, at):
    client = login(technician)
    assert reverse("response:transmitters") in text(client.get("/drift/"))
    assert "okänd larmsändare" in text(client.get(reverse("response:transmitters")))
    done = client.post(reverse("response:register-transmitter"), sent(site))
    assert done.headers["Location"] == reverse("response:transmitters")
    row = Transmitter.objects.get()
    assert row.places == {"5": "Norra entrén", "6": "Lastkajen"}
    response_story.take("alarm-1", at)
    assert Alarm.objects.get().transmitter == row
    page = text(client.get(reverse("response:transmitters")))
    for words in ("0028", "Norra entrén", site.name, "i bruk"):
        assert words in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"account": "00 28"}, "Det är inget konto. Skriv 1 till 16"),
        ({"account": "x" * 17}, "16"),
        ({"interval": "1"}, "10"),
        ({"places": "Norra entrén"}, "Skriv varje rad som zon = plats."),
        ({"site": "0" * 26}, "Välj ett giltigt alternativ"),
    ],
)
def test_a_transmitter_that_will_not_do_is_refused(technician, site, changed, said):
    refused = login(technician).post(
        reverse("response:register-transmitter"), sent(site, **changed)
    )
    assert refused.status_code == 400
    assert said in text(refused)
    assert not Transmitter.objects.exists()


def test_a_transmitter_out_of_use_leaves_its_account_to_another(technician, site, at):
    client = login(technician)
    client.post(reverse("response:register-transmitter"), sent(site))
    again = client.post(reverse("response:register-transmitter"), sent(site))
    assert "En larmsändare i bruk har det kontot." in text(again)
    first = Transmitter.objects.get()
    end = reverse("response:end-transmitter", args=[first.id])
    assert "okänd larmsändare" in text(client.get(end))
    assert client.post(end).headers["Location"] == reverse("response:transmitters")
    assert client.post(end).status_code == 409
    response_story.take("alarm-1", at)
    assert Alarm.objects.get().transmitter is None
    client.post(reverse("response:register-transmitter"), sent(site))
    in_use, out_of_use = queries.transmitters(by=technician)
    assert (in_use.ended_at, out_of_use.id) == (None, first.id)
    assert Entry.objects.filter(kind=Kind.TRANSMITTER_ENDED, subject=first.id).exists()


def test_who_may_not_register_does_not_and_elsewhere_is_nowhere(
    person, board, foreign_board, site, at
):
    row = response_story.registered(site, person(Role.TECHNICIAN), at)
    foreign = person(Role.TECHNICIAN, foreign_board)
    with pytest.raises(Absent):
        actions.end_transmitter(transmitter=row.id, by=foreign, at=at)
    with pytest.raises(Absent):
        queries.transmitter(row.id, by=foreign)
    operator = login(person(Role.OPERATOR, board))
    assert operator.get(reverse("response:transmitters")).status_code == 404


def test_a_decided_camera_is_registered_without_typing_what_the_decision_tells(
    technician, person, board, foreign_board, site, at
):
    camera = decided(person=person, board=board, site=site, at=at)
    page = reverse("operation:register")
    link = f'href="?camera={camera}"'
    assert link in text(login(technician).get(page))
    assert link not in text(login(person(Role.TECHNICIAN, foreign_board)).get(page))
    form = login(technician).get(page, {"camera": camera}).context["form"]
    known = {name: form[name].value() for name in ("camera", "site", "name")}
    assert known == {"camera": camera, "site": site.id, "name": site.name}
    told = {
        **known,
        "gateway": "gateway-1",
        "address": ADDRESS,
        "longitude": "13.0041",
        "latitude": "55.6046",
        "height_m": "6",
        "direction_deg": "45",
        "angle_deg": "80",
        "nearest_m": "8",
    }
    assert login(technician).post(page, told).status_code == 302
    assert link not in text(login(technician).get(page))


def test_a_camera_gets_a_new_address_that_is_nowhere_to_be_seen(technician, camera):
    client = login(technician)
    address = reverse("operation:address", args=[camera.id])
    assert address in text(client.get(reverse("operation:camera", args=[camera.id])))
    for wrong in (f"http://kamera:{SECRET}@10.0.0.9", f"rtsp://[{SECRET}", SECRET):
        refused = client.post(address, {"address": wrong})
        assert refused.status_code == 400
        assert SECRET not in text(refused)
    before = Camera.objects.get().sealed_address
    assert client.post(address, {"address": ADDRESS}).status_code == 302
    after = Camera.objects.get().sealed_address
    assert before != after
    assert SECRET not in after
    assert SECRET not in text(client.get(reverse("operation:camera", args=[camera.id])))
    assert SECRET not in str(list(Entry.objects.values()))


def test_a_cameras_own_server_is_given_and_taken_away_and_nowhere_to_be_seen(
    technician, camera, at
):
    client, page = login(technician), reverse("operation:camera", args=[camera.id])
    device = reverse("operation:device-address", args=[camera.id])
    assert device in text(client.get(page))
    assert "ingen adress" in text(client.get(page))
    assert cameras.orders("gateway-1", at=at).cameras[0].device_address is None
    for wrong in (f"rtsp://kamera:{SECRET}@10.0.0.9", f"http://[{SECRET}", SECRET):
        refused = client.post(device, {"device_address": wrong})
        assert refused.status_code == 400
        assert SECRET not in text(refused)
    assert client.post(device, {"device_address": DEVICE}).status_code == 302
    assert cameras.orders("gateway-1", at=at).cameras[0].device_address == DEVICE
    shown = text(client.get(page)) + text(client.get(device))
    assert "förvaras förseglad" in shown
    assert SECRET not in shown + Camera.objects.get().sealed_device_address
    assert SECRET not in repr(cameras.orders("gateway-1", at=at))
    assert client.post(device, {"device_address": ""}).status_code == 302
    assert cameras.orders("gateway-1", at=at).cameras[0].device_address is None
    entries = Entry.objects.filter(kind=Kind.CAMERA_DEVICE_ADDRESS_CHANGED)
    assert [entry.facts for entry in entries.order_by("seq")] == [
        {"known": True},
        {"known": False},
    ]
    assert SECRET not in str(list(Entry.objects.values()))


def test_a_small_stream_is_given_and_taken_away_and_is_nowhere_to_be_seen(technician, camera):
    client, own = login(technician), reverse("operation:camera", args=[camera.id])
    small = reverse("operation:small-stream", args=[camera.id])
    assert small in text(client.get(own))
    refused = client.post(small, {"address": f"http://kamera:{SECRET}@10.0.0.9"})
    assert refused.status_code == 400
    assert SECRET not in text(refused)
    assert client.post(small, {"address": ADDRESS}).status_code == 302
    assert "angiven, för väggar" in text(client.get(own))
    assert "Den har en" in text(client.get(small))
    for page in (own, small):
        assert SECRET not in text(client.get(page))
    assert SECRET not in Camera.objects.get().sealed_small_address
    assert SECRET not in str(list(Entry.objects.values()))
    reason = "it is not where the first stream is"
    wrong = {"state": "refused-address", "reason": reason}
    tell(camera, "camera.health", timezone.now(), state="recording", small=wrong)
    assert reason in text(client.get(own))
    assert client.post(small, {"address": ""}).status_code == 302
    assert Camera.objects.get().sealed_small_address == ""


def test_a_camera_is_moved_taken_down_and_put_up_again(technician, camera, site):
    client = login(technician)
    place = reverse("operation:place", args=[camera.id])
    down = reverse("operation:take-down", args=[camera.id])
    told = {
        "site": site.id,
        "longitude": "13.0041",
        "latitude": "55.6046",
        "height_m": "6",
        "direction_deg": "45",
        "angle_deg": "80",
        "nearest_m": "8",
    }
    assert "Flytta kameran" in text(client.get(place))
    assert client.post(place, told).status_code == 302
    assert cameras.installation(camera).direction_deg == 45
    assert camera.installations.filter(ends_at__isnull=False).count() == 1
    assert "fem år" in text(client.get(down))
    assert client.post(down).status_code == 302
    assert cameras.installation(camera) is None
    assert client.post(down).status_code == 409
    assert "Sätt upp kameran" in text(client.get(place))
    assert client.post(place, told | {"longitude": "55.6"}).status_code == 400
    assert client.post(place, told).status_code == 302
    assert cameras.installation(camera).height_m == 6
    kinds = list(Entry.objects.filter(subject=camera.id).values_list("kind", flat=True))
    assert kinds[-3:] == [Kind.CAMERA_MOVED, Kind.CAMERA_TAKEN_DOWN, Kind.CAMERA_INSTALLED]


def test_a_camera_moves_within_its_board_and_from_where_it_stands(
    technician, camera, site, foreign_board, founder, at
):
    there = operation.Place(site.id, 13.004, 55.6045, 5, 90, 80, 8, site.outline)
    at = at.replace(hour=13)
    type(site).objects.filter(pk=site.pk).update(board=foreign_board)
    with pytest.raises(Absent):
        operation.move(camera=camera.id, to=there, by=technician, at=at)
    operation.take_down(camera=camera.id, by=technician, at=at)
    with pytest.raises(Conflict, match="not-installed"):
        operation.move(camera=camera.id, to=there, by=technician, at=at.replace(hour=14))


def test_two_cameras_of_a_board_have_different_names(technician, camera, board, at):
    with pytest.raises(Conflict, match="name-taken"):
        operation.register_camera(
            camera="0" * 26,
            board=board.id,
            name=camera.name,
            gateway="gateway-1",
            address=ADDRESS,
            by=technician,
            at=at,
        )


def test_the_api_registers_ends_and_moves(technician, camera, site):
    client, json = login(technician), "application/json"
    body = {"account": "0028", "name": "U", "site": site.id, "interval": 90}
    made = client.post("/api/transmitters", body, json).json()
    (told,) = client.get("/api/transmitters").json()
    assert (told["id"], told["ended_at"]) == (made["id"], None)
    assert client.post(f"/api/transmitters/{made['id']}/end").status_code == 204
    refused = client.post(
        f"/api/cameras/{camera.id}/address", {"address": f"http://{SECRET}"}, json
    )
    assert refused.status_code == 400
    assert SECRET not in text(refused)
    changed = client.post(f"/api/cameras/{camera.id}/address", {"address": ADDRESS}, json)
    assert (changed.status_code, text(changed)) == (204, "")
    for address, status in ((f"ftp://{SECRET}", 400), (DEVICE, 204), ("", 204)):
        told = client.post(
            f"/api/cameras/{camera.id}/device-address", {"address": address}, json
        )
        assert told.status_code == status
        assert SECRET not in text(told)
    place = {
        "longitude": 13.004,
        "latitude": 55.6045,
        "height_m": 5,
        "direction_deg": 90,
        "angle_deg": 80,
    }
    put = f"/api/cameras/{camera.id}/place"
    for again in (False, True):
        if again:
            assert client.delete(put).status_code == 204
        assert client.post(put, place | {"site": site.id}, json).status_code == 201
    assert camera.installations.count() == 3


@pytest.mark.parametrize(
    ("account", "seconds", "field"), [("", 90, "account"), ("0028", 1, "interval")]
)
def test_an_account_or_interval_that_no_panel_has_is_refused(
    founder, site, at, account, seconds, field
):
    with pytest.raises(BadInput, match=field):
        actions.register_transmitter(
            account=account,
            name="U",
            site=site.id,
            places={},
            interval=timedelta(seconds=seconds),
            by=founder,
            at=at,
        )
