"""Cover third persons in a stretch of recordings, in a process of its own.

`python -m vaka.edge.video.privacy.redaction.rendering` reads an `envelope` from standard input
and writes fragmented MP4. With a number as argument it writes that picture instead, as JPEG:
whole, and what is to be covered darkened.
"""

import io
import sys

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from vaka.core.errors import BadInput
from vaka.edge.video.media.picture import as_jpeg
from vaka.edge.video.privacy.burning import FRAGMENTS, encoder
from vaka.edge.video.privacy.redaction.covering import covered, shaded, without
from vaka.edge.video.privacy.redaction.envelope import received
from vaka.edge.video.privacy.redaction.limits import limited
from vaka.terms.redaction import Plan


def render(plan: Plan, video: bytes, out: OutputContainer) -> None:
    """Cover every picture.

    :raises ValueError: when there are more or fewer pictures than the plan knows.
    :raises BadInput: when one has another size.
    """
    cells, size = covered(plan), (plan.findings.width, plan.findings.height)
    encoded: VideoStream | None = None
    with av.open(io.BytesIO(video), "r", format="mp4") as source:
        stream = source.streams.video[0]
        for frame, here in zip(source.decode(stream), cells, strict=True):
            if (frame.width, frame.height) != size:
                raise BadInput("findings", "a picture has another size", "Analyse them anew")
            encoded = encoded or encoder(out, stream, frame.width, frame.height)
            out.mux(encoded.encode(without(frame, here)))
        if encoded:
            out.mux(encoded.encode(None))


def still(plan: Plan, video: bytes, number: int) -> bytes:
    """Return one picture as JPEG, what is to be covered darkened.

    :raises BadInput: when there is no such picture.
    """
    cells = covered(plan)
    with av.open(io.BytesIO(video), "r", format="mp4") as source:
        for count, frame in enumerate(source.decode(video=0)):
            if count == number < len(cells):
                return as_jpeg(shaded(frame, cells[count]))
    raise BadInput("number", f"there is no picture {number}", "Write the number of a picture")


def main() -> None:
    """Turn standard input into standard output, within limits."""
    limited()
    plan, video = received(sys.stdin.buffer)
    if len(sys.argv) > 1:
        sys.stdout.buffer.write(still(plan, video, int(sys.argv[1])))
        return
    with av.open("pipe:1", "w", format="mp4", options={"movflags": FRAGMENTS}) as out:
        render(plan, video, out)


if __name__ == "__main__":
    main()
