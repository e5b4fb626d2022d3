"""Sound that a simulated camera sends: a beep each second, in AAC or in G.711."""

import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import count, takewhile

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext

from vaka.demo.sdp import SOUND

SECONDS, BEEP_SECONDS, PITCH_HZ, LOUDNESS = 8, 0.1, 1000, 8000


class Kind(StrEnum):
    """How sound is coded."""

    AAC = "aac"
    PCMA = "pcma"
    PCMU = "pcmu"


@dataclass(frozen=True)
class Coding:
    """What a session description says of a kind, how it is made, samples in each piece."""

    encoder: str
    payload_type: int
    rate: int
    samples: int
    named: str
    format: str = ""


# AAC-LC, mono (RFC 3640 §4.1); G.711 by its own payload types (RFC 3551 §6).
HIGH_BIT_RATE = "mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3"
CODINGS = {
    Kind.AAC: Coding(
        "aac",
        97,
        16_000,
        1024,
        "mpeg4-generic/16000/1",
        f"streamtype=5;config=1408;{HIGH_BIT_RATE}",
    ),
    Kind.PCMA: Coding("pcm_alaw", 8, 8_000, 160, "PCMA/8000"),
    Kind.PCMU: Coding("pcm_mulaw", 0, 8_000, 160, "PCMU/8000"),
}


@dataclass(frozen=True)
class Sound:
    """Pieces of one kind, sent one after the other, round and round."""

    kind: Kind
    pieces: tuple[bytes, ...]

    @property
    def coding(self) -> Coding:
        """Return how it is coded."""
        return CODINGS[self.kind]

    def begins(self, number: int) -> float:
        """Return how many seconds after the start a piece begins."""
        return number * self.coding.samples / self.coding.rate

    def due(self, first: int, seconds: float) -> list[int]:
        """Return the numbers of the pieces from the first on that have ended by then."""
        return list(takewhile(lambda number: self.begins(number + 1) <= seconds, count(first)))

    def payload(self, number: int) -> bytes:
        """Return a piece as a packet carries it (AAC: RFC 3640, 13 of 16 bits for its size)."""
        piece = self.pieces[number % len(self.pieces)]
        return (
            struct.pack(">HH", 16, len(piece) << 3) + piece if self.kind is Kind.AAC else piece
        )

    def described(self) -> list[str]:
        """Return its part of a session description (RFC 4566)."""
        number = self.coding.payload_type
        lines = [f"m=audio 0 RTP/AVP {number}", f"a=rtpmap:{number} {self.coding.named}"]
        if self.coding.format:
            lines.append(f"a=fmtp:{number} {self.coding.format}")
        return [*lines, f"a=control:{SOUND}"]


@cache
def beeps(kind: Kind) -> Sound:
    """Return a beep at each whole second."""
    coding = CODINGS[kind]
    encoder = av.CodecContext.create(coding.encoder, "w")
    assert isinstance(encoder, AudioCodecContext)
    encoder.sample_rate, encoder.layout = coding.rate, "mono"
    encoder.format = "fltp" if kind is Kind.AAC else "s16"
    frame = av.AudioFrame.from_ndarray(_samples(coding.rate), format="s16", layout="mono")
    frame.sample_rate, frame.pts = coding.rate, 0
    resampled = av.AudioResampler(encoder.format, "mono", coding.rate, coding.samples)
    packets = [
        packet
        for part in [*resampled.resample(frame), *resampled.resample(None)]
        for packet in encoder.encode(part)
    ]
    # An encoder of AAC begins with silence that is none of the sound's.
    whole = [bytes(packet) for packet in packets if packet.pts is not None and packet.pts >= 0]
    return Sound(kind, tuple(whole[: SECONDS * coding.rate // coding.samples]))


def _samples(rate: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int16]]":
    """Return the sound, and a second more of it for the encoder to end with."""
    times = np.arange((SECONDS + 1) * rate) / rate
    tone = LOUDNESS * np.sin(2 * np.pi * PITCH_HZ * times) * (times % 1 < BEEP_SECONDS)
    return tone.astype(np.int16).reshape(1, -1)
