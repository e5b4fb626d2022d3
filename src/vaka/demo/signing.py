"""A camera's signer (ONVIF Media Signing 26.06): signs what a simulated camera sends.

Written from the specification, and beside `vaka.signed_video`, which judges; what both know is
how units and tags are told apart.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from vaka.signed_video.certificates import HASHES
from vaka.signed_video.message import ALGORITHMS, ANNOUNCES, SIGNED_ESCAPED, UUID, Tag
from vaka.signed_video.units import Coding, begins_group, escaped, is_picture

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
HEADS = {Coding.H264: b"\x06\x05", Coding.H265: b"\x4e\x01\x05"}
# A DER signature of P-256 has some two bytes more or less; what is too much is filled.
ROOM = 80
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = datetime(2020, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
STOP = b"\x80"


@dataclass(frozen=True)
class Identity:
    """A key with its certificate, and those who vouch for it up to below an authority."""

    key: Key
    chain: tuple[x509.Certificate, ...]

    @classmethod
    def made(cls, name: str, *, by: "Identity | None" = None, key: Key | None = None) -> Self:
        """Return one that an authority vouches for, or an authority."""
        own = key or ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = by.chain[0].subject if by else subject
        certificate = (
            x509.CertificateBuilder(issuer, subject, own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(FIRST_DAY)
            .not_valid_after(LAST_DAY)
            .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), True)
            .sign(by.key if by else own, _hash_for(by.key if by else own))
        )
        return cls(own, (certificate,))

    @property
    def pem(self) -> bytes:
        """Return the chain."""
        return b"".join(each.public_bytes(Encoding.PEM) for each in self.chain)

    @property
    def room(self) -> int:
        """Return how long a signature is at most."""
        return self.key.key_size // 8 if isinstance(self.key, rsa.RSAPrivateKey) else ROOM

    def signature(self, document: bytes, algorithm: str) -> bytes:
        """Return the signature of a document."""
        digest = hashlib.new(algorithm, document).digest()
        hashed = Prehashed(HASHES[algorithm])
        match self.key:
            case ec.EllipticCurvePrivateKey():
                return self.key.sign(digest, ec.ECDSA(hashed))
            case rsa.RSAPrivateKey():
                mask = padding.MGF1(hashes.SHA256())
                return self.key.sign(digest, padding.PSS(mask, padding.PSS.MAX_LENGTH), hashed)
            case _:
                return self.key.sign(digest)


def _hash_for(key: Key) -> hashes.SHA256 | None:
    return None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()


@dataclass(frozen=True)
class Signing:
    """How a camera signs.

    `lists` tells the hash of each unit; `repeats` the certificates with each group, or once at
    the start; a message comes `late` pictures after the next group began; `every` so many
    groups one is signed; a group longer than `part` pictures is signed in parts (0: never).
    """

    identity: Identity
    lists: bool = True
    repeats: bool = True
    escapes_first: bool = True
    late: int = 0
    every: int = 1
    part: int = 0
    algorithm: str = "sha256"
    order: Literal["big", "little"] = "big"


@dataclass(frozen=True)
class _Message:
    """A message, in how many pictures it comes, and its hash when it has no signature."""

    unit: bytes
    wait: int
    hashed: bytes = b""


@dataclass
class Signer:
    """Signs one stream from its first picture on; `began` is when that was."""

    signing: Signing
    coding: Coding
    began: datetime
    _hashes: list[bytes] = field(default_factory=list)
    _anchor: bytes = b""
    _linked: bytes = b""
    _since: float = 0.0
    _counter: int = 0
    _pictures: int = 0
    _coming: list[_Message] = field(default_factory=list)

    def signed(self, units: Sequence[bytes], seconds: float) -> tuple[bytes, ...]:
        """Return the units of a picture, and before it the messages that are ready."""
        own = [unit for unit in units if is_picture(unit, self.coding)]
        begins = any(begins_group(unit, self.coding) for unit in own)
        is_first = not (self._counter or self._hashes)
        announced = [] if self.signing.repeats or not is_first else [self._announcement()]
        is_long = 0 < self.signing.part <= self._pictures
        if self._hashes and (begins or is_long):
            self._coming.append(self._group(seconds, partial=not begins))
        ready = [each for each in self._coming if each.wait == 0]
        self._coming = [replace(each, wait=each.wait - 1) for each in self._coming if each.wait]
        self._hashes += [each.hashed for each in ready if each.hashed]
        for unit in own:
            self._add(unit)
        self._pictures += 1
        place = units.index(own[0])
        messages = [*announced, *(each.unit for each in ready)]
        return (*units[:place], *messages, *units[place:])

    def _add(self, unit: bytes) -> None:
        """Take the hash of a unit, together with that of the one that begins its group."""
        hashed = self._hash(unit)
        if begins_group(unit, self.coding):
            self._anchor = hashed
        else:
            hashed = self._hash(self._anchor + hashed)
        self._hashes.append(hashed)

    def _group(self, seconds: float, *, partial: bool) -> _Message:
        """Return the message about the group that ends here, and begin the next."""
        self._counter += 1
        hashed = self._hashes
        linked = self._linked or bytes(len(hashed[0]))
        general = b"".join(
            (
                bytes([2, 26, 6, 0, partial]),
                *(self._number(self._ticks(at), 8) for at in (self._since, seconds)),
                self._number(self._counter, 4),
                self._number(len(hashed), 2),
                self._hash(b"".join(hashed)),
                linked,
            )
        )
        parts = [(Tag.GENERAL, general), (Tag.CRYPTOGRAPHY, self._cryptography())]
        if self.signing.repeats:
            parts.append((Tag.CERTIFICATES, b"\1\0" + self.signing.identity.pem))
        if self.signing.lists:
            parts.append((Tag.HASHES, b"\1" + b"".join(hashed)))
        self._hashes, self._linked = [], hashed[0]
        self._since, self._pictures = seconds, 0
        if self._counter % self.signing.every:
            return self._message(parts)
        return _Message(self._sealed(parts, 0), self.signing.late)

    def _announcement(self) -> bytes:
        """Return the message that tells once whose signatures follow."""
        chain = b"\1\0" + self.signing.identity.pem
        parts = [(Tag.CRYPTOGRAPHY, self._cryptography()), (Tag.CERTIFICATES, chain)]
        return self._sealed(parts, ANNOUNCES)

    def _message(self, parts: list[tuple[Tag, bytes]]) -> _Message:
        """Return a message without a signature: it is signed with the group that it is in."""
        plain = self._document(parts, 0, more=0) + STOP
        unit = escaped(plain)
        hashed = self._hash(unit if self.signing.escapes_first else plain)
        return _Message(unit, self.signing.late, hashed)

    def _sealed(self, parts: list[tuple[Tag, bytes]], flags: int) -> bytes:
        """Return a message with its signature."""
        identity = self.signing.identity
        room = identity.room
        plain = self._document(parts, flags, more=room + 6)
        document = escaped(plain) if self.signing.escapes_first else plain
        made = identity.signature(document, self.signing.algorithm)
        told = b"\1" + len(made).to_bytes(2, "big") + made.ljust(room, b"\1")
        return escaped(plain + _part(Tag.SIGNATURE, told) + STOP)

    def _document(self, parts: list[tuple[Tag, bytes]], flags: int, *, more: int) -> bytes:
        """Return a message up to its signature, which takes so many bytes more."""
        flags |= SIGNED_ESCAPED if self.signing.escapes_first else 0
        told = UUID + bytes([flags]) + b"".join(_part(tag, said) for tag, said in parts)
        whole, rest = divmod(len(told) + more, 0xFF)
        return HEADS[self.coding] + b"\xff" * whole + bytes([rest]) + told

    def _cryptography(self) -> bytes:
        names = {name: identifier for identifier, name in ALGORITHMS.items()}
        identifier = names[self.signing.algorithm]
        return b"\1" + bytes([len(identifier)]) + identifier + bytes(3)

    def _ticks(self, seconds: float) -> int:
        """Return an instant of the stream as it is told: 100 ns since 1601."""
        since = self.began - EPOCH + timedelta(seconds=seconds)
        return since // timedelta(microseconds=1) * 10

    def _number(self, value: int, size: int) -> bytes:
        return value.to_bytes(size, self.signing.order)

    def _hash(self, data: bytes) -> bytes:
        return hashlib.new(self.signing.algorithm, data).digest()


def _part(tag: Tag, told: bytes) -> bytes:
    return bytes([tag]) + len(told).to_bytes(2, "big") + told
