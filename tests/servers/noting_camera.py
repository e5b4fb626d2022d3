"""A simulated camera that notes when it sends, and the pictures that a viewer is sent."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from vaka.demo.camera import SimulatedCamera
from vaka.demo.lines import Line
from vaka.demo.rtp import MARKER

# The tail of a picture tells it from all others of the clip.
TAIL = 48


class NotingLine(Line):
    """Notes when the last packet of each picture went."""

    def __init__(self, line: Line, sent: dict[bytes, list[float]]) -> None:
        self.told, self._line, self._sent = line.told, line, sent

    def close(self) -> None:
        """Let go of what it holds."""
        self._line.close()

    def _send(self, which: int, packet: bytes) -> None:
        """Send a packet; its marker says that it is a picture's last (RFC 6184 §5.1)."""
        if which == 0 and packet[1] & MARKER:
            self._sent[packet[-TAIL:]].append(time.perf_counter())
        (self._line.report if which else self._line.media)(packet)


@dataclass
class NotingCamera(SimulatedCamera):
    """A simulated camera that notes when it sent each picture."""

    sent: dict[bytes, list[float]] = field(default_factory=lambda: defaultdict(list))

    async def play(
        self, url: str, writer: asyncio.StreamWriter, lines: Mapping[str, Line]
    ) -> None:
        """Send the clip, noting."""
        noting = {name: NotingLine(line, self.sent) for name, line in lines.items()}
        await super().play(url, writer, noting)

    def when(self, picture: bytes) -> list[float]:
        """Return when a picture was sent, by `time.perf_counter`; a clip comes round again."""
        return self.sent.get(picture[-TAIL:], [])

    def waited(self, picture: bytes, since: float) -> list[float]:
        """Return how long ago a picture was sent, if that was after `since`."""
        return [time.perf_counter() - sent for sent in self.when(picture)[-1:] if sent > since]


def media(held: bytearray) -> Iterator[bytes]:
    """Take every whole media data box out of what is held (ISO/IEC 14496-12 §4.2)."""
    while len(held) >= 8 and len(held) >= (length := int.from_bytes(held[:4], "big")):
        if held[4:8] == b"mdat":
            yield bytes(held[8:length])
        del held[:length]
