"""Where the brokers are, and how one is let in: right, or refused with the mend."""

from pathlib import Path

import pytest

from tests.servers.certificates import vouched_certificate
from vaka.core.errors import BadInput
from vaka.servers.relay.addresses import Brokers, read

THREE = "tls://a.example, tls://b.example:4333 ,tls://c.example"


def test_no_brokers_is_none() -> None:
    assert read("") is None
    assert read(" , ") is None


def test_three_nodes_keep_each_event_and_fewer_gain_nothing() -> None:
    assert read(THREE).replicas == 3
    assert read("nats://127.0.0.1:4222,nats://127.0.0.1:4223").replicas == 1


def test_a_login_is_read_from_its_file_and_shown_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "login"
    file.write_text("vaka:ett:lösen\n", "utf-8")
    found = read(THREE, login=str(file))
    assert (found.name, found.password) == ("vaka", "ett:lösen")
    assert "lösen" not in repr(found)
    assert found.context


@pytest.mark.parametrize("here", ["nats://127.0.0.1:4222", "nats://[::1]", "nats://localhost"])
def test_a_password_goes_in_clear_on_this_machine_alone(tmp_path: Path, here: str) -> None:
    file = tmp_path / "login"
    file.write_text("vaka:x", "utf-8")
    assert read(here, login=str(file)) == Brokers((here,), "vaka", "x")
    with pytest.raises(BadInput, match="in clear"):
        read(f"{here},nats://broker.example", login=str(file))


def test_an_authority_of_ones_own_vouches(tmp_path: Path) -> None:
    vouched = vouched_certificate(tmp_path)
    found = read(THREE, authorities=str(vouched.authority))
    assert [each["issuer"] for each in found.context.get_ca_certs()]


@pytest.mark.parametrize(
    "address",
    [
        "tls://a,nats://b",
        "broker",
        "http://broker",
        "nats://",
        "nats://host:0",
        "tls://host:hundra",
        "nats://h/p",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="VAKA_NATS"):
        read(address)


@pytest.mark.parametrize("host", ["host", "host:hundra"])
def test_a_password_in_an_address_is_refused_and_not_repeated(host: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(f"tls://vaka:hemligt@{host}")
    assert "VAKA_NATS_LOGIN" in str(refused.value)
    assert "hemligt" not in str(refused.value)


@pytest.mark.parametrize("content", ["", "vaka", ":x", "vaka:"])
def test_a_file_without_a_login_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "login"
    file.write_text(content)
    with pytest.raises(BadInput, match="name:password"):
        read(THREE, login=str(file))


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    absent = str(tmp_path / "ingen")
    with pytest.raises(BadInput, match="ingen"):
        read(THREE, login=absent)
    with pytest.raises(BadInput, match="ingen"):
        read(THREE, authorities=absent)
