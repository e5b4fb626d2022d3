"""Sending a clip to one client of a simulated camera, in real time."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from vaka.demo import faults
from vaka.demo.clip import Clip, Codec, Picture
from vaka.demo.faults import Fault
from vaka.demo.lines import Interleaved, Line
from vaka.demo.rtp import MARKER, Packetiser
from vaka.demo.sdp import SOUND, VIDEO
from vaka.demo.signing import Identity, Signer, Signing
from vaka.demo.sound import Sound
from vaka.signed_video.units import Coding

# Channels of the connection that no client asks for.
UNASKED = 8, 9
CODINGS = {Codec.H264: Coding.H264, Codec.H265: Coding.H265}


@dataclass(frozen=True)
class Manner:
    """How a camera sends: what goes wrong and when, its sound, how far ahead its clock is, and
    how it signs.
    """

    fault: Fault
    fault_after: int
    sound: Sound | None
    ahead: timedelta
    signing: Signing | None


@dataclass
class Player:
    """Sends what `clip` gives at the beginning of each round."""

    clip: Callable[[], Clip]
    manner: Manner
    writer: asyncio.StreamWriter
    lines: Mapping[str, Line]
    pictures: Packetiser = field(default_factory=Packetiser)

    def __post_init__(self) -> None:
        """Begin with the first piece of sound."""
        if sound := self.manner.sound:
            self._sound = Packetiser(sound.coding.payload_type, sound.coding.rate)
        self._spoken = 0

    async def play(self) -> None:
        """Send round and round, until cancelled or a fault ends it."""
        began, sent = datetime.now(UTC), 0
        signers = _signers(self.manner.signing, self.clip().codec, began)
        async for playing, picture, seconds in self._in_time():
            fault = self.manner.fault if sent >= self.manner.fault_after else Fault.NONE
            if await self._ends(fault, playing):
                return
            if picture.key:
                clock = began + timedelta(seconds=seconds) + self.manner.ahead
                self.lines[VIDEO].report(self.pictures.report(seconds, clock))
                if self.manner.sound and SOUND in self.lines:
                    self.lines[SOUND].report(self._sound.report(seconds, clock))
            if faults.is_sent(fault, picture):
                units = playing.parameters + picture.units if picture.key else picture.units
                if signer := signers.get(fault is Fault.FOREIGN):
                    signed = signer.signed(units, seconds)
                    units = faults.after_signing(fault, signed, sent)
                self._send(fault, playing.codec, units, faults.stamped(fault, seconds, sent))
            self._speak(fault, seconds)
            await self.writer.drain()
            sent += 1

    async def _in_time(self) -> AsyncIterator[tuple[Clip, Picture, float]]:
        """Yield each picture when it is due, with its seconds from the start."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for round_number in itertools.count():
            playing = self.clip()
            for picture in playing.pictures:
                seconds = round_number * playing.seconds + picture.at
                await asyncio.sleep(max(0.0, began + seconds - loop.time()))
                yield playing, picture, seconds

    def _send(
        self, fault: Fault, codec: Codec, units: tuple[bytes, ...], seconds: float
    ) -> None:
        packets = self.pictures.packets(units, seconds, codec)
        for packet in faults.on_the_way(fault, packets):
            self.lines[VIDEO].media(packet)

    def _speak(self, fault: Fault, seconds: float) -> None:
        """Send sound where it was asked for; also where it was not, if that is the fault."""
        lines = [self.lines[SOUND]] if SOUND in self.lines else []
        if fault is Fault.MUTE:
            lines = []
        if fault is Fault.SPEAKS:
            lines = [Interleaved(self.writer, *UNASKED), self.lines[VIDEO]]
        sound = self.manner.sound
        for number in sound.due(self._spoken, seconds) if sound else ():
            assert sound
            self._spoken = number + 1
            for line in lines:
                payload, begins = sound.payload(number), sound.begins(number)
                line.media(self._sound.packet(payload, begins, MARKER))

    async def _ends(self, fault: Fault, playing: Clip) -> bool:
        """Have the fault, if it is one that ends the stream; return whether it was."""
        match fault:
            case Fault.STALLS:
                await asyncio.Event().wait()
            case Fault.GARBAGE:
                await faults.rubbish(self.writer)
            case Fault.ENDLESS:
                await faults.parameter_set_without_end(
                    self.writer, self.lines[VIDEO], self.pictures, playing.codec
                )
            case Fault.VANISHES:
                self.writer.transport.abort()
            case _:
                return False
        return True


def _signers(signing: Signing | None, codec: Codec, began: datetime) -> dict[bool, Signer]:
    """Return who signs a stream, and who else may: somebody whom nobody vouches for."""
    if signing is None:
        return {}
    foreign = replace(signing, identity=Identity.made("Kamera 0"))
    return {
        is_foreign: Signer(each, CODINGS[codec], began)
        for is_foreign, each in ((False, signing), (True, foreign))
    }
