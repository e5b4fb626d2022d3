"""Live pictures: one camera's samples to several viewers, each with a stream of its own."""

import asyncio
import threading
from dataclasses import dataclass

from vaka.core.period import Period
from vaka.edge.video.media.source import Sample, Source

# A viewer that is so many pictures behind is dropped: it would only fall further behind.
LONGEST_QUEUE = 150


class TooSlow(Exception):
    """A viewer cannot keep up."""


class StreamEnded(Exception):
    """The camera's stream ended or began anew."""


@dataclass(eq=False)
class Viewer:
    """One who looks: takes samples from a queue on the event loop."""

    loop: asyncio.AbstractEventLoop
    queue: asyncio.Queue[tuple[Source, Sample] | None]
    dropped: bool = False

    def offer(self, item: tuple[Source, Sample] | None) -> None:
        """Put a sample in the queue; runs on the event loop."""
        try:
            self.queue.put_nowait(item)
        except asyncio.QueueFull:
            self.dropped = True

    async def next(self) -> tuple[Source, Sample]:
        """Return the next sample.

        :raises TooSlow: when samples were lost because the viewer did not take them.
        :raises StreamEnded: when the camera's stream ended.
        """
        if self.dropped:
            raise TooSlow
        item = await self.queue.get()
        if item is None:
            raise StreamEnded
        return item


class Live:
    """Hands one camera's samples on; keeps the newest group of pictures, for a quick start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._viewers: set[Viewer] = set()
        self._span: Period | None = None
        self._sound: Period | None = None
        self._group: list[tuple[Source, Sample]] = []

    @property
    def viewers(self) -> int:
        """Return how many look."""
        return len(self._viewers)

    def allow(self, span: Period | None, sound: Period | None = None) -> None:
        """Hand on the pictures of this stretch of time, and hold no other; None stops now.

        `sound` is the stretch of which their sound is handed on.
        """
        seen, self._span = self._span, span
        heard, self._sound = self._sound, sound
        if _is_over(seen, span) or _is_over(heard, sound):
            self.end()

    def take(self, source: Source, sample: Sample) -> None:
        """Hand a sample on; runs on the ingest thread."""
        span = self._span
        if span is None or sample.at not in span:
            return
        item = (source, sample.heard_in(span, self._sound))
        with self._lock:
            if sample.key:
                self._group = []
            if sample.key or self._group:
                self._group.append(item)
            viewers = list(self._viewers)
        for viewer in viewers:
            viewer.loop.call_soon_threadsafe(viewer.offer, item)

    def end(self) -> None:
        """Tell every viewer that the stream ended, and forget the pictures held."""
        with self._lock:
            self._group = []
            viewers = list(self._viewers)
        for viewer in viewers:
            viewer.loop.call_soon_threadsafe(viewer.offer, None)

    def join(self) -> Viewer:
        """Return a new viewer, who begins with the newest picture that stands alone."""
        with self._lock:
            # A long group is no sign of a slow viewer.
            queue = asyncio.Queue[tuple[Source, Sample] | None](
                LONGEST_QUEUE + len(self._group)
            )
            viewer = Viewer(asyncio.get_running_loop(), queue)
            for item in self._group:
                viewer.offer(item)
            self._viewers.add(viewer)
        return viewer

    def newest(self) -> tuple[Source, Sample] | None:
        """Return the newest picture that stands alone, if there is one."""
        with self._lock:
            return self._group[0] if self._group else None

    def leave(self, viewer: Viewer) -> None:
        """Hand nothing more to a viewer."""
        with self._lock:
            self._viewers.discard(viewer)


def _is_over(before: Period | None, now: Period | None) -> bool:
    """Return whether a stretch does not go on as another."""
    return before is not None and not (now and now.start == before.start)
