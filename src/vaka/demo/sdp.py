"""How a simulated camera describes what it sends (RFC 4566)."""

import base64
from collections.abc import Iterator

from vaka.demo.clip import Clip, Codec
from vaka.demo.rtp import CLOCK, PAYLOAD_TYPE

VIDEO, SOUND = "track1", "track2"
SOUND_PAYLOAD_TYPE, SOUND_CLOCK = 97, 16_000


def description(clip: Clip, host: str, *, sound: bytes) -> str:
    """Return the description of a clip, with a track of sound if there is any."""
    lines = [
        *("v=0", f"o=- 0 0 IN IP4 {host}", "s=Simulated", "c=IN IP4 0.0.0.0", "t=0 0"),
        f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
        f"a=rtpmap:{PAYLOAD_TYPE} {clip.codec}/{CLOCK}",
        f"a=fmtp:{PAYLOAD_TYPE} {';'.join(_format(clip))}",
        f"a=control:{VIDEO}",
    ]
    return "".join(f"{line}\r\n" for line in [*lines, *(_SOUND if sound else ())])


def _format(clip: Clip) -> Iterator[str]:
    """Yield the format parameters (RFC 6184 §8.1, RFC 7798 §7.1)."""
    sets = [base64.b64encode(unit).decode() for unit in clip.parameters]
    if clip.codec is Codec.H264:
        yield "packetization-mode=1"
        yield f"profile-level-id={clip.parameters[0][1:4].hex()}"
        yield f"sprop-parameter-sets={','.join(sets)}"
    else:
        for name, told in zip(("vps", "sps", "pps"), sets, strict=True):
            yield f"sprop-{name}={told}"


HEADERS = "sizelength=13;indexlength=3;indexdeltalength=3"
# AAC-LC, mono (RFC 3640 §4.1).
_SOUND = (
    f"m=audio 0 RTP/AVP {SOUND_PAYLOAD_TYPE}",
    f"a=rtpmap:{SOUND_PAYLOAD_TYPE} mpeg4-generic/{SOUND_CLOCK}/1",
    f"a=fmtp:{SOUND_PAYLOAD_TYPE} streamtype=5;mode=AAC-hbr;config=1408;{HEADERS}",
    f"a=control:{SOUND}",
)
