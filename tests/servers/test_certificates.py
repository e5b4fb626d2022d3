"""A camera under TLS is the right one, or it is not spoken to: its login is for it alone."""

import socket
import ssl
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from tests.servers.certificates import HERE, Certificate, own_certificate, vouched_certificate
from tests.servers.gateway_story import Centre, networks, run, story, terms_json
from tests.servers.hostile_camera import camera
from vaka.core.errors import BadInput
from vaka.demo.camera import SimulatedCamera
from vaka.demo.clip import DATA
from vaka.edge.video.ingest.addresses import Address, admit, parse_networks
from vaka.edge.video.ingest.certificates import authorities, sealed

GARAGE = "garaget"


def address(
    port: int, *, fingerprint: bytes = b"", by: Path | None = None, name: str = HERE
) -> Address:
    host = ip_address(HERE)
    return Address("rtsps", host, port, "/", "vaka", "hemlig", name, fingerprint, by)


def said_to(shown: Certificate, where: dict[str, object]) -> bytes:
    """What reaches a camera that shows that certificate, when we ask it something."""
    heard: list[bytes] = []

    def listening(line: socket.socket) -> None:
        heard.append(line.recv(100))
        line.sendall(b"!")

    with camera(listening, sealed=shown.context) as port:
        plain = socket.create_connection((HERE, port), timeout=5)
        with sealed(plain, address(port, **where)) as line:
            line.sendall(b"DESCRIBE")
            line.recv(1)
    return b"".join(heard)


def test_the_certificate_that_the_address_names_is_the_cameras(tmp_path: Path) -> None:
    own = own_certificate(tmp_path)
    assert said_to(own, {"fingerprint": own.fingerprint}) == b"DESCRIBE"


def test_a_pinned_certificate_that_has_run_out_is_still_the_cameras(tmp_path: Path) -> None:
    """Nobody renews a camera's certificate, and its own clock may be anything."""
    own = own_certificate(tmp_path, valid_for=timedelta(days=-1))
    assert said_to(own, {"fingerprint": own.fingerprint}) == b"DESCRIBE"


@pytest.mark.parametrize("pinned", [b"\x01" * 32, b""])
def test_another_certificate_is_refused_and_its_fingerprint_said(
    tmp_path: Path, pinned: bytes
) -> None:
    own = own_certificate(tmp_path)
    with pytest.raises(BadInput, match=f"sha256={own.fingerprint.hex()}") as refusal:
        said_to(own, {"fingerprint": pinned})
    assert "hemlig" not in str(refusal.value)


def test_what_an_authority_of_ours_has_signed_is_the_cameras(tmp_path: Path) -> None:
    vouched = vouched_certificate(tmp_path)
    assert said_to(vouched, {"by": vouched.authority}) == b"DESCRIBE"


def test_another_cameras_certificate_does_not_do(tmp_path: Path) -> None:
    vouched = vouched_certificate(tmp_path, address="10.20.0.9")
    with pytest.raises(BadInput, match="does not hold: IP address mismatch"):
        said_to(vouched, {"by": vouched.authority})


def test_an_authority_that_is_not_ours_does_not_do(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    ours = vouched_certificate(tmp_path / "ours")
    with pytest.raises(BadInput, match="does not hold: "):
        said_to(own_certificate(tmp_path), {"by": ours.authority})


def test_a_fingerprint_counts_for_more_than_an_authority(tmp_path: Path) -> None:
    vouched = vouched_certificate(tmp_path)
    with pytest.raises(BadInput, match="its certificate is another"):
        said_to(vouched, {"by": vouched.authority, "fingerprint": b"\x01" * 32})


def test_a_camera_that_speaks_no_tls_is_not_spoken_to_in_clear() -> None:
    heard: list[bytes] = []

    def plainly(line: socket.socket) -> None:
        heard.append(line.recv(4096))
        line.sendall(b"RTSP/1.0 200 OK\r\n\r\n")

    with camera(plainly) as port:
        plain = socket.create_connection((HERE, port), timeout=5)
        with plain, pytest.raises(ssl.SSLError):
            sealed(plain, address(port, fingerprint=b"\x01" * 32))
    assert b"DESCRIBE" not in heard[0]


def test_authorities_are_a_file_of_certificates_or_none(tmp_path: Path) -> None:
    assert authorities("") is None
    vouched = vouched_certificate(tmp_path)
    assert authorities(str(vouched.authority)) == vouched.authority
    for wrong in (tmp_path / "nowhere.pem", DATA / "README.md"):
        with pytest.raises(BadInput, match="VAKA_CAMERA_AUTHORITIES"):
            authorities(str(wrong))


def test_a_fingerprint_is_read_with_colons_and_without() -> None:
    digits = "0f" * 32
    for written in (digits, ":".join(["0F"] * 32)):
        url = f"rtsps://10.20.0.9:322/a#sha256={written}"
        found = admit(url, parse_networks("10.20.0.0/24:322"))
        assert found.fingerprint == bytes.fromhex(digits)
        assert (found.path, found.name) == ("/a", "10.20.0.9")


@pytest.mark.parametrize(
    "url",
    [
        "rtsps://10.20.0.9/#sha256=0f",
        "rtsps://10.20.0.9/#md5=" + "0f" * 16,
        "rtsps://10.20.0.9/#hemlig",
        # In clear a fingerprint promises what nothing holds.
        "rtsp://10.20.0.9:322/#sha256=" + "0f" * 32,
    ],
)
def test_what_is_no_fingerprint_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadInput, match="what follows # is no fingerprint") as refusal:
        admit(url, parse_networks("10.20.0.0/24:322"))
    assert "hemlig" not in str(refusal.value)


def test_a_camera_is_recorded_under_tls_when_its_address_names_its_certificate(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = own_certificate(tmp_path)

    async def told() -> None:
        centre, terms = Centre(), terms_json(GARAGE)
        sealed_camera = SimulatedCamera(
            DATA / "garage.mp4", sealed=own.context, user="vaka", password="Kanarie-77c"
        )
        async with (
            sealed_camera as camera,
            story(tmp_path / "gateway", centre, networks(camera)) as s,
        ):
            centre.order(GARAGE, camera.url, terms)
            await s.until(lambda: "refused-address" in centre.states(GARAGE))
            (refused,) = [
                facts["reason"]
                for facts in centre.said("camera.health", GARAGE)
                if facts["state"] == "refused-address"
            ]
            assert camera.viewers == 0
            # The technician compares, and writes what was shown.
            pin = str(refused).partition("sha256=")[2].partition(".")[0]
            centre.order(GARAGE, f"{camera.url}#sha256={pin}", terms)
            await s.until(lambda: camera.viewers == 1)
            await s.until(lambda: centre.states(GARAGE)[-1] == "recording")
        assert "Kanarie-77c" not in caplog.text + str(centre.events)

    run(told())
