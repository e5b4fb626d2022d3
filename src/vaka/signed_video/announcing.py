"""The message that tells once, when a stream begins, whose signatures follow.

Without it nobody can judge a recording that begins later (ONVIF Media Signing 26.06, client
considerations): each begins with it anew. No signature is over it but its own.
"""

from vaka.signed_video.message import announces_signer
from vaka.signed_video.units import Coding, is_message, is_picture, joined, split


def announcement(sample: bytes, coding: Coding) -> bytes:
    """Return the unit in a picture that tells whose signatures follow, or nothing."""
    messages = (unit for unit in split(sample) if is_message(unit, coding))
    return next((unit for unit in messages if announces_signer(unit, coding)), b"")


def announced(sample: bytes, unit: bytes, coding: Coding) -> bytes:
    """Return a picture with that unit before it, unless it has one or there is none."""
    if not unit or announcement(sample, coding):
        return sample
    units = list(split(sample))
    place = next((at for at, each in enumerate(units) if is_picture(each, coding)), len(units))
    return joined(*units[:place], unit, *units[place:])
