"""Outlines of pictures, decoded in processes of their own: no secrets, no files.

`python -m vaka.edge.video.sight.glimpse` reads videos from standard input, each after its
length, and answers each with the outline of its first picture, or with nothing. A child
decodes one picture and ends: it knows no other camera's, and when it falls it falls alone.
"""

import io
import os
import resource
import signal
import struct
import sys
from typing import IO

import av
import numpy as np
from av.video.reformatter import Interpolation

from vaka.edge.video.sight.outline import BYTES, HEIGHT, WIDTH, outline, packed

LENGTH = struct.Struct(">I")
MEMORY_BYTES, CPU_SECONDS, SECONDS = 1024**3, 2, 4


def glimpse(video: bytes) -> bytes:
    """Return the packed outline of the first picture of a video."""
    with av.open(io.BytesIO(video), "r") as container:
        container.streams.video[0].codec_context.thread_count = 1
        frame = next(container.decode(video=0))
    small = frame.reformat(WIDTH, HEIGHT, "gray", interpolation=Interpolation.AREA)
    return packed(outline(small.to_ndarray().astype(np.uint8)))


def apart(video: bytes) -> bytes:
    """Return what a child makes of a video: an outline, or nothing when it falls."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _in_the_child(video, theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        found = answer.read(BYTES + 1)
    os.waitpid(child, 0)
    return found if len(found) == BYTES else b""


def _in_the_child(video: bytes, answer: int) -> None:
    """Answer within limits, and end whatever happens."""
    try:
        for line in (0, 1):
            os.close(line)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        signal.alarm(SECONDS)
        os.write(answer, glimpse(video))
    finally:
        os._exit(0)


def answer(asked: IO[bytes], told: IO[bytes]) -> None:
    """Answer videos until there are no more."""
    while len(head := asked.read(LENGTH.size)) == LENGTH.size:
        (length,) = LENGTH.unpack(head)
        found = apart(asked.read(length))
        told.write(LENGTH.pack(len(found)) + found)
        told.flush()


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
