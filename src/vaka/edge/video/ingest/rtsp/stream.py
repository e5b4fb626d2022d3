"""A camera that plays, as bytes: what it sends in, pictures out."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime

from vaka.edge.video.ingest.rtsp.asking import Channels, Playing
from vaka.edge.video.ingest.rtsp.messages import Answer, frame_head
from vaka.edge.video.ingest.rtsp.ordering import Ordering
from vaka.edge.video.ingest.rtsp.pictures import Picture, Pictures
from vaka.edge.video.ingest.rtsp.rtp import HEAD, Receiver, sender_clock

# What sends datagrams sends nothing on the line but answers.
NOWHERE = Channels(-1, -1)


class Stream:
    """Reads what a camera sends once it plays."""

    def __init__(self, playing: Playing) -> None:
        self._messages, self._early = playing.messages, playing.early
        way = playing.way
        self._video, self._reports = way if isinstance(way, Channels) else NOWHERE
        self._ordering = Ordering()
        self._receiver = Receiver(playing.track.payload_type)
        self._pictures = Pictures(playing.track)
        # How far the camera's clock is ahead of ours, in seconds, when it last said.
        self.ahead_seconds: float | None = None

    @property
    def lost(self) -> int:
        """Return how many packets were lost on the way."""
        return self._receiver.lost

    def feed(self, data: bytes | memoryview, arrived: datetime) -> Iterator[Picture]:
        """Yield the pictures that are whole with this.

        :raises Garbled: when what comes is no stream.
        """
        early, self._early = self._early, []
        for message in itertools.chain(early, self._messages.feed(data)):
            # Answers are to our signs of life: nothing is to be learned from them.
            if isinstance(message, Answer):
                continue
            channel, told = message
            if channel == self._video:
                yield from self._take(told, arrived)
                if self._pictures.inside:
                    self._read_on(frame_head(channel, len(told)))
            elif channel == self._reports:
                self.report(told, arrived)

    def datagram(self, data: bytes, arrived: datetime) -> Iterator[Picture]:
        """Yield the pictures that are whole with this datagram, once it is its turn.

        :raises Garbled: when what comes is no stream.
        """
        if not self._receiver.is_ours(data):
            return
        for each in self._ordering.put(data, arrived):
            yield from self._take(each, arrived)

    def _take(self, data: bytes, arrived: datetime) -> Sequence[Picture]:
        if (inside := self._pictures.inside) and self._receiver.repeats(data, inside):
            self._pictures.more([data[HEAD.size + len(inside) :]])
            return ()
        packet = self._receiver.read(data)
        return self._pictures.take(packet, arrived) if packet else ()

    def _read_on(self, frame: bytes) -> None:
        """Take the parts of the same unit that have come already, in frames of that head."""
        messages, inside = self._messages, self._pictures.inside
        parts, messages.at = self._receiver.run(messages.held, messages.at, frame, inside)
        if parts:
            self._pictures.more(parts)

    def report(self, data: bytes, arrived: datetime) -> None:
        """Hear what a camera reports of its clock."""
        if told := sender_clock(data):
            self.ahead_seconds = (told - arrived).total_seconds()
