"""Requests and answers of RTSP (RFC 2326 §6, §7), and the frames between them (§10.12).

What could be read in two ways is refused: a camera that is understood by halves is not safe.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vaka.edge.video.ingest.rtsp.errors import Garbled

STATUS = re.compile(rb"RTSP/1\.[01] ([1-5][0-9]{2})(?: .*)?")
LENGTH = re.compile(r"[0-9]{1,5}")
HEAD_END = b"\r\n\r\n"
FRAME = ord("$")
FRAME_HEAD = 4
LONGEST_HEAD = 16 * 1024
# Interleaved data: its channel, and what came. A plain tuple, for there are very many.
Frame = tuple[int, bytes]


@dataclass(frozen=True)
class Answer:
    """What a camera answered; names of headers in lower case."""

    status: int
    headers: Mapping[str, tuple[str, ...]]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header of that name, or nothing."""
        return next(iter(self.headers.get(name, ())), "")


def request(method: str, url: str, headers: Mapping[str, str]) -> bytes:
    """Return a request as it is sent."""
    lines = [f"{method} {url} RTSP/1.0", *(f"{name}: {text}" for name, text in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def framed(channel: int, data: bytes) -> bytes:
    """Return data as it is sent on a channel."""
    return frame_head(channel, len(data)) + data


def frame_head(channel: int, length: int) -> bytes:
    """Return what stands before so many bytes on a channel."""
    return bytes([FRAME, channel]) + length.to_bytes(2, "big")


class Messages:
    """Cuts what a camera sends into answers and frames."""

    def __init__(self) -> None:
        # What has come, and how far of it is read. Who reads on by itself says how far it came.
        self.held, self.at = b"", 0

    def feed(self, data: bytes | memoryview) -> Iterator[Answer | Frame]:
        """Yield what is whole now, in order.

        :raises Garbled: when what comes is neither.
        """
        held = self.held = self.held[self.at :] + data
        at = self.at = 0
        while len(held) - at >= FRAME_HEAD:
            if held[at] == FRAME:
                end = at + FRAME_HEAD + (held[at + 2] << 8 | held[at + 3])
                if len(held) < end:
                    return
                self.at = end
                yield held[at + 1], held[at + FRAME_HEAD : end]
            else:
                found = _answer(held, at)
                if found is None:
                    return
                answer, self.at = found
                yield answer
            at = self.at


def _answer(held: bytes, at: int) -> tuple[Answer, int] | None:
    """Return the answer that begins there and where it ends, or None while it is not whole."""
    end = held.find(HEAD_END, at)
    if end < 0:
        if len(held) - at > LONGEST_HEAD:
            raise Garbled("its answer has no end")
        if not b"RTSP/1".startswith(held[at : at + 6]):
            raise Garbled("it does not answer as RTSP")
        return None
    first, *lines = held[at:end].split(b"\r\n")
    status = STATUS.fullmatch(first)
    if status is None:
        raise Garbled("it does not answer as RTSP")
    headers = _headers(lines)
    begins = end + len(HEAD_END)
    ends = begins + _length(headers)
    if len(held) < ends:
        return None
    return Answer(int(status[1]), headers, held[begins:ends]), ends


def _headers(lines: list[bytes]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        name, colon, text = line.decode("utf-8", "replace").partition(":")
        if not colon or not name.strip() or any(ord(letter) < 32 for letter in name):
            raise Garbled("its answer can be read in two ways")
        key = name.strip().lower()
        found[key] = (*found.get(key, ()), text.strip())
    return found


def _length(headers: Mapping[str, tuple[str, ...]]) -> int:
    told = headers.get("content-length", ())
    if not told:
        return 0
    if len(told) > 1 or not LENGTH.fullmatch(told[0]):
        raise Garbled("its answer can be read in two ways")
    return int(told[0])
