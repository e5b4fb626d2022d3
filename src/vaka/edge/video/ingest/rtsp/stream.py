"""A camera that plays, as bytes: what it sends in, pictures out, and their sound with them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from vaka.edge.video.ingest.rtsp.asking import Channels, Playing, Voice
from vaka.edge.video.ingest.rtsp.hearing import Hearing
from vaka.edge.video.ingest.rtsp.messages import Answer
from vaka.edge.video.ingest.rtsp.ordering import Ordering
from vaka.edge.video.ingest.rtsp.pictures import Picture, Pictures
from vaka.edge.video.ingest.rtsp.rtp import Receiver, Run, sender_report

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
        voice = playing.voice if isinstance(playing.voice, Voice) else None
        self._pictures = Pictures(playing.track, voice.track.sound if voice else None)
        self._hearing = Hearing(voice.track) if voice else None
        heard = voice.way if voice and isinstance(voice.way, Channels) else NOWHERE
        self._sound, self._sound_reports = heard
        # How far the camera's clock is ahead of ours, in seconds, when it last said.
        self.ahead_seconds: float | None = None

    @property
    def lost(self) -> int:
        """Return how many packets were lost on the way."""
        return self._receiver.lost

    @property
    def place(self) -> int | None:
        """Return how far the pictures have come: another number with each of their packets."""
        return self._receiver.place

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
                yield from self._read_on(arrived)
            elif channel == self._reports:
                self.report(told, arrived)
            elif self._hearing and channel == self._sound:
                self._hearing.take(told, arrived)
            elif channel == self._sound_reports:
                self.sound_report(told)

    def datagram(self, data: bytes, arrived: datetime) -> Iterator[Picture]:
        """Yield the pictures that are whole with this datagram, once it is its turn.

        :raises Garbled: when what comes is no stream.
        """
        if not self._receiver.is_ours(data):
            return
        for each in self._ordering.put(data, arrived):
            yield from self._take(each, arrived)

    def _take(self, data: bytes, arrived: datetime) -> Sequence[Picture]:
        packet = self._receiver.read(data)
        if packet is None:
            return ()
        run = Run((packet.payload,), packet.stamp, packet.marker, packet.follows)
        return self._taken(run, arrived)

    def _read_on(self, arrived: datetime) -> Iterator[Picture]:
        """Yield the pictures that are whole with what has come already, while it is simple."""
        messages = self._messages
        while True:
            run, messages.at = self._receiver.run(messages.held, messages.at, self._video)
            if not run.payloads:
                return
            yield from self._taken(run, arrived)

    def _taken(self, run: Run, arrived: datetime) -> Sequence[Picture]:
        found, hearing = self._pictures.take(run, arrived), self._hearing
        if hearing is None or not found:
            return found
        return [replace(each, sample=hearing.beside(each.sample)) for each in found]

    def sound_datagram(self, data: bytes, arrived: datetime) -> None:
        """Take a datagram of sound; it comes out with a picture."""
        if self._hearing:
            self._hearing.datagram(data, arrived)

    def report(self, data: bytes, arrived: datetime) -> None:
        """Hear what a camera reports of its clock."""
        if told := sender_report(data):
            self.ahead_seconds = (told.clock - arrived).total_seconds()
            if self._hearing:
                self._hearing.pictures_reported(self._pictures.time, told)

    def sound_report(self, data: bytes) -> None:
        """Hear what a camera reports of the clock of its sound."""
        if self._hearing and (told := sender_report(data)):
            self._hearing.reported(told)
