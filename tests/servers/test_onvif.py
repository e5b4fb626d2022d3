"""A camera asked over ONVIF: the shipped simulated one, and some that no one would ship."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from tests.servers.certificates import own_certificate
from tests.servers.hostile_camera import camera
from vaka.core.errors import BadInput
from vaka.demo.onvif.announcing import Announcer
from vaka.demo.onvif.device import Login, Masks, SimulatedDevice
from vaka.edge.video.ingest.addresses import DEVICE, admit, parse_networks
from vaka.edge.video.ingest.rtsp.errors import Garbled, LoginRefused, Redirected
from vaka.edge.video.onvif import discovery, line
from vaka.edge.video.onvif.device import Device
from vaka.edge.video.onvif.errors import NotDone
from vaka.edge.video.onvif.inspection import inspect
from vaka.edge.video.onvif.wire import CameraMask

VAKA = Path(sys.executable).with_name("vaka")
EVERYWHERE = parse_networks("127.0.0.0/8:0")
SOURCE = "source-1"
T = TypeVar("T")
CORNER = ((-1.0, -1.0), (0.0, -1.0), (0.0, 0.0), (-1.0, 0.0))


def now() -> datetime:
    return datetime.now(UTC)


def asked(told: SimulatedDevice, what: Callable[[Device], T], url: str = "") -> T:
    """What a simulated camera answers, asked from a thread as the gateway asks."""

    async def ask() -> T:
        async with told:
            return await asyncio.to_thread(lambda: once(url or told.url, what))

    return asyncio.run(ask())


def once(url: str, what: Callable[[Device], T]) -> T:
    where = admit(url, parse_networks(f"127.0.0.0/8:{port_of(url)}"), speech=DEVICE)
    device = Device(where, clock=now)
    try:
        return what(device)
    finally:
        device.close()


def port_of(url: str) -> str:
    return url.partition("://")[2].rpartition("@")[2].partition("/")[0].rpartition(":")[2]


def known(**told: object) -> SimulatedDevice:
    return SimulatedDevice(user="vaka", password="hemlig", **told)


@pytest.mark.parametrize("login", list(Login))
def test_its_streams_are_told_to_who_proves_the_password(login: Login) -> None:
    told = known(login=login)
    main, sub = asked(told, Device.profiles)
    assert (main.token, main.codec, main.width, main.height) == ("main", "H265", 1280, 720)
    assert (sub.token, sub.codec, sub.kilobits_per_second) == ("sub", "H264", 512)


@pytest.mark.parametrize("login", [Login.DIGEST, Login.IN_MESSAGE])
@pytest.mark.parametrize("wrong", ["vaka:fel@", ""])
def test_who_does_not_prove_it_is_told_nothing(login: Login, wrong: str) -> None:
    told = known(login=login)

    async def ask() -> None:
        async with told:
            url = told.url.replace("vaka:hemlig@", wrong)
            with pytest.raises(LoginRefused) as refusal:
                await asyncio.to_thread(lambda: once(url, Device.profiles))
            assert "fel" not in str(refusal.value)

    asyncio.run(ask())


def test_a_proof_by_the_cameras_own_clock_is_taken_though_that_is_off_by_a_year() -> None:
    told = known(login=Login.IN_MESSAGE, ahead=timedelta(days=-365))
    assert len(asked(told, Device.profiles)) == 2


@pytest.mark.parametrize("minutes", [0, 3, -40])
def test_how_far_its_clock_is_off_is_known_to_the_second(minutes: int) -> None:
    off = timedelta(minutes=minutes)
    told = asked(SimulatedDevice(ahead=off), Device.ahead)
    assert abs(told - off) < timedelta(seconds=2)


def test_where_it_believes_it_is_moves_nobody() -> None:
    """An XAddr of another host is where a forged camera would send us."""
    told = SimulatedDevice(believes_it_is="http://10.99.0.1:81")
    assert len(asked(told, Device.profiles)) == 2


def test_a_camera_from_before_media2_tells_its_stream_and_has_no_masks() -> None:
    told = asked(
        SimulatedDevice(masking=Masks.BEFORE_MEDIA2), lambda it: inspect(it, EVERYWHERE)
    )
    (stream,) = told.streams
    assert (stream.profile.token, stream.address) == ("only", "rtsp://127.0.0.1:8554/stream")
    assert not stream.admitted
    assert [each.options for each in told.sources] == [None]


def test_a_mask_is_there_once_it_was_put_until_it_is_taken_away() -> None:
    def told(device: Device) -> tuple[list[CameraMask], list[CameraMask], list[CameraMask]]:
        options = device.mask_options(SOURCE)
        device.put(CameraMask("", SOURCE, CORNER, "Color", enabled=True), options)
        (put,) = first = device.masks(SOURCE)
        device.put(CameraMask(put.token, SOURCE, CORNER[1:], "Color", enabled=True), options)
        changed = device.masks(SOURCE)
        device.delete_mask(put.token)
        return first, changed, device.masks(SOURCE)

    first, changed, last = asked(SimulatedDevice(), told)
    assert [each.ring for each in (*first, *changed)] == [CORNER, CORNER[1:]]
    assert last == []


def test_a_picture_of_the_camera_is_a_picture() -> None:
    told = asked(known(login=Login.DIGEST), lambda it: it.snapshot("main"))
    assert (told.kind, told.data[:2]) == ("image/jpeg", b"\xff\xd8")


def test_under_tls_only_the_camera_with_that_certificate_is_asked(tmp_path: Path) -> None:
    own = own_certificate(tmp_path)

    async def ask() -> None:
        async with known(sealed=own.context, login=Login.DIGEST) as told:
            right = f"{told.url}#sha256={own.fingerprint.hex()}"
            wrong = f"{told.url}#sha256={'01' * 32}"
            found = await asyncio.to_thread(lambda: once(right, Device.profiles))
            assert len(found) == 2
            with pytest.raises(BadInput, match="certificate is another"):
                await asyncio.to_thread(lambda: once(wrong, Device.profiles))

    asyncio.run(ask())


def heard(spoken: socket.socket) -> bytes:
    """A whole question: what is left unread would break the line under our answer."""
    question = b""
    while not question.endswith(b"Envelope>") and (more := spoken.recv(65536)):
        question += more
    return question


def answering(told: bytes, *, slowly: float = 0.0) -> Callable[[socket.socket], None]:
    def answer(spoken: socket.socket) -> None:
        heard(spoken)
        for at in range(0, len(told), 1 if slowly else len(told)):
            spoken.sendall(told[at : at + (1 if slowly else len(told))])
            time.sleep(slowly)

    return answer


def http(body: bytes, *, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
    return head.encode() + body


@pytest.mark.parametrize(
    ("told", "problem", "why"),
    [
        (http(b""), Garbled, "not XML"),
        (b"RTSP/1.0 200 OK\r\n\r\n", Garbled, "not answer as a web server"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n", Garbled, "not answer as a web"),
        (http(b"x" * 600_000), Garbled, "more than it may"),
        (
            http(b"", status="302 Found", more="Location: http://169.254.169.254/\r\n"),
            Redirected,
            "another address",
        ),
        (http(b"", status="401 No"), LoginRefused, "asks for a login"),
        (
            http(b"", status="401 No", more='WWW-Authenticate: Basic realm="a"\r\n'),
            LoginRefused,
            "asks for a login",
        ),
    ],
)
def test_what_is_no_camera_is_called_what_it_is(told: bytes, problem, why: str) -> None:
    with camera(answering(told)) as port, pytest.raises(problem, match=why):
        once(f"http://127.0.0.1:{port}/", Device.profiles)


def test_a_password_is_never_told_in_clear() -> None:
    """Basic authentication without TLS: whoever listens on the camera's network has it."""
    said: list[bytes] = []

    def answer(spoken: socket.socket) -> None:
        while question := heard(spoken):
            said.append(question)
            spoken.sendall(
                http(b"", status="401 No", more='WWW-Authenticate: Basic realm="a"\r\n')
            )

    with camera(answer) as port, pytest.raises(LoginRefused):
        once(f"http://vaka:hemlig@127.0.0.1:{port}/", Device.profiles)
    assert b"aGVtbGln" not in b"".join(said)
    assert b"Authorization" not in b"".join(said)


