"""Boxes of MP4 (ISO/IEC 14496-12 §4.2)."""

from collections.abc import Sequence


def box(name: bytes, *parts: bytes) -> bytes:
    """Return a box of these parts."""
    return b"".join((head(name, parts), *parts))


def full(name: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """Return a box that has a version and flags."""
    return box(name, (version << 24 | flags).to_bytes(4, "big"), *parts)


def head(name: bytes, parts: Sequence[bytes]) -> bytes:
    """Return what stands before the parts of a box."""
    return (8 + sum(map(len, parts))).to_bytes(4, "big") + name
