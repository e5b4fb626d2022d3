"""A stream and its pictures, as every part of the gateway passes them on."""

from dataclasses import dataclass
from datetime import datetime

# Time stamps everywhere: ticks of 1/90000 s.
TICKS_PER_SECOND = 90_000


@dataclass(frozen=True, eq=False)
class Source:
    """What a decoder is told once: coding (`h264`, `hevc`), pixels, `avcC` or `hvcC` record.

    One for each connection, and anew where a camera changes what it sends: compared by `is`.
    """

    codec: str
    width: int
    height: int
    configuration: bytes

    def describes(self, other: "Source") -> bool:
        """Return whether another's pictures can follow in the same file."""
        return (self.codec, self.configuration) == (other.codec, other.configuration)


@dataclass(frozen=True, slots=True)
class Sample:
    """One encoded picture: NAL units, each after its length of four bytes; when it came."""

    data: bytes
    pts: int
    dts: int
    key: bool
    at: datetime
