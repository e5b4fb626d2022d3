"""One stream through one process that burns masks in: written to and read from by threads."""

import json
import logging
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import IO

import av

from vaka.edge.video.media.fragments import Fragments, Muxer, source_of
from vaka.edge.video.media.sound import Tracks
from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample, Source
from vaka.edge.video.privacy.burning import AS_IT_COMES
from vaka.signed_video.movie import Remade

log = logging.getLogger(__name__)
# A process that is so far behind does not catch up.
LARGEST_WAITING = 128 * 1024 * 1024


class Line:
    """Samples in, masked samples out, until it is finished, stopped or falls."""

    def __init__(
        self,
        camera: str,
        source: Source,
        masks: Sequence[Sequence[tuple[float, float]]],
        widest: int,
        *,
        take: Callable[["Line", Source, Sample], None],
        rest: Callable[[], None],
        after: "Line | None",
    ) -> None:
        """Begin; what comes out comes `after` all that another line had, and `rest` is told
        when no more does.
        """
        self._camera, self._take, self._rest = camera, take, rest
        self._after, self._sound = after, source.sound
        self._why = Remade.MASKED if masks else Remade.SCALED
        silent = source.only(Tracks.PICTURES)
        self._muxer = Muxer(silent, fragments=Fragments.EVERY_FRAME)
        self._origin: int | None = None
        # What was left, by its time stamp: the process knows neither clock nor sound.
        self._left: dict[int, Sample] = {}
        self._waiting = queue.SimpleQueue[bytes]()
        self._put = self._written = 0
        self._finished = self._stopped = False
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
        self._threads = [
            threading.Thread(target=work, name=f"masking {camera}", daemon=True)
            for work in (self._write, self._read)
        ]
        for thread in self._threads:
            thread.start()

    def put(self, sample: Sample) -> None:
        """Leave a sample to be masked; never waits."""
        if self._origin is None:
            self._origin = sample.dts
        self._left[sample.pts - self._origin] = replace(sample, data=b"", signer=b"")
        if piece := b"".join(self._muxer.feed(sample)):
            self._put += len(piece)
            self._waiting.put(piece)
        if self._put - self._written > LARGEST_WAITING:
            self._fall("the process that masks it is too slow")

    def finish(self) -> None:
        """Leave no more; what was left still comes out, and the process ends by itself."""
        self._finished = True
        self._waiting.put(b"")

    def stop(self) -> None:
        """End the process; what it still says is not heard."""
        self._stopped = True
        self._process.kill()
        self._waiting.put(b"")
        if self._after is not None:
            self._after.stop()
        for thread in self._threads:
            thread.join()
        self._process.wait()

    def _write(self) -> None:
        """Send what was left, until nothing more is."""
        pipe = self._process.stdin
        assert pipe is not None
        try:
            while piece := self._waiting.get():
                pipe.write(piece)
                self._written += len(piece)
        except OSError:
            self._fall("the process that masks it has ended")
        finally:
            pipe.close()

    def _read(self) -> None:
        """Hand on what comes back, until it ends."""
        if self._after is not None:
            self._after.join()
            self._after = None
        pipe = self._process.stdout
        assert pipe is not None
        try:
            self._pass_on(pipe)
        except (OSError, ValueError, av.error.FFmpegError) as problem:
            self._fall(type(problem).__name__)
        else:
            if not self._finished:
                self._fall("its stream has ended")
        finally:
            pipe.close()
        self._process.wait()
        if not self._stopped:
            self._rest()

    def join(self) -> None:
        """Wait until nothing more comes out."""
        self._threads[-1].join()

    def _pass_on(self, masked: IO[bytes]) -> None:
        with av.open(masked, "r", format="mp4", options=AS_IT_COMES) as container:
            stream = container.streams.video[0]
            source = replace(source_of(stream), remade=self._why, sound=self._sound)
            for packet in container.demux(stream):
                if self._stopped or packet.pts is None or packet.dts is None:
                    return
                stamp, dts = (
                    round(each * packet.time_base * TICKS_PER_SECOND)
                    for each in (packet.pts, packet.dts)
                )
                left = self._left.pop(stamp, None)
                if left is None:
                    continue
                self._forget_before(stamp)
                # On the camera's own time line, which is that of the sound too.
                dts += left.pts - stamp
                made = replace(left, data=bytes(packet), dts=dts, key=packet.is_keyframe)
                self._take(self, source, made)

    def _forget_before(self, stamp: int) -> None:
        """Forget the pictures that did not come back: they were damaged."""
        for passed in [each for each in list(self._left) if each < stamp]:
            del self._left[passed]

    def _fall(self, reason: str) -> None:
        if not (self._stopped or self.fallen):
            log.error("Camera %s cannot be masked and is not shown: %s", self._camera, reason)
        self.fallen = True
