"""A stream, its pictures and their sound, as every part of the gateway passes them on."""

from dataclasses import dataclass, replace
from datetime import datetime

from vaka.core.period import Period
from vaka.edge.video.media.sound import Sound, Tracks
from vaka.signed_video.movie import Remade

# Time stamps everywhere: ticks of 1/90000 s.
TICKS_PER_SECOND = 90_000


@dataclass(frozen=True, eq=False)
class Source:
    """What a decoder is told once: coding (`h264`, `hevc`), pixels, `avcC` or `hvcC` record;
    and its sound, if it has any.

    One for each connection, and anew where a camera changes what it sends: compared by `is`.
    `remade` is why the pictures are not as the camera coded them.
    """

    codec: str
    width: int
    height: int
    configuration: bytes
    remade: Remade | None = None
    sound: Sound | None = None

    def describes(self, other: "Source") -> bool:
        """Return whether what another sends can follow in the same file."""
        told = self.codec, self.configuration, self.remade, self.sound
        return told == (other.codec, other.configuration, other.remade, other.sound)

    def only(self, tracks: Tracks) -> "Source":
        """Return it as who gets these tracks is told of it."""
        sound = self.sound
        kept = tracks is Tracks.ALL or (tracks is Tracks.PLAYED and sound and sound.is_played)
        return self if kept or sound is None else replace(self, sound=None)


@dataclass(frozen=True, slots=True)
class Sample:
    """One encoded picture: NAL units, each after its length of four bytes; when it came.

    `signer` is what the camera said once, before it, of whose its signatures are (a unit).
    With it comes the sound since the picture before: pieces like it on the same time line, each
    with the instant at which it began.
    """

    data: bytes
    pts: int
    dts: int
    key: bool
    at: datetime
    signer: bytes = b""
    sound: tuple["Sample", ...] = ()

    def heard_in(self, *spans: Period | None) -> "Sample":
        """Return it with such sound only as began in all of these."""
        if not self.sound:
            return self
        heard = (
            piece for piece in self.sound if all(span and piece.at in span for span in spans)
        )
        return replace(self, sound=tuple(heard))
