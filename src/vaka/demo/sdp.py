"""How a simulated camera describes what it sends (RFC 4566)."""

import base64
from collections.abc import Iterable, Iterator

from vaka.demo.clip import Clip, Codec
from vaka.demo.rtp import CLOCK, PAYLOAD_TYPE

VIDEO, SOUND = "track1", "track2"


def description(clip: Clip, host: str, *, sound: Iterable[str]) -> str:
    """Return the description of a clip, and after it that of its sound if there is any."""
    lines = [
        *("v=0", f"o=- 0 0 IN IP4 {host}", "s=Simulated", "c=IN IP4 0.0.0.0", "t=0 0"),
        f"m=video 0 RTP/AVP {PAYLOAD_TYPE}",
        f"a=rtpmap:{PAYLOAD_TYPE} {clip.codec}/{CLOCK}",
        f"a=fmtp:{PAYLOAD_TYPE} {';'.join(_format(clip))}",
        f"a=control:{VIDEO}",
    ]
    return "".join(f"{line}\r\n" for line in [*lines, *sound])


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
