"""A look now and then at what each camera sees, decoded where nothing is at stake.

One thread and one process (`glimpse`) serve every camera of a gateway, one picture at a time.
Whoever reads a camera only leaves a picture here, and never waits.
"""

import logging
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from vaka.edge.video.sight.glimpse import LENGTH
from vaka.edge.video.sight.outline import BYTES, Outline, unpacked

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 6.0
# Larger than any picture that stands alone; what is larger is not looked at.
LARGEST = 16 * 1024 * 1024
Tell = Callable[[Outline], None]


class Glimpses:
    """Pictures in, outlines out; a camera's newer picture takes the place of its older one."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[bytes, Tell]] = {}
        self._more = threading.Condition()
        self._stopped = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None

    def offer(self, camera: str, still: bytes, tell: Tell) -> None:
        """Leave a picture; `tell` gets what is found, if it can be decoded."""
        if len(still) > LARGEST:
            return
        with self._more:
            if self._stopped:
                return
            self._waiting[camera] = still, tell
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="glimpses", daemon=True)
                self._thread.start()
            self._more.notify()

    def stop(self) -> None:
        """Look at nothing more."""
        with self._more:
            self._stopped = True
            self._more.notify()
        if self._thread is not None:
            self._thread.join()
        self._end_process()

    def _run(self) -> None:
        while True:
            with self._more:
                self._more.wait_for(lambda: self._waiting or self._stopped)
                if self._stopped:
                    return
                camera = next(iter(self._waiting))
                still, tell = self._waiting.pop(camera)
            try:
                found = self._ask(still)
                if found:
                    tell(unpacked(found))
            except Exception:
                # One camera's oddest picture must never end the looks at the others.
                log.exception("Camera %s could not be looked at", camera)
                self._end_process()

    def _ask(self, still: bytes) -> bytes:
        """Return what the process answers: nothing when the picture cannot be decoded.

        :raises OSError: when the process does not answer.
        """
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write(LENGTH.pack(len(still)) + still)
        ends = time.monotonic() + PATIENCE_SECONDS
        (length,) = LENGTH.unpack(self._read(process, LENGTH.size, ends))
        if length not in (0, BYTES):
            raise OSError("the process that looks answers nonsense")
        return self._read(process, length, ends)

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "vaka.edge.video.sight.glimpse"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            # A process that is forked from has no threads of its own.
            env={"PYTHONPATH": ":".join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"},
        )
        return self._process

    def _read(self, process: subprocess.Popen[bytes], count: int, ends: float) -> bytes:
        assert process.stdout is not None
        ready = select.poll()
        ready.register(process.stdout, select.POLLIN)
        got = b""
        while len(got) < count:
            left = ends - time.monotonic()
            if left <= 0 or not ready.poll(left * 1000):
                raise OSError("the process that looks does not answer")
            piece = process.stdout.read(count - len(got))
            if not piece:
                raise OSError("the process that looks has ended")
            got += piece
        return got

    def _end_process(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process = None
