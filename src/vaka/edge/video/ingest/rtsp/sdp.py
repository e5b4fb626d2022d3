"""The session description (RFC 4566): which track of a camera is its video, and how coded."""

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vaka.edge.video.ingest.rtsp.errors import Garbled, NotServed

LONGEST = 64 * 1024


class Codec(StrEnum):
    """What we record, by its name in `rtpmap`."""

    H264 = "H264"
    H265 = "H265"


@dataclass(frozen=True)
class Track:
    """The video of a camera: its address, coding, clock (Hz) and parameter sets."""

    url: str
    codec: Codec
    payload_type: int
    clock: int
    parameters: tuple[bytes, ...]


def video_track(text: str, base: str) -> Track:
    """Return the first video track of a description that we can record.

    :raises NotServed: when it has no video, or none that we can record.
    :raises Garbled: when what it says of that cannot be understood.
    """
    found = [lines for lines in media(text) if lines[0].startswith("m=video ")]
    if not found:
        raise NotServed("there is no video in its stream")
    for lines in found:
        if track := _track(lines, base):
            return track
    raise NotServed("its video is neither H.264 nor H.265")


def media(text: str) -> Iterator[list[str]]:
    """Yield the lines of each media description."""
    lines: list[str] = []
    for line in text[:LONGEST].splitlines():
        if line.startswith("m=") and lines:
            yield lines
            lines = []
        if line.startswith("m=") or lines:
            lines.append(line.strip())
    if lines:
        yield lines


def _track(lines: list[str], base: str) -> Track | None:
    words = lines[0].split()
    attributes = attributes_of(lines)
    for kind in words[3:]:
        coded = after(attributes, f"rtpmap:{kind} ").split("/")
        if coded[0].upper() not in list(Codec) or not kind.isdecimal():
            continue
        try:
            clock = int(coded[1])
        except (IndexError, ValueError):
            raise Garbled("it describes its video by halves") from None
        if not 0 < clock <= 10_000_000:
            raise Garbled("it describes its video by halves")
        told = dict(parameters(after(attributes, f"fmtp:{kind} ")))
        url = control(attributes, base)
        return Track(url, Codec(coded[0].upper()), int(kind), clock, tuple(_sets(told)))
    return None


def attributes_of(lines: Iterable[str]) -> list[str]:
    """Return the attributes of a media description."""
    return [line.removeprefix("a=") for line in lines if line.startswith("a=")]


def after(attributes: Sequence[str], prefix: str) -> str:
    """Return what follows in the first attribute that begins so, or nothing."""
    return next((a[len(prefix) :] for a in attributes if a.startswith(prefix)), "")


def parameters(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parameters of a format by name."""
    for part in text.split(";"):
        name, equals, told = part.strip().partition("=")
        if equals:
            yield name.lower(), told


def _sets(told: Mapping[str, str]) -> Iterator[bytes]:
    """Yield parameter sets (RFC 6184 §8.1, RFC 7798 §7.1); bad ones may still come in band."""
    names = ("sprop-vps", "sprop-sps", "sprop-pps", "sprop-parameter-sets")
    for coded in ",".join(told.get(name, "") for name in names).split(","):
        try:
            unit = base64.b64decode(coded, validate=True)
        except binascii.Error:
            continue
        if unit:
            yield unit


def control(attributes: Sequence[str], base: str) -> str:
    """Return the address of a track, which is only ever said to the same camera.

    :raises Garbled: when it is none.
    """
    told = after(attributes, "control:")
    if told in ("", "*"):
        return base
    if told.startswith(("rtsp://", "rtsps://")):
        url = told
    elif "://" in told:
        raise Garbled("it names its tracks by no address")
    else:
        # As cameras mean it: the base is a folder, whether it ends as one or not.
        url = base.rstrip("/") + "/" + told.lstrip("/")
    if not url.isascii() or not url.isprintable() or " " in url:
        raise Garbled("it names its tracks by no address")
    return url
