"""A camera that plays, as bytes: what it sends in, pictures out."""

import itertools
from collections.abc import Iterator
from datetime import datetime

from vaka.edge.video.rtsp.asking import Playing
from vaka.edge.video.rtsp.messages import Answer
from vaka.edge.video.rtsp.pictures import Picture, Pictures
from vaka.edge.video.rtsp.rtp import Receiver, sender_clock


class Stream:
    """Reads what a camera sends once it plays."""

    def __init__(self, playing: Playing) -> None:
        self._messages, self._early = playing.messages, playing.early
        self._video, self._reports = playing.channels
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
            if message.channel == self._video:
                packet = self._receiver.read(message.data)
                if packet is not None:
                    yield from self._pictures.take(packet, arrived)
            elif message.channel == self._reports and (told := sender_clock(message.data)):
                self.ahead_seconds = (told - arrived).total_seconds()
