"""Sound beside the pictures: how it is coded, and how long each piece of it lasts."""

from dataclasses import dataclass
from enum import StrEnum

AAC, A_LAW, MU_LAW = "aac", "alaw", "ulaw"
# ISO/IEC 14496-3 table 1.18, Hz; the first two do not fit in the 16 bits of a sample entry.
RATES = dict(
    enumerate(
        (64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350),
        2,
    )
)
LOW_COMPLEXITY = 2
MOST_CHANNELS = 2
LONGEST_CONFIGURATION = 64


class Tracks(StrEnum):
    """What is asked of a camera, or handed to who looks."""

    PICTURES = "pictures"
    # With the sound that browsers play.
    PLAYED = "played"
    ALL = "all"


@dataclass(frozen=True)
class Sound:
    """How sound is coded: kind, samples a second, channels, `AudioSpecificConfig` of AAC.

    `samples` are those of each piece; 0 where each byte is one of a channel (G.711).
    """

    codec: str
    rate: int
    channels: int
    configuration: bytes = b""
    samples: int = 0

    @property
    def is_played(self) -> bool:
        """Return whether browsers play it."""
        return self.codec == AAC

    def seconds(self, piece: bytes) -> float:
        """Return how long a piece lasts."""
        return (self.samples or len(piece) / self.channels) / self.rate


def aac(configuration: bytes) -> Sound | None:
    """Return what an `AudioSpecificConfig` says (14496-3 §1.6.2.1); None when it is not ours.

    Ours is AAC-LC, mono or stereo, at a rate of the table.
    """
    if not 2 <= len(configuration) <= LONGEST_CONFIGURATION:
        return None
    told = int.from_bytes(configuration[:2], "big")
    kind, rate, channels = told >> 11, RATES.get(told >> 7 & 0xF), told >> 3 & 0xF
    if kind != LOW_COMPLEXITY or rate is None or not 1 <= channels <= MOST_CHANNELS:
        return None
    return Sound(AAC, rate, channels, configuration, 960 if told >> 2 & 1 else 1024)
