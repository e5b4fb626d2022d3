"""Streams as a signing camera sends them: units of noise, which is all that signing sees."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from random import Random

from vaka.demo.signing import Identity, Signer, Signing
from vaka.signed_video.groups import Group
from vaka.signed_video.judge import Judge
from vaka.signed_video.units import Coding, escaped

BEGAN = datetime(2026, 11, 26, 12, tzinfo=UTC)
A_SECOND = 5
HEADS = {
    Coding.H264: (b"\x65\x88", b"\x41\x9a", b"\x67\x42"),
    Coding.H265: (b"\x26\x01\xa0", b"\x02\x01\xd0", b"\x42\x01"),
}


@dataclass(frozen=True)
class Picture:
    """The units of a picture, and when it was taken."""

    units: tuple[bytes, ...]
    at: float


@cache
def identity(name: str = "Kamera 7") -> Identity:
    return Identity.made(name, by=authority())


@cache
def authority() -> Identity:
    return Identity.made("Tillverkaren")


def stream(
    signing: Signing | None, coding: Coding = Coding.H264, groups: tuple[int, ...] = (5, 5, 5)
) -> list[Picture]:
    """Return pictures, so many in each group, signed or as they are."""
    signer = signing and Signer(signing, coding, BEGAN)
    begins, leans, parameters = HEADS[coding]
    noise, made = Random(7), list[Picture]()
    for group in groups:
        for number in range(group):
            head = leans if number else begins
            unit = escaped(head + noise.randbytes(40)) + b"\x80"
            units = (unit,) if number else (parameters + b"\x1f", unit)
            at = len(made) / A_SECOND
            made.append(Picture(signer.signed(units, at) if signer else units, at))
    return made


def judged(pictures: list[Picture], coding: Coding = Coding.H264) -> tuple[Judge, list[Group]]:
    """Judge a stream to its end."""
    judge = Judge(coding)
    groups = [group for each in pictures for group in judge.take(each.units, each.at)]
    return judge, [*groups, *judge.finish()]


def states(pictures: list[Picture], coding: Coding = Coding.H264) -> list[str]:
    return [str(group.state) for group in judged(pictures, coding)[1]]


def without(pictures: list[Picture], place: int, unit: int | None = None) -> list[Picture]:
    """Return the stream without a picture, or without one of its units."""
    if unit is None:
        return [*pictures[:place], *pictures[place + 1 :]]
    units = list(pictures[place].units)
    del units[unit]
    return _changed(pictures, place, tuple(units))


def altered(pictures: list[Picture], place: int, unit: int, byte: int = -2) -> list[Picture]:
    """Return the stream with one byte of a unit changed."""
    units = list(pictures[place].units)
    told = bytearray(units[unit])
    told[byte] ^= 0x40
    units[unit] = bytes(told)
    return _changed(pictures, place, tuple(units))


def _changed(pictures: list[Picture], place: int, units: tuple[bytes, ...]) -> list[Picture]:
    changed = replace(pictures[place], units=units)
    return [*pictures[:place], changed, *pictures[place + 1 :]]
