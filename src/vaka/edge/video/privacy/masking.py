"""One camera's stream as its terms let it be seen: masked, and no more detailed than allowed.

A stream without masks that is coarse enough passes as it is. Otherwise it is decoded and
encoded in a process of its own (`burning`), which has no secrets and falls alone. When it falls
nothing passes: pictures without their masks are not an alternative.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from datetime import datetime
from typing import IO

import av

from vaka.edge.video.ingest.connection import Take
from vaka.edge.video.media.fragments import Fragments, Muxer, source_of
from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample, Source

log = logging.getLogger(__name__)
Masks = Sequence[Sequence[tuple[float, float]]]


class Masking:
    """Takes samples as they come from a camera; hands them on masked, on its own thread."""

    def __init__(self, camera: str, masks: Masks, widest: int, *, take: Take) -> None:
        """Prepare; a picture may be `widest` pixels across."""
        self._camera, self._masks, self._widest, self._take = camera, masks, widest, take
        self._source: Source | None = None
        self._line: _Line | None = None

    def put(self, source: Source, sample: Sample) -> None:
        """Take a sample; a new stream begins anew, at a picture that stands alone."""
        if source is not self._source or (self._line and self._line.fallen):
            self.stop()
            self._source = source
        if self._passes(source):
            self._take(source, sample)
            return
        if self._line is None:
            if not sample.key:
                return
            self._line = _Line(self._camera, source, self._masks, self._widest, self._take)
        self._line.put(sample)

    def _passes(self, source: Source) -> bool:
        """Return whether a stream may be seen as it is."""
        return not self._masks and 0 < source.width <= self._widest

    def stop(self) -> None:
        """Hand nothing more on."""
        if self._line is not None:
            self._line.stop()
            self._line = None


class _Line:
    """One stream through one process."""

    def __init__(
        self, camera: str, source: Source, masks: Masks, widest: int, take: Take
    ) -> None:
        self._camera, self._hand_on = camera, take
        self._muxer = Muxer(source, fragments=Fragments.EVERY_FRAME)
        self._origin: int | None = None
        # When each picture was taken, by its time stamp: the process knows no clock.
        self._taken: dict[int, datetime] = {}
        self._stopped = False
        self.fallen = False
        self._process = subprocess.Popen(  # noqa: S603 our own program
            [
                sys.executable,
                "-m",
                "vaka.edge.video.privacy.burning",
                json.dumps(masks),
                str(widest),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        )
        name = f"masking {camera}"
        self._thread = threading.Thread(target=self._read, name=name, daemon=True)
        self._thread.start()

    def put(self, sample: Sample) -> None:
        """Send a sample to be masked."""
        if self._origin is None:
            self._origin = sample.dts
        stamp = sample.pts - self._origin
        self._taken[stamp] = sample.at
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(b"".join(self._muxer.feed(sample)))
        except OSError:
            self._fall("the process that masks it has ended")

    def stop(self) -> None:
        """End the process; what it still says is not heard."""
        self._stopped = True
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self) -> None:
        """Hand on what comes back, until it ends."""
        assert self._process.stdout is not None
        try:
            self._pass_on(self._process.stdout)
        except (OSError, ValueError, av.error.FFmpegError) as problem:
            self._fall(type(problem).__name__)
        else:
            self._fall("its stream has ended")

    def _pass_on(self, masked: IO[bytes]) -> None:
        with av.open(masked, "r", format="mp4", options={"fflags": "nobuffer"}) as container:
            stream = container.streams.video[0]
            source = source_of(stream)
            for packet in container.demux(stream):
                if self._stopped or packet.pts is None or packet.dts is None:
                    return
                stamp, dts = (
                    round(each * packet.time_base * TICKS_PER_SECOND)
                    for each in (packet.pts, packet.dts)
                )
                at = self._taken.pop(stamp, None)
                if at is None:
                    continue
                self._forget_before(stamp)
                self._hand_on(
                    source,
                    Sample(bytes(packet), stamp, dts, packet.is_keyframe, at),
                )

    def _forget_before(self, stamp: int) -> None:
        """Forget the pictures that did not come back: they were damaged."""
        for passed in [each for each in self._taken if each < stamp]:
            del self._taken[passed]

    def _fall(self, reason: str) -> None:
        if not (self._stopped or self.fallen):
            log.error("Camera %s cannot be masked and is not shown: %s", self._camera, reason)
        self.fallen = True
