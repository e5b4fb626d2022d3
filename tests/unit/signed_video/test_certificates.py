"""Who vouches for a camera's signatures, at the time when they were made."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tests.unit.signed_video.streams import authority, identity
from vaka.core.errors import BadInput
from vaka.demo.signing import FIRST_DAY, LAST_DAY, Identity
from vaka.signed_video.certificates import (
    LONGEST_CHAIN,
    PKCS1,
    read_authorities,
    read_chain,
)
from vaka.signed_video.message import Message, Unreadable

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def below(above: Identity, name: str, *, path_length: int | None = None) -> Identity:
    """An authority that another vouches for."""
    own = Identity.made(name, key=None)
    certificate = (
        x509.CertificateBuilder(
            above.chain[0].subject,
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
            own.key.public_key(),
        )
        .serial_number(x509.random_serial_number())
        .not_valid_before(FIRST_DAY)
        .not_valid_after(LAST_DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), True)
        .sign(above.key, hashes.SHA256())
    )
    return replace(own, chain=(certificate,))


def with_chain(leaf: Identity, *above: Identity) -> bytes:
    return b"".join(each.pem for each in (leaf, *above))


def test_a_camera_is_trusted_when_its_authority_is() -> None:
    chain = read_chain(identity().pem)
    assert chain.subject == "CN=Kamera 7"
    assert chain.issuer == "CN=Tillverkaren"
    assert chain.is_trusted(authority().chain, NOW)
    assert not chain.is_trusted((), NOW)
    assert not chain.is_trusted(Identity.made("Tillverkaren").chain, NOW)
    assert not chain.is_trusted(authority().chain, datetime(2061, 1, 1, tzinfo=UTC))


def test_it_may_be_vouched_for_by_those_between() -> None:
    middle = below(authority(), "Fabriken")
    camera = Identity.made("Kamera 9", by=middle)
    assert read_chain(with_chain(camera, middle)).is_trusted(authority().chain, NOW)
    assert not read_chain(camera.pem).is_trusted(authority().chain, NOW)
    # Whoever may vouch for cameras only vouches for no other authority.
    low = below(middle, "Verkstaden")
    strict = below(authority(), "Fabriken", path_length=0)
    deep = Identity.made("Kamera 10", by=below(strict, "Verkstaden"))
    assert not read_chain(with_chain(deep, low, strict)).is_trusted(authority().chain, NOW)


def test_a_signature_in_the_older_padding_holds_where_the_camera_says_so() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    chain = read_chain(Identity.made("Kamera 11", by=authority(), key=key).pem)
    made = key.sign(b"document", padding.PKCS1v15(), hashes.SHA256())
    message = Message(b"document", made, False, None, b"", None, PKCS1, None, None)
    assert chain.signed(message, "sha256")
    assert not chain.signed(replace(message, scheme=None), "sha256")
    assert not chain.signed(replace(message, document=b"other"), "sha256")


def test_a_certificate_that_says_nothing_of_it_vouches_for_nobody() -> None:
    own = Identity.made("Kamera 12")
    name = own.chain[0].subject
    silent = (
        x509.CertificateBuilder(name, name, own.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FIRST_DAY)
        .not_valid_after(LAST_DAY)
        .sign(own.key, hashes.SHA256())
    )
    assert not read_chain(Identity.made("Kamera 13", by=own).pem).is_trusted((silent,), NOW)


def test_a_camera_vouches_for_no_other() -> None:
    camera = identity()
    other = Identity.made("Kamera 8", by=camera)
    assert not read_chain(with_chain(other, camera)).is_trusted(authority().chain, NOW)


def test_a_name_without_an_end_is_cut_and_shows_nothing_that_cannot_be_seen() -> None:
    chain = read_chain(Identity.made("\x1b[2J" + "A" * 60).pem)
    assert chain.subject.isprintable()


def test_what_is_no_chain_is_not_read() -> None:
    for pem in (b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(Unreadable):
            read_chain(pem)
    with pytest.raises(Unreadable, match="too many"):
        read_chain(identity().pem * (LONGEST_CHAIN + 1))


def test_authorities_are_read_from_a_file_or_none_are_trusted(tmp_path: Path) -> None:
    assert read_authorities("") == ()
    file = tmp_path / "authorities.pem"
    file.write_bytes(authority().chain[0].public_bytes(Encoding.PEM))
    assert list(read_authorities(str(file))) == list(authority().chain)
    file.write_text("nothing")
    for path in (file, tmp_path / "gone.pem"):
        with pytest.raises(BadInput, match="VAKA_SIGNING_AUTHORITIES"):
            read_authorities(str(path))
