"""What a camera may answer before it plays (RFC 2326), read as strictly as ffmpeg is lenient.

ffmpeg follows a redirect (3xx, RFC 2326 §11.3) to any host, whatever its protocol list says. So
its answers are read here first, line for line as ffmpeg reads them: what the two could
understand differently is refused. Pure: bytes in, bytes out.
"""

import re

STATUS = re.compile(rb"RTSP/1\.[01] ([1-5][0-9]{2})(?: .*)?")
LENGTH = re.compile(rb"content-length:[ \t]*([0-9]{1,5})[ \t]*", re.IGNORECASE)
# A frame of interleaved data (§10.12): `$`, channel, two bytes of length, data.
FRAME, FRAME_HEAD = b"$", 4
LONGEST_ANSWER = 128 * 1024


class Misled(Exception):
    """A camera answers what no camera should; says what, never where."""


class Redirected(Misled):
    """A camera sends us to another address."""


class Opening:
    """Hands on whole answers, and nothing of one that is not in order."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> bytes:
        """Return what may be handed on now.

        :raises Redirected: when the camera sends us elsewhere.
        :raises Misled: when what it sends is no answer.
        """
        self._held += data
        ready = bytearray()
        while length := self._first():
            ready += self._held[:length]
            del self._held[:length]
        if len(self._held) > LONGEST_ANSWER:
            raise Misled("its answer has no end")
        return bytes(ready)

    def rest(self) -> bytes:
        """Return what is held, for when the opening is over."""
        held, self._held = bytes(self._held), bytearray()
        return held

    def _first(self) -> int:
        """Return the length of the first message, or 0 while it is not whole."""
        if self._held.startswith(FRAME):
            length = FRAME_HEAD + int.from_bytes(self._held[2:FRAME_HEAD], "big")
            return length if len(self._held) >= max(length, FRAME_HEAD) else 0
        lines: list[bytes] = []
        end = 0
        while (newline := self._held.find(b"\n", end)) >= 0:
            line = bytes(self._held[end:newline]).replace(b"\r", b"")
            end = newline + 1
            if not line:
                length = end + _judged(lines)
                return length if len(self._held) >= length else 0
            lines.append(line)
        return 0


def _judged(lines: list[bytes]) -> int:
    """Return the length of the body of an answer with this head."""
    status = STATUS.fullmatch(lines[0]) if lines else None
    if status is None:
        raise Misled("it does not answer as RTSP")
    if status[1].startswith(b"3"):
        raise Redirected("it sends us to another address")
    # ffmpeg takes `$` at the start of any line for data, and ends its lines at a zero.
    if any(line.startswith(FRAME) or b"\0" in line for line in lines):
        raise Misled("its answer can be read in two ways")
    lengths = [line for line in lines if line.lower().startswith(b"content-length")]
    told = LENGTH.fullmatch(lengths[0]) if lengths else None
    if len(lengths) > 1 or bool(lengths) != bool(told):
        raise Misled("its answer can be read in two ways")
    return int(told[1]) if told else 0