def test_a_camera_that_drips_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "EXCHANGE_SECONDS", 0.5)
    drips = answering(http(b"x" * 100_000), slowly=0.05)
    with camera(drips) as port, pytest.raises(TimeoutError):
        once(f"http://127.0.0.1:{port}/", Device.ahead)


def test_a_service_that_it_has_not_is_not_done() -> None:
    told = SimulatedDevice(masking=Masks.HAS_NONE)
    with pytest.raises(NotDone) as refusal:
        asked(told, lambda it: it.mask_options(SOURCE))
    assert refusal.value.is_unknown


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "file:///etc/passwd", "rtsp://127.0.0.1/", "https://10.0.0.1"]
)
def test_no_address_outside_the_list_is_asked(url: str) -> None:
    with pytest.raises(BadInput, match="camera address"):
        admit(url, parse_networks("127.0.0.0/8:80"), speech=DEVICE)


def test_who_answers_on_the_network_is_found_once() -> None:
    async def ask() -> None:
        async with Announcer("http://10.20.0.7/onvif/device_service http://[fe80::1]/o") as it:
            found = await asyncio.to_thread(
                lambda: discovery.discover(seconds=0.5, own="127.0.0.1", group=it.place)
            )
        assert [(each.name, each.hardware) for each in found] == [("Torget 1", "SIM-1")]
        assert found[0].addresses[0] == "http://10.20.0.7/onvif/device_service"

    asyncio.run(ask())


