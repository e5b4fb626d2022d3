"""Where a camera may be: an address is judged before anything is connected to it.

Cameras live on private networks, so a ban on private addresses would be wrong; what is allowed
is listed, network and port. A name is resolved once, and the number that was judged is the one
that is connected to. Local files, playlists and redirects are not addresses.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, quote, unquote, urlsplit

from vaka.core.errors import BadInput

MEND_FINGERPRINT = (
    "Write #sha256= and the fingerprint, 64 hexadecimal digits, after rtsps:// or https://"
)
MEND_NETWORK = "Add its network and port to VAKA_CAMERA_NETWORKS, if it is a camera"

FINGERPRINT = re.compile(r"sha256=([0-9a-f]{2}(?::?[0-9a-f]{2}){31})", re.IGNORECASE)

# An IPv4 address in the last bits of an IPv6 one: NAT64 (RFC 6052 §2.1), IPv4-compatible
# (RFC 4291 §2.5.5.1).
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
COMPATIBLE = ipaddress.IPv6Network("::/96")

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Allowed:
    """A network and port where cameras may be."""

    network: Network
    port: int


@dataclass(frozen=True)
class Speech:
    """What is spoken at an address: its schemes, with the ports they have by themselves."""

    name: str
    ports: Mapping[str, int]
    form: str


# A camera's pictures, and the camera itself (ONVIF).
STREAM = Speech(
    "RTSP", {"rtsp": 554, "rtsps": 322}, "Write rtsp://user:password@host:port/path"
)
DEVICE = Speech(
    "HTTP", {"http": 80, "https": 443}, "Write http://user:password@host/onvif/device_service"
)
UNDER_TLS = frozenset({"rtsps", "https"})


@dataclass(frozen=True)
class Address:
    """A judged address: the numeric host to connect to, and a login that is never shown.

    Under TLS: the host as it was written, the SHA-256 of its certificate, if that was written,
    and the file of authorities that may vouch for it instead.
    """

    scheme: str
    host: IP
    port: int
    path: str
    user: str
    password: str
    name: str = ""
    fingerprint: bytes = b""
    authorities: Path | None = None

    def __repr__(self) -> str:
        """Leave out login and path: either may hold a secret."""
        return f"Address({self.scheme}, {self.host}, {self.port})"

    @property
    def is_under_tls(self) -> bool:
        """Return whether it is reached under TLS."""
        return self.scheme in UNDER_TLS

    def url_through(self, port: int) -> str:
        """Return the address as reached through a port of this machine, with its login; never
        log it. What seals the line (rtsps) is at the other end of that port.
        """
        login = (
            f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@" if self.user else ""
        )
        return f"rtsp://{login}127.0.0.1:{port}{self.path}"


def parse_networks(text: str) -> tuple[Allowed, ...]:
    """Return the allow-list written as a comma list of CIDR:PORT.

    :raises BadInput: when an entry is no such pair.
    """
    return tuple(_allowed(entry.strip()) for entry in text.split(",") if entry.strip())


def _allowed(entry: str) -> Allowed:
    network, _, port = entry.rpartition(":")
    try:
        return Allowed(ipaddress.ip_network(network.strip("[]")), int(port))
    except ValueError as problem:
        mend = "Write 10.20.0.0/24:554, comma between"
        raise BadInput("VAKA_CAMERA_NETWORKS", f"{entry}: {problem}", mend) from None


def resolve(host: str) -> list[str]:
    """Return the numeric addresses of a host, as this machine resolves it."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def admit(
    url: str,
    allowed: Iterable[Allowed],
    *,
    speech: Speech = STREAM,
    authorities: Path | None = None,
    resolving: Resolve = resolve,
) -> Address:
    """Return the address to connect to, when it is a camera's and on the list.

    The message of a refusal never repeats the address: it may hold a password.

    :raises BadInput: when another thing is spoken there, it cannot be resolved, or lies
        outside the list.
    """
    parts, port = _parts(url, speech)
    fingerprint = _fingerprint(parts)
    for number in _numbers(parts.hostname or "", speech, resolving):
        if any(port == place.port and _lies_in(number, place.network) for place in allowed):
            query = f"?{parts.query}" if parts.query else ""
            return Address(
                scheme=parts.scheme,
                host=number,
                port=port,
                path=(parts.path or "/") + query,
                user=unquote(parts.username or ""),
                password=unquote(parts.password or ""),
                name=parts.hostname or "",
                fingerprint=fingerprint,
                authorities=authorities,
            )
    problem = "it lies outside the networks where cameras may be"
    raise BadInput("camera address", problem, MEND_NETWORK)


def _parts(url: str, speech: Speech) -> tuple[SplitResult, int]:
    """Return the parts of an address and its port."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadInput("camera address", "it is no address", speech.form) from None
    if parts.scheme not in speech.ports:
        raise BadInput("camera address", f"it is not {speech.name}", speech.form)
    if not parts.hostname or not url.isprintable() or " " in url:
        raise BadInput("camera address", "it names no host", speech.form)
    return parts, port or speech.ports[parts.scheme]


def _fingerprint(parts: SplitResult) -> bytes:
    """Return the fingerprint after the address, `#sha256=…`, or nothing."""
    if not parts.fragment:
        return b""
    found = FINGERPRINT.fullmatch(parts.fragment)
    if found is None or parts.scheme not in UNDER_TLS:
        raise BadInput("camera address", "what follows # is no fingerprint", MEND_FINGERPRINT)
    return bytes.fromhex(found[1].replace(":", ""))


def _numbers(host: str, speech: Speech, resolving: Resolve) -> list[IP]:
    """Return the numeric addresses that connecting to the host would reach.

    An IPv4 address wrapped in IPv6 is unwrapped, so that it is judged as what it reaches.
    """
    try:
        found = [ipaddress.ip_address(text.partition("%")[0]) for text in resolving(host)]
    except (OSError, ValueError, UnicodeError):
        raise BadInput("camera address", "its host cannot be resolved", speech.form) from None
    return [reached(number) for number in found]


def reached(number: IP) -> IP:
    """Return what is reached by connecting: the IPv4 address that an IPv6 one may wrap."""
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if wrapped := number.ipv4_mapped or number.sixtofour:
        return wrapped
    if number.teredo:
        return number.teredo[1]
    # :: and ::1 are this machine, not addresses in disguise.
    if number in NAT64 or (number in COMPATIBLE and int(number) > 1):
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number


def _lies_in(number: IP, network: Network) -> bool:
    """Return whether a network lists a number; a wide one does not list this machine too."""
    if number.is_unspecified or number.is_multicast or number not in network:
        return False
    if number.is_loopback:
        return network.is_loopback
    return network.is_link_local or not number.is_link_local
