"""What cameras in the field do wrong, for the tests."""

import asyncio
import secrets
from collections.abc import Iterable, Iterator
from enum import StrEnum

from vaka.demo.clip import Codec, Picture
from vaka.demo.lines import Line
from vaka.demo.rtp import FU_START, LARGEST_PAYLOAD, Packetiser, fragment_head
from vaka.signed_video.message import UUID

LOSE_EACH, SWAP_EACH = 150, 7
JUMP_SECONDS, JUMP_EACH = 3600.0, 20
# One picture of so many, and which: in the example none with which a group begins.
FORGE_EACH, FORGED = 40, 7
# The first bytes of a sequence parameter set.
PARAMETER_SET = {Codec.H264: b"\x67\x64", Codec.H265: b"\x42\x01"}


class Fault(StrEnum):
    """What goes wrong, when it goes wrong."""

    NONE = "none"
    STALLS = "stalls"
    GARBAGE = "garbage"
    VANISHES = "vanishes"
    # A sequence parameter set that never ends.
    ENDLESS = "endless"
    # No picture stands alone any more.
    KEYLESS = "keyless"
    # Time stamps an hour ahead, and back again.
    JUMPS = "jumps"
    LOSES = "loses"
    SWAPS = "swaps"
    # Sound that nobody asked for: on a channel of its own, and among the pictures.
    SPEAKS = "speaks"
    # Its microphone dies; its pictures go on.
    MUTE = "mute"
    # Of a camera that signs: a picture now and then that is another than was signed, or is left
    # out; signatures that are left out; signatures by somebody else.
    FORGES = "forges"
    OMITS = "omits"
    UNSIGNED = "unsigned"
    FOREIGN = "foreign"


def is_sent(fault: Fault, picture: Picture) -> bool:
    """Return whether a picture is sent at all."""
    return fault is not Fault.KEYLESS or not picture.key


def stamped(fault: Fault, seconds: float, number: int) -> float:
    """Return the time that a picture is said to be of."""
    jumps = fault is Fault.JUMPS and number // JUMP_EACH % 2
    return seconds + JUMP_SECONDS if jumps else seconds


def after_signing(fault: Fault, units: tuple[bytes, ...], number: int) -> tuple[bytes, ...]:
    """Return the units of a picture that are sent, of those that were signed."""
    match fault:
        case Fault.FORGES if number % FORGE_EACH == FORGED:
            forged = bytearray(units[-1])
            forged[len(forged) // 2] ^= 0x10
            return (*units[:-1], bytes(forged))
        case Fault.OMITS if number % FORGE_EACH == FORGED:
            return ()
        case Fault.UNSIGNED:
            return tuple(unit for unit in units if UUID not in unit)
        case _:
            return units


def on_the_way(fault: Fault, packets: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the packets that arrive, in the order in which they do."""
    match fault:
        case Fault.LOSES:
            yield from (packet for packet in packets if _number(packet) % LOSE_EACH)
        case Fault.SWAPS:
            yield from _swapped(list(packets))
        case _:
            yield from packets


def _swapped(packets: list[bytes]) -> Iterator[bytes]:
    for place in range(0, len(packets) - 1, SWAP_EACH):
        packets[place], packets[place + 1] = packets[place + 1], packets[place]
    yield from packets


def _number(packet: bytes) -> int:
    return int.from_bytes(packet[2:4], "big")


async def rubbish(writer: asyncio.StreamWriter) -> None:
    """Send what is no packet, for ever."""
    while True:
        writer.write(secrets.token_bytes(1000))
        await writer.drain()
        await asyncio.sleep(0.02)


async def parameter_set_without_end(
    writer: asyncio.StreamWriter,
    line: Line,
    packetiser: Packetiser,
    codec: Codec,
) -> None:
    """Send the parts of a parameter set, for ever: 4 GB would come, to who waits for them."""
    flags = FU_START
    while True:
        head = fragment_head(PARAMETER_SET[codec], flags, codec)
        line.media(packetiser.packet(head + bytes(LARGEST_PAYLOAD), 0.0, 0))
        flags = 0
        await writer.drain()
        await asyncio.sleep(0)
