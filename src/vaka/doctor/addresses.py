"""Addresses of the settings, as questions need them."""

import ipaddress
from urllib.parse import urlsplit

from vaka.core.errors import BadInput

MEND_URL, MEND_PLACE = "Write https://host", "Write 127.0.0.1:8010"


def place(setting: str, text: str) -> tuple[str, int]:
    """Return host and port of HOST:PORT.

    :raises BadInput: when it is no such thing.
    """
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isdecimal() and int(port) < 65536):
        raise BadInput(setting, f"{text} is not HOST:PORT", MEND_PLACE)
    return host.strip("[]"), int(port)


def url(setting: str, text: str) -> tuple[str, str, int]:
    """Return scheme, host and port of an http address.

    :raises BadInput: when it is none.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as problem:
        raise BadInput(setting, str(problem), MEND_URL) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(setting, f"{text} is no http address", MEND_URL)
    return parts.scheme, parts.hostname, port or (443 if parts.scheme == "https" else 80)


def is_here(host: str) -> bool:
    """Return whether a host is this machine, reached by nobody else."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_example(host: str) -> bool:
    """Return whether a host is a name that documents use, and nobody has (RFC 2606)."""
    labels = host.lower().split(".")
    return labels[-1] in ("example", "invalid", "test") or labels[-2:] in (
        ["example", name] for name in ("org", "com", "net", "se")
    )
