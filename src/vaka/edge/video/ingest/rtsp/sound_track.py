"""Which track of a camera is its sound, and how coded (RFC 4566, RFC 3551, RFC 3640 §4.1)."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vaka.edge.video.health import Silence
from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.ingest.rtsp.sdp import after, attributes_of, control, media, parameters
from vaka.edge.video.media.sound import A_LAW, MOST_CHANNELS, MU_LAW, Sound, aac

# Payload types that need no `rtpmap` (RFC 3551 §6).
KNOWN = {"0": "PCMU/8000", "8": "PCMA/8000"}
G711 = {"PCMU": MU_LAW, "PCMA": A_LAW}
# AAC-hbr is packed in this way and no other (RFC 3640 §3.3.6).
HIGH_BIT_RATE = {
    "mode": "aac-hbr",
    "sizelength": "13",
    "indexlength": "3",
    "indexdeltalength": "3",
}
LARGEST_TYPE, HIGHEST_CLOCK = 127, 65_535


@dataclass(frozen=True)
class SoundTrack:
    """The sound of a camera: its address, its clock (Hz) in RTP, how it is coded."""

    url: str
    payload_type: int
    clock: int
    sound: Sound


def sound_track(text: str, base: str) -> SoundTrack | Silence:
    """Return the first track of sound that we can take, or why there is none.

    What cannot be understood of it is no reason to do without the pictures.
    """
    found = [lines for lines in media(text) if lines[0].startswith("m=audio ")]
    for lines in found:
        with contextlib.suppress(Garbled, ValueError, IndexError):
            if track := _track(lines, base):
                return track
    return Silence.UNKNOWN_KIND if found else Silence.NOT_SENT


def _track(lines: Sequence[str], base: str) -> SoundTrack | None:
    attributes = attributes_of(lines)
    for kind in lines[0].split()[3:]:
        coded = (after(attributes, f"rtpmap:{kind} ") or KNOWN.get(kind, "")).split("/")
        told = dict(parameters(after(attributes, f"fmtp:{kind} ")))
        sound = _sound(coded, told)
        if sound and 0 <= int(kind) <= LARGEST_TYPE and 0 < int(coded[1]) <= HIGHEST_CLOCK:
            return SoundTrack(control(attributes, base), int(kind), int(coded[1]), sound)
    return None


def _sound(coded: Sequence[str], told: Mapping[str, str]) -> Sound | None:
    """Return how sound is coded, when it is in a way that we take."""
    name = coded[0].upper()
    if law := G711.get(name):
        channels = int(coded[2]) if len(coded) > 2 else 1
        return Sound(law, int(coded[1]), channels) if 1 <= channels <= MOST_CHANNELS else None
    if name == "MPEG4-GENERIC" and HIGH_BIT_RATE.items() <= _lowered(told).items():
        return aac(bytes.fromhex(told["config"])) if "config" in told else None
    return None


def _lowered(told: Mapping[str, str]) -> dict[str, str]:
    return {name: text.lower() for name, text in told.items()}
