"""Who answers on the network that it is a camera: WS-Discovery (OASIS 1.1, ONVIF Core §7).

An answer is a stranger's word: what it says where it is becomes an address only when it lies
in the networks where cameras may be, and is printed only when it can be read.
"""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import uuid4
from xml.etree.ElementTree import Element, SubElement

from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.onvif import soap

GROUP = ("239.255.255.250", 3702)
DISCOVERY = "http://schemas.xmlsoap.org/ws/2005/04/discovery"
ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
EVERYBODY = "urn:schemas-xmlsoap-org:ws:2005:04:discovery"
CAMERA = "NetworkVideoTransmitter"
SCOPE = "onvif://www.onvif.org/"
LARGEST, MOST = 65_535, 1_000
LONGEST_WORD = 100


@dataclass(frozen=True)
class Found:
    """One that says it is a camera: where it says it is, and what it calls itself."""

    addresses: tuple[str, ...]
    name: str
    hardware: str


def probe() -> tuple[str, bytes]:
    """Return a question to everybody who is a camera, and the id that answers name."""
    asked = f"urn:uuid:{uuid4()}"
    body = Element(f"{{{DISCOVERY}}}Probe")
    SubElement(
        body, f"{{{DISCOVERY}}}Types", {"xmlns:dn": "http://www.onvif.org/ver10/network/wsdl"}
    ).text = f"dn:{CAMERA}"
    headers = []
    for field, value in (
        ("MessageID", asked),
        ("To", EVERYBODY),
        ("Action", f"{DISCOVERY}/Probe"),
    ):
        header = Element(f"{{{ADDRESSING}}}{field}")
        header.text = value
        headers.append(header)
    return asked, soap.request(body, *headers)


def matches(data: bytes, asked: str) -> Iterator[Found]:
    """Yield the cameras in an answer to that question; others' answers hold none.

    :raises Garbled: when it is no answer at all.
    """
    told = soap.document(data)
    if soap.text(told.find("{*}Header/{*}RelatesTo")) != asked:
        return
    for each in told.iterfind("{*}Body/{*}ProbeMatches/{*}ProbeMatch"):
        if CAMERA not in soap.text(each.find("{*}Types")):
            continue
        scopes = soap.text(each.find("{*}Scopes")).split()
        yield Found(
            addresses=tuple(map(_readable, soap.text(each.find("{*}XAddrs")).split())),
            name=_scope(scopes, "name"),
            hardware=_scope(scopes, "hardware"),
        )


def discover(*, seconds: float, own: str = "", group: tuple[str, int] = GROUP) -> list[Found]:
    """Ask who is there; return who answered in so many seconds, each once, in order.

    `own` is the address of this machine on the cameras' network; empty is the usual one.

    :raises OSError: when nobody can be asked.
    """
    asked, question = probe()
    found: dict[Found, None] = {}
    deadline = time.monotonic() + seconds
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
        if own:
            line.bind((own, 0))
            line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own))
        line.sendto(question, group)
        for data in _until(line, deadline):
            try:
                found.update(dict.fromkeys(matches(data, asked)))
            except Garbled:
                continue
            if len(found) >= MOST:
                break
    return list(found)


def _until(line: socket.socket, deadline: float) -> Iterator[bytes]:
    while (left := deadline - time.monotonic()) > 0:
        line.settimeout(left)
        try:
            yield line.recv(LARGEST)
        except TimeoutError:
            return


def _scope(scopes: list[str], what: str) -> str:
    """Return what a camera calls itself, as `onvif://www.onvif.org/name/Yard%201` says."""
    start = f"{SCOPE}{what}/"
    told = next((each.removeprefix(start) for each in scopes if each.startswith(start)), "")
    return _readable(unquote(told))


def _readable(told: str) -> str:
    """Return a stranger's word, short, and without what would move a terminal's cursor."""
    return "".join(each for each in told if each.isprintable())[:LONGEST_WORD]
