"""Whose signatures they are: the chain that a camera sends, its key, and who vouches for it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from vaka.core.errors import BadInput
from vaka.signed_video.message import Message, Unreadable

LONGEST_CHAIN = 8
# With fewer bits than this anybody may have made an RSA signature.
LEAST_RSA_BITS = 2048
LONGEST_NAME = 200
HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
# sha256WithRSAEncryption (RFC 4055): the older padding. RSA without a word is PSS.
PKCS1 = bytes.fromhex("06092a864886f70d01010b")
Authorities = Sequence[x509.Certificate]


@dataclass(frozen=True)
class Chain:
    """The certificates that a camera sends, the signer's first.

    `fingerprint` is the SHA-256 (hex) of the signer's; `subject` and `issuer` are its words.
    """

    certificates: tuple[x509.Certificate, ...]
    fingerprint: str
    subject: str
    issuer: str

    def is_trusted(self, authorities: Authorities, at: datetime) -> bool:
        """Return whether one of these authorities vouches for the signer at that instant.

        Walked here: the library asks for what a web server's certificate has, and a camera's
        need not have.
        """
        below, spare, depth = self.certificates[0], list(self.certificates[1:]), 0
        while _is_valid(below, at):
            if any(_issued(below, each, at, depth) for each in authorities):
                return True
            above = next((each for each in spare if _issued(below, each, at, depth)), None)
            if above is None:
                return False
            spare.remove(above)
            below, depth = above, depth + 1
        return False

    def signed(self, message: Message, algorithm: str) -> bool:
        """Return whether the signer signed a message, whose document is hashed in that way.

        :raises Unreadable: when the key is of a kind that we cannot judge.
        """
        assert message.signature is not None
        digest = hashlib.new(algorithm, message.document).digest()
        try:
            _verify(self.certificates[0], message, digest, Prehashed(HASHES[algorithm]))
        except InvalidSignature:
            return False
        except (UnsupportedAlgorithm, ValueError):
            raise Unreadable("its key is of an unknown kind") from None
        return True


def _verify(
    certificate: x509.Certificate, message: Message, digest: bytes, hashed: Prehashed
) -> None:
    key, signature = certificate.public_key(), message.signature or b""
    match key:
        case ec.EllipticCurvePublicKey():
            key.verify(signature, digest, ec.ECDSA(hashed))
        case rsa.RSAPublicKey() if key.key_size >= LEAST_RSA_BITS:
            key.verify(signature, digest, _padding(message.scheme), hashed)
        case ed25519.Ed25519PublicKey():
            key.verify(signature, digest)
        case _:
            raise Unreadable("its key is of an unknown kind")


def _padding(scheme: bytes | None) -> padding.AsymmetricPadding:
    if scheme == PKCS1:
        return padding.PKCS1v15()
    return padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.AUTO)


def read_chain(pem: bytes) -> Chain:
    """Return the chain in a message.

    :raises Unreadable: when it is none.
    """
    try:
        found = tuple(x509.load_pem_x509_certificates(pem))
        signer = found[0]
        names = _name(signer.subject), _name(signer.issuer)
    except (ValueError, x509.InvalidVersion):
        raise Unreadable("its certificates cannot be read") from None
    if len(found) > LONGEST_CHAIN:
        raise Unreadable("it has too many certificates")
    return Chain(found, signer.fingerprint(hashes.SHA256()).hex(), *names)


SETTING = "VAKA_SIGNING_AUTHORITIES"


def read_authorities(text: str) -> Authorities:
    """Return the authorities in a PEM file; no file, none.

    :raises BadInput: when there are none in it.
    """
    if not text:
        return ()
    try:
        return x509.load_pem_x509_certificates(Path(text).read_bytes())
    except (OSError, ValueError, x509.InvalidVersion):
        mend = "Name a PEM file of the authorities that vouch for your cameras' signatures"
        raise BadInput(SETTING, f"{text}: it holds no certificate", mend) from None


def _name(name: x509.Name) -> str:
    """Return a name as text that can be shown anywhere: it is the camera's own word."""
    told = name.rfc4514_string()
    return "".join(each for each in told if each.isprintable())[:LONGEST_NAME] or "-"


def _is_valid(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _issued(below: x509.Certificate, above: x509.Certificate, at: datetime, depth: int) -> bool:
    """Return whether one certificate was issued by another that may, `depth` below it."""
    try:
        below.verify_directly_issued_by(above)
        told = above.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    except x509.ExtensionNotFound:
        # Without a word it may vouch for nobody.
        return False
    within = told.path_length is None or told.path_length >= depth
    return told.ca and within and _is_valid(above, at)
