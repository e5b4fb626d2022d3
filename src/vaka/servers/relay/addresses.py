"""Where the brokers are, and how one is let in."""

import ipaddress
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from vaka.core.errors import BadInput

_WRITE = "Write nats://host:4222 or tls://host:4222, with commas between"
# A quorum outlives the loss of one of three, and no smaller number gains anything.
_REPLICAS = 3


@dataclass(frozen=True)
class Brokers:
    """The nodes of one cluster."""

    addresses: tuple[str, ...]
    name: str = ""
    password: str = field(default="", repr=False)
    context: ssl.SSLContext | None = None

    @property
    def replicas(self) -> int:
        """Return on how many nodes each event is to lie."""
        return _REPLICAS if len(self.addresses) >= _REPLICAS else 1


def told() -> Brokers | None:
    """Return the brokers that the installation names; None when it names none.

    :raises BadInput: when a setting is wrong.
    """
    told = settings.VAKA
    return read(told.nats, login=told.nats_login, authorities=told.nats_authorities)


def read(addresses: str, *, login: str = "", authorities: str = "") -> Brokers | None:
    """Return the brokers of a comma list; None when there are none.

    `login` is a file with `name:password`, `authorities` one of certificates.

    :raises BadInput: when an address is none, or a file cannot be read.
    """
    found = tuple(filter(None, (address.strip() for address in addresses.split(","))))
    if not found:
        return None
    schemes = {_checked(address) for address in found}
    if len(schemes) > 1:
        raise BadInput(
            "VAKA_NATS", "some brokers have TLS and others not", "Use tls:// for all"
        )
    secure = schemes == {"tls"}
    name, password = _login(Path(login), secure, found) if login else ("", "")
    return Brokers(found, name, password, _context(authorities) if secure else None)


def _checked(address: str) -> str:
    """Return the scheme of an address."""
    if "@" in address:
        raise BadInput("VAKA_NATS", "a login stands in it", "Put it in VAKA_NATS_LOGIN's file")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as problem:
        raise BadInput("VAKA_NATS", f"{address}: {problem}", _WRITE) from None
    if parts.scheme not in ("nats", "tls") or not parts.hostname or port == 0 or parts.path:
        raise BadInput("VAKA_NATS", f"{address} is no broker's address", _WRITE)
    return parts.scheme


def _login(file: Path, secure: bool, addresses: tuple[str, ...]) -> tuple[str, str]:
    """Return name and password; they do not leave this machine in clear."""
    if not secure and not all(_is_here(address) for address in addresses):
        problem = "a password would go in clear"
        raise BadInput("VAKA_NATS", problem, "Write tls:// for brokers on other machines")
    try:
        name, colon, password = file.read_text("utf-8").strip().partition(":")
    except (OSError, UnicodeDecodeError) as problem:
        reason = f"it cannot be read: {problem}"
        raise BadInput(str(file), reason, "Correct VAKA_NATS_LOGIN") from None
    if not (name and colon and password):
        raise BadInput(str(file), "it holds no login", "Write name:password on one line")
    return name, password


def _is_here(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _context(authorities: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authorities or None)
    except (OSError, ssl.SSLError) as problem:
        reason = f"no certificates can be read: {problem}"
        raise BadInput(authorities, reason, "Correct VAKA_NATS_AUTHORITIES") from None
