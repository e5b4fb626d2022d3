"""Outlines of pictures, decoded in processes of their own: no secrets, no files.

`python -m vaka.edge.video.sight.glimpse` reads pictures from standard input, each after its
length, and answers each with its outline, or with nothing. A child
decodes one picture and ends: it knows no other camera's, and when it falls it falls alone.
"""

import os
import resource
import signal
import struct
import sys
from typing import IO

import numpy as np
from av.video.reformatter import Interpolation

from vaka.edge.video.media.header import ENTRIES
from vaka.edge.video.media.still import decoded, decoder
from vaka.edge.video.sight.outline import BYTES, HEIGHT, WIDTH, outline, packed

LENGTH = struct.Struct(">I")
MEMORY_BYTES, CPU_SECONDS, SECONDS = 1024**3, 2, 4
# The edges of a picture of a hundred cells' width do not need the last touch.
IN_A_HURRY = {"skip_loop_filter": "all"}


def glimpse(still: bytes) -> bytes:
    """Return the packed outline of a picture."""
    frame = decoded(still, **IN_A_HURRY)
    small = frame.reformat(WIDTH, HEIGHT, "gray", interpolation=Interpolation.AREA)
    return packed(outline(small.to_ndarray().astype(np.uint8)))


def apart(still: bytes) -> bytes:
    """Return what a child makes of a picture: an outline, or nothing when it falls."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _in_the_child(still, theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb") as answer:
        found = answer.read(BYTES + 1)
    os.waitpid(child, 0)
    return found if len(found) == BYTES else b""


def _in_the_child(still: bytes, answer: int) -> None:
    """Answer within limits, and end whatever happens."""
    try:
        for line in (0, 1):
            os.close(line)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        signal.alarm(SECONDS)
        os.write(answer, glimpse(still))
    finally:
        os._exit(0)


def answer(asked: IO[bytes], told: IO[bytes]) -> None:
    """Answer pictures until there are no more."""
    for codec in ENTRIES:
        # Their tables are made once here, and not in each child.
        decoder(codec).open()
    while len(head := asked.read(LENGTH.size)) == LENGTH.size:
        (length,) = LENGTH.unpack(head)
        found = apart(asked.read(length))
        told.write(LENGTH.pack(len(found)) + found)
        told.flush()


if __name__ == "__main__":
    answer(sys.stdin.buffer, sys.stdout.buffer)
