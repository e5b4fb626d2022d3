"""What a camera says of its signatures: SEI with tags (ONVIF Media Signing 26.06).

Bytes in, values out. Numbers of several bytes are kept as they came: the specification says
that the lowest stands first, its reference implementation writes the highest first, and only
what is signed can tell which (`judge`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from vaka.signed_video.units import HEAD, Coding, unescaped

UUID = bytes.fromhex("005bc93f2d715e95ada4796f90877a6f")
# Axis signed its video in a form of its own before it took part in ONVIF's.
AXIS_UUID = b"Signed Video...0"
USER_DATA = 5
ANNOUNCES, SIGNED_ESCAPED = 0x80, 0x40
# Object identifiers (DER) of what units are hashed with.
ALGORITHMS = {
    bytes.fromhex(f"060960864801650304020{number}"): name
    for number, name in ((1, "sha256"), (2, "sha384"), (3, "sha512"))
}
# Before the two hashes of the first version, and of the second, which tells when it ended too.
GENERAL_BYTES = {1: 19, 2: 27}


class Tag(IntEnum):
    """What a part of a message tells."""

    GENERAL = 1
    HASHES = 2
    SIGNATURE = 3
    CRYPTOGRAPHY = 4
    VENDOR = 5
    CERTIFICATES = 6
    ARBITRARY = 7


class Unreadable(Exception):
    """A message claims to be of media signing, and cannot be judged; why is for people."""


@dataclass(frozen=True)
class Told:
    """What a message tells of its group; a `partial` one ends before the next begins."""

    partial: bool
    began: bytes
    counter: bytes
    count: bytes
    digest: bytes
    linked: bytes


@dataclass(frozen=True)
class Message:
    """One message: what is signed (`document`), by what, and what it tells.

    One that `announces` a signer is about no group. `manufacturer` and `user` are chains of
    certificates in PEM, the signer's first.
    """

    document: bytes
    signature: bytes | None
    announces: bool
    told: Told | None
    hashes: bytes
    algorithm: str | None
    scheme: bytes | None
    manufacturer: bytes | None
    user: bytes | None

    def listed(self) -> list[bytes]:
        """Return the hashes of the group's units, when the camera lists them."""
        size = len(self.told.digest) if self.told else 0
        return [self.hashes[at : at + size] for at in range(0, len(self.hashes), size or 1)]


def identity(unit: bytes, coding: Coding) -> bytes:
    """Return the UUID of a message that is a user's data, else nothing."""
    head = HEAD[coding]
    if unit[head : head + 1] != bytes([USER_DATA]):
        return b""
    _, begins = _size(unit, head + 1)
    return unit[begins : begins + len(UUID)]


def announces_signer(unit: bytes, coding: Coding) -> bool:
    """Return whether a message tells, once for the whole stream, whose signatures follow."""
    if identity(unit, coding) != UUID:
        return False
    _, begins = _size(unit, HEAD[coding] + 1)
    flags = unit[begins + len(UUID) : begins + len(UUID) + 1]
    return bool(flags) and bool(flags[0] & ANNOUNCES)


def _size(unit: bytes, at: int) -> tuple[int, int]:
    """Return how long what a message carries is, and where it begins (H.264 §7.3.2.3.1)."""
    size = 0
    while unit[at : at + 1] == b"\xff":
        size, at = size + 0xFF, at + 1
    return size + int.from_bytes(unit[at : at + 1], "big"), at + 1


