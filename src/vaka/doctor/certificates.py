"""Certificates: when those of ours, and of whom we speak to, come to their end."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cryptography import x509

from vaka.doctor import addresses
from vaka.doctor.finding import Asked, Finding

SECONDS = 3.0
SOON = timedelta(days=30)
FILES = (
    "dc09_tls_certificate",
    "dc09_tls_clients",
    "camera_authorities",
    "signing_authorities",
    "nats_authorities",
)
SERVERS = ("public_url", "control_url", "gateway_url")


def of_files(asked: Asked) -> Iterator[Finding]:
    """Yield the certificates in the installation's files that end soon, or have."""
    for name in FILES:
        file = getattr(asked.told, name)
        if file:
            yield from _ending(file, Path(file).read_bytes(), asked)


def of_servers(asked: Asked) -> Iterator[Finding]:
    """Yield the certificates shown by our addresses that end soon, or have."""
    for name in SERVERS:
        scheme, host, port = addresses.url("", getattr(asked.told, name))
        if scheme != "https":
            continue
        try:
            shown = ssl.get_server_certificate((host, port), timeout=SECONDS)
        except OSError as problem:
            yield Finding("unasked", {"problem": f"{host}:{port}: {problem}"})
            continue
        yield from _ending(f"{host}:{port}", shown.encode(), asked)


def _ending(where: str, pem: bytes, asked: Asked) -> Iterator[Finding]:
    found = x509.load_pem_x509_certificates(pem)
    ends = min(each.not_valid_after_utc for each in found)
    if ends <= asked.at + SOON:
        code = "certificate-ended" if ends <= asked.at else "certificate-ends"
        yield Finding(code, {"where": where, "date": f"{ends:%Y-%m-%d}"})
