"""One picture as JPEG, decoded in a process of its own.

A decoder is where a hostile picture does harm: it gets no secrets, no environment, little
memory and little time, and when it falls it falls alone.
`python -m vaka.edge.video.media.picture` reads a `still` and writes a JPEG.
"""

import asyncio
import resource
import sys
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext

from vaka.edge.video.media import still
from vaka.edge.video.media.source import Sample, Source

PATIENCE_SECONDS = 5.0
MEMORY_BYTES, CPU_SECONDS = 1024**3, 4


async def jpeg(source: Source, sample: Sample) -> bytes | None:
    """Return a picture that stands alone as JPEG, or None when it cannot be decoded."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
    )
    try:
        asked = process.communicate(still.packed(source, sample))
        made, _ = await asyncio.wait_for(asked, PATIENCE_SECONDS)
    except TimeoutError:
        made = b""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return made or None


def as_jpeg(frame: av.VideoFrame) -> bytes:
    """Return a decoded picture as JPEG."""
    encoder = av.CodecContext.create("mjpeg", "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.width, encoder.height = frame.width, frame.height
    encoder.pix_fmt, encoder.time_base = "yuvj420p", Fraction(1, 1)
    frame = frame.reformat(format="yuvj420p")
    frame.pts = 0
    return b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)])


def main() -> None:
    """Turn standard input into standard output, within limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(as_jpeg(still.decoded(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
