"""Where a camera may be: only where the list says, whatever the address looks like."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.core.errors import BadInput
from vaka.edge.video.ingest.addresses import admit, parse_networks, reached, resolve

CAMERAS = parse_networks("10.20.0.0/24:554, 10.20.1.7/32:8554")


def fixed(*numbers: str):
    return lambda host: numbers


def test_a_camera_on_the_list_is_admitted_with_its_login_hidden() -> None:
    found = admit("rtsp://vaka:hem%3Alig@10.20.0.9/a?b=1", CAMERAS)
    assert (found.user, found.password, found.path) == ("vaka", "hem:lig", "/a?b=1")
    assert found.url_through(40000) == "rtsp://vaka:hem%3Alig@127.0.0.1:40000/a?b=1"
    assert "lig" not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        "rtsp://10.20.0.9:8554/",
        "rtsp://10.20.2.9/",
        "rtsp://127.0.0.1/",
        "rtsp://169.254.169.254/",
        "rtsp://[::1]/",
    ],
)
def test_what_is_not_on_the_list_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="outside the networks"):
        admit(url, CAMERAS)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "/etc/passwd",
        "http://10.20.0.9/",
        "concat:rtsp://10.20.0.9/|file:/etc/passwd",
        "subfile,,start,0,end,9,,:/etc/passwd",
        "rtsp:",
        "rtsp:///x",
        "rtsp://10.20.0.9:99999/",
        "rtsp://10.20.0.9/\nx",
        "rtsp://[::1/",
        "",
    ],
)
def test_what_is_no_rtsp_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadInput) as refusal:
        admit(url, CAMERAS)
    assert "passwd" not in str(refusal.value)


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1", "localhost"])
def test_odd_spellings_of_this_machine_are_judged_by_what_they_reach(host: str) -> None:
    with pytest.raises(BadInput):
        admit(f"rtsp://{host}/", CAMERAS)


WRAPPED = {
    "mapped": "::ffff:{}",
    "compatible": "::{}",
    "NAT64": "64:ff9b::{}",
}


@pytest.mark.parametrize("form", WRAPPED.values(), ids=WRAPPED)
def test_an_ipv4_address_wrapped_in_ipv6_is_judged_as_what_it_reaches(form: str) -> None:
    camera = fixed(form.format("10.20.0.9"))
    assert str(admit("rtsp://camera/", CAMERAS, resolving=camera).host) == "10.20.0.9"
    for listed in (CAMERAS, parse_networks("[::/0]:554, 0.0.0.0/0:554")):
        with pytest.raises(BadInput):
            admit("rtsp://camera/", listed, resolving=fixed(form.format("127.0.0.1")))


@pytest.mark.parametrize("number", ["2002:7f00:1::", "2001:0:1:2:3:4:80ff:fffe"])
def test_a_tunnel_to_this_machine_is_judged_as_this_machine(number: str) -> None:
    assert reached(ipaddress.ip_address(number)) == ipaddress.ip_address("127.0.0.1")


WIDE = parse_networks("0.0.0.0/0:554, [::/0]:554")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "0.0.0.0", "169.254.169.254", "224.0.0.1", "::1", "::", "fe80::1"]
)
def test_a_wide_network_does_not_list_this_machine_nor_its_own_line(host: str) -> None:
    with pytest.raises(BadInput, match="outside the networks"):
        admit("rtsp://camera/", WIDE, resolving=fixed(host))
    assert admit("rtsp://camera/", WIDE, resolving=fixed("192.0.2.7"))


@pytest.mark.parametrize(
    ("network", "host"),
    [("127.0.0.0/8", "127.0.0.1"), ("169.254.0.0/16", "169.254.1.2"), ("[::1/128]", "::1")],
)
def test_this_machine_and_its_own_line_are_listed_by_themselves(
    network: str, host: str
) -> None:
    listed = parse_networks(f"{network}:554")
    assert str(admit("rtsp://camera/", listed, resolving=fixed(host)).host) == host


def test_a_name_is_resolved_once_and_the_judged_number_is_connected_to() -> None:
    answers = iter([["10.20.0.9"], ["127.0.0.1"]])
    found = admit("rtsp://camera/", CAMERAS, resolving=lambda host: next(answers))
    assert str(found.host) == "10.20.0.9"


def test_a_name_that_nobody_knows_is_refused() -> None:
    def unknown(host: str) -> list[str]:
        raise OSError(host)

    with pytest.raises(BadInput, match="resolved"):
        admit("rtsp://camera.example/", CAMERAS, resolving=unknown)


def test_an_ipv6_camera_is_admitted_by_its_network() -> None:
    found = admit("rtsps://[fd00::9]/", parse_networks("[fd00::/64]:322"))
    assert (found.scheme, str(found.host), found.port) == ("rtsps", "fd00::9", 322)


@pytest.mark.parametrize("text", ["10.0.0.0/24", "10.0.0.1/24:554", "x:554", "10.0.0.0/24:x"])
def test_a_list_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="VAKA_CAMERA_NETWORKS"):
        parse_networks(text)


@given(st.ip_addresses(), st.integers(1, 65535))
def test_no_number_outside_the_list_is_ever_admitted(number, port: int) -> None:
    host = f"[{number}]" if number.version == 6 else str(number)
    unwrapped = reached(number)
    listed = any(port == a.port and unwrapped in a.network for a in CAMERAS)
    try:
        found = admit(f"rtsp://{host}:{port}/", CAMERAS)
    except BadInput:
        assert not listed
    else:
        assert listed
        assert found.host == unwrapped


def test_this_machine_resolves_its_own_name() -> None:
    assert ipaddress.ip_address(resolve("localhost")[0]).is_loopback
