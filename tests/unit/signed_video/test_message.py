"""Messages as the specification writes them, and such as are torn or say what nobody knows."""

import pytest

from vaka.signed_video.message import UUID, Tag, Unreadable, announces_signer, identity, read
from vaka.signed_video.units import Coding, escaped, joined, split, unescaped

GENERAL = bytes([1, 24, 12, 0, 0]) + bytes(8) + b"\0\0\0\7" + b"\0\3" + b"\1" * 32 + b"\2" * 32
CRYPTOGRAPHY = b"\1\x0b\6\x09" + bytes.fromhex("608648016503040201") + bytes(3)


def part(tag: int, told: bytes) -> bytes:
    return bytes([tag]) + len(told).to_bytes(2, "big") + told


def unit(*parts: bytes, flags: int = 0, size: int = 0) -> bytes:
    told = UUID + bytes([flags]) + b"".join(parts)
    length = size or len(told)
    return b"\x06\x05" + b"\xff" * (length // 255) + bytes([length % 255]) + told + b"\x80"


def test_a_message_of_the_first_version_is_read() -> None:
    made = unit(
        part(Tag.GENERAL, GENERAL),
        part(Tag.CRYPTOGRAPHY, CRYPTOGRAPHY),
        part(Tag.HASHES, b"\1" + b"\3" * 96),
        part(Tag.SIGNATURE, b"\1\0\2ok\1\1"),
    )
    told = read(made, Coding.H264)
    assert told.told
    assert (told.told.counter, told.told.count) == (b"\0\0\0\7", b"\0\3")
    assert (told.told.digest, told.told.linked) == (b"\1" * 32, b"\2" * 32)
    assert told.listed() == [b"\3" * 32] * 3
    assert told.algorithm == "sha256"
    assert told.signature == b"ok"
    assert made.startswith(told.document)
    assert made[len(told.document)] == Tag.SIGNATURE


def test_what_is_signed_ends_before_the_escape_of_the_signature() -> None:
    plain = unit(part(Tag.ARBITRARY, b"\1\0\0"), part(Tag.SIGNATURE, b"\1\0\1s"), flags=0x40)
    made = escaped(plain)
    assert len(made) > len(plain)
    told = read(made, Coding.H264)
    assert told.document == made[: made.index(b"\3\3\0\4")]
    before = read(escaped(unit(part(Tag.ARBITRARY, b"\1\0\0\1"))), Coding.H264)
    assert unescaped(before.document)[0] == before.document


def test_units_are_told_apart_by_their_lengths() -> None:
    assert list(split(joined(b"a", b"bc"))) == [b"a", b"bc"]
    assert list(split(bytes(4) + joined(b"a"))) == [b"a"]


def test_whose_message_it_is_is_told_by_its_head() -> None:
    assert identity(unit(flags=0x80), Coding.H264) == UUID
    assert announces_signer(unit(flags=0x80), Coding.H264)
    assert not announces_signer(unit(), Coding.H264)
    assert not announces_signer(b"\x06\x05", Coding.H264)
    assert identity(b"\x06\x06\x01\x80", Coding.H264) == b""


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (unit(size=900), "not whole"),
        (unit(b"\1"), "one of its parts is not whole"),
        (unit(part(9, b"\1")), "part 9 is unknown"),
        (unit(part(Tag.GENERAL, b"\7" + GENERAL[1:])), "version 7"),
        (unit(part(Tag.GENERAL, GENERAL[:-1])), "not whole"),
        (unit(part(Tag.GENERAL, GENERAL), part(Tag.GENERAL, GENERAL)), "twice"),
        (unit(part(Tag.HASHES, b"\1abc")), "list of hashes"),
        (unit(part(Tag.HASHES, b"\2abc")), "version 2"),
        (unit(part(Tag.CRYPTOGRAPHY, b"\1\1x")), "hashes in a way"),
        (unit(part(Tag.SIGNATURE, b"\1\0\x09s")), "signature is not whole"),
        (unit(part(Tag.SIGNATURE, b"\1\0\1s"), part(Tag.VENDOR, b"\1")), "not its end"),
        (unit(*[part(Tag.CERTIFICATES, b"\1\0pem")] * 3), "twice"),
    ],
)
def test_what_is_torn_or_unknown_is_said(made: bytes, problem: str) -> None:
    with pytest.raises(Unreadable, match=problem):
        read(made, Coding.H264)
