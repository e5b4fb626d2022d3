"""A stream and its pictures, as every part of the gateway passes them on."""

from dataclasses import dataclass
from datetime import datetime

from vaka.signed_video.movie import Remade

# Time stamps everywhere: ticks of 1/90000 s.
TICKS_PER_SECOND = 90_000


@dataclass(frozen=True, eq=False)
class Source:
    """What a decoder is told once: coding (`h264`, `hevc`), pixels, `avcC` or `hvcC` record.

    One for each connection, and anew where a camera changes what it sends: compared by `is`.
    `remade` is why the pictures are not as the camera coded them.
    """

    codec: str
    width: int
    height: int
    configuration: bytes
    remade: Remade | None = None

    def describes(self, other: "Source") -> bool:
        """Return whether another's pictures can follow in the same file."""
        told = self.codec, self.configuration, self.remade
        return told == (other.codec, other.configuration, other.remade)


@dataclass(frozen=True, slots=True)
class Sample:
    """One encoded picture: NAL units, each after its length of four bytes; when it came.

    `signer` is what the camera said once, before it, of whose its signatures are (a unit).
    """

    data: bytes
    pts: int
    dts: int
    key: bool
    at: datetime
    signer: bytes = b""
