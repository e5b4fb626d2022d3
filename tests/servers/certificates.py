"""Certificates of cameras: one that it signed itself, or one that an authority signed."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"


@dataclass(frozen=True)
class Certificate:
    """A camera's side of TLS, the fingerprint of what it shows, and who signed that."""

    context: ssl.SSLContext
    fingerprint: bytes
    authority: Path


def own_certificate(folder: Path, *, valid_for: timedelta = timedelta(days=1)) -> Certificate:
    """A certificate that a camera has signed itself."""
    key = generate_private_key(SECP256R1())
    return _shown(folder, key, _signed(key, "camera", key, "camera", valid_for=valid_for))


def vouched_certificate(folder: Path, *, address: str = HERE) -> Certificate:
    """A certificate that an authority has signed, for a camera at that address."""
    authority, key = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    root = _signed(authority, "authority", authority, "authority")
    (folder / "authority.pem").write_bytes(root.public_bytes(Encoding.PEM))
    return _shown(folder, key, _signed(key, "camera", authority, "authority", address=address))


def _shown(
    folder: Path, key: EllipticCurvePrivateKey, certificate: x509.Certificate
) -> Certificate:
    file = folder / "camera.pem"
    file.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return Certificate(
        context, certificate.fingerprint(hashes.SHA256()), folder / "authority.pem"
    )


def _signed(
    key: EllipticCurvePrivateKey,
    name: str,
    by: EllipticCurvePrivateKey,
    by_name: str,
    *,
    address: str = "",
    valid_for: timedelta = timedelta(days=1),
) -> x509.Certificate:
    now = datetime.now(UTC)
    identity = x509.SubjectKeyIdentifier.from_public_key(by.public_key())
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by_name)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + valid_for)
        .add_extension(x509.BasicConstraints(ca=key is by, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identity), False
        )
    )
    if address:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        made = made.add_extension(names, critical=False)
    return made.sign(by, hashes.SHA256())