@pytest.mark.parametrize("types", ["dn:Device", "dn:Printer", ""])
def test_who_is_no_camera_is_not_listed(types: str) -> None:
    async def ask() -> None:
        async with Announcer("http://10.20.0.7/", types=types) as it:
            assert not await asyncio.to_thread(
                lambda: discovery.discover(seconds=0.3, own="127.0.0.1", group=it.place)
            )

    asyncio.run(ask())


def test_a_name_cannot_move_the_cursor() -> None:
    asked_id, _ = discovery.probe()
    told = Announcer("http://10.20.0.7/", name="%1B%5B2Ja" + "b" * 500).answer(asked_id)
    (found,) = discovery.matches(told.encode(), asked_id)
    assert found.name.startswith("[2Ja")
    assert len(found.name) <= 100
    assert not list(discovery.matches(told.encode(), "urn:uuid:another"))


def vaka(*arguments: str, folder: Path, networks: str, said: str = "") -> tuple[int, str, str]:
    own = {"VAKA_DATA_DIR": str(folder), "VAKA_CAMERA_NETWORKS": networks}
    done = subprocess.run(
        [str(VAKA), "cameras", *arguments],
        env=os.environ | own,
        input=said,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


async def inspected(told: SimulatedDevice, folder: Path, *more: str) -> tuple[int, str, str]:
    async with told:
        url = f"http://127.0.0.1:{told.port}/"
        networks = f"127.0.0.0/8:{told.port},127.0.0.0/8:8554"
        return await asyncio.to_thread(
            lambda: vaka(
                "inspect", url, *more, folder=folder, networks=networks, said="hemlig\n"
            )
        )


def test_a_technician_sees_what_a_camera_says_of_itself(tmp_path: Path) -> None:
    picture = tmp_path / "picture.jpg"
    more = ("--user", "vaka", "--snapshot", str(picture))
    status, out, _ = asyncio.run(inspected(known(login=Login.DIGEST), tmp_path, *more))
    assert status == 0
    assert "stream  main  H265 1280×720  15/s  2048 kbit/s  rtsp://127.0.0.1:8554/" in out
    assert "masks   source-1  0 of 4, up to 8 corners, Color, Pixelated" in out
    assert picture.read_bytes()[:2] == b"\xff\xd8"
    assert "hemlig" not in out


def test_a_clock_that_is_off_ends_in_a_failure(tmp_path: Path) -> None:
    told = SimulatedDevice(ahead=timedelta(seconds=90))
    status, out, _ = asyncio.run(inspected(told, tmp_path, "--json"))
    assert status == 1
    facts = json.loads(out)
    assert facts["clock_is_off"]
    assert facts["clock_ahead_seconds"] == pytest.approx(90, abs=2)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1:1/", "nothing answers at its address"),
        ("http://10.0.0.1/", "outside the networks"),
        ("rtsp://127.0.0.1:1/", "it is not HTTP"),
    ],
)
def test_what_cannot_be_asked_is_said_in_a_line(url: str, why: str, tmp_path: Path) -> None:
    status, out, err = vaka("inspect", url, folder=tmp_path, networks="127.0.0.0/8:1")
    assert (status, out) == (2, "")
    assert why in err
    assert len(err.strip().splitlines()) <= 2