def read(unit: bytes, coding: Coding) -> Message:
    """Return what a message of media signing says.

    :raises Unreadable: when it is torn, or says what we do not know.
    """
    size, begins = _size(unit, HEAD[coding] + 1)
    ends = begins + size
    # After what it carries there is one byte, with the bit that ends it. One that has that
    # length as it came was never escaped, whatever stands in it.
    plain, escapes = (unit, []) if len(unit) == ends + 1 else unescaped(unit)
    if len(plain) != ends + 1 or size <= len(UUID):
        raise Unreadable("it is not whole")
    flags = plain[begins + len(UUID)]
    parts = list(_parts(plain, begins + len(UUID) + 1, ends))
    signed = [at for tag, at, _ in parts if tag is Tag.SIGNATURE]
    if len(signed) > 1 or (signed and parts[-1][0] is not Tag.SIGNATURE):
        raise Unreadable("its signature is not its end")
    end = signed[0] if signed else len(plain)
    document = plain[:end]
    if flags & SIGNED_ESCAPED:
        document = unit[: end + sum(place < end for place in escapes)]
    return _message(document, bool(flags & ANNOUNCES), [(tag, told) for tag, _, told in parts])


def _parts(plain: bytes, at: int, ends: int) -> Iterator[tuple[Tag, int, bytes]]:
    """Yield each tag, where it stands, and what it says."""
    while at < ends:
        length = int.from_bytes(plain[at + 1 : at + 3], "big")
        told = plain[at + 3 : at + 3 + length]
        if at + 3 + length > ends or not told:
            raise Unreadable("one of its parts is not whole")
        try:
            yield Tag(plain[at]), at, told
        except ValueError:
            raise Unreadable(f"its part {plain[at]} is unknown") from None
        at += 3 + length


def _message(document: bytes, announces: bool, parts: list[tuple[Tag, bytes]]) -> Message:
    once = dict(parts)
    chains = [told for tag, told in parts if tag is Tag.CERTIFICATES]
    if len(parts) > len(once) + max(len(chains) - 1, 0) or len(chains) > 2:
        raise Unreadable("it says something twice")
    algorithm, scheme = _cryptography(once.get(Tag.CRYPTOGRAPHY))
    told = _general(once.get(Tag.GENERAL))
    hashes = _body(once.get(Tag.HASHES), 1)
    if hashes and (told is None or len(hashes) % len(told.digest)):
        raise Unreadable("its list of hashes is not whole")
    by = {bool(chain[1:2] == b"\1"): _body(chain, 2) for chain in chains}
    return Message(
        document=document,
        signature=_signature(once.get(Tag.SIGNATURE)),
        announces=announces,
        told=told,
        hashes=hashes,
        algorithm=algorithm,
        scheme=scheme,
        manufacturer=by.get(False),
        user=by.get(True),
    )


def _body(told: bytes | None, head: int) -> bytes:
    """Return what follows the version, 1, and the rest of the head."""
    if told is None:
        return b""
    if told[0] != 1:
        raise Unreadable(f"one of its parts is of version {told[0]}")
    return told[head:]


def _general(told: bytes | None) -> Told | None:
    if told is None:
        return None
    before = GENERAL_BYTES.get(told[0])
    if before is None:
        raise Unreadable(f"it is of version {told[0]}")
    size = (len(told) - before) // 2
    if size <= 0 or len(told) != before + 2 * size:
        raise Unreadable("what it says of its group is not whole")
    return Told(
        partial=told[4] == 1,
        began=told[5:13],
        counter=told[before - 6 : before - 2],
        count=told[before - 2 : before],
        digest=told[before : before + size],
        linked=told[before + size :],
    )


def _signature(told: bytes | None) -> bytes | None:
    if told is None:
        return None
    room = _body(told, 3)
    size = int.from_bytes(told[1:3], "big")
    if not 0 < size <= len(room):
        raise Unreadable("its signature is not whole")
    return room[:size]


def _cryptography(told: bytes | None) -> tuple[str | None, bytes | None]:
    """Return what units are hashed with, and the identifier of what signs, if it tells."""
    if told is None:
        return None, None
    hashed = _body(told, 1)
    size = int.from_bytes(hashed[:1], "big")
    algorithm = ALGORITHMS.get(hashed[1 : 1 + size])
    if algorithm is None:
        raise Unreadable("it hashes in a way that is unknown")
    signs = hashed[1 + size :]
    scheme = signs[1 : 1 + signs[0]] if signs else b""
    return algorithm, scheme or None
