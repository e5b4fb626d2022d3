"""A camera's sound on the time line of its pictures, handed on with them.

Both clocks are tied by what the camera reports of them (RFC 3550 §6.4.1), else by when things
came. A piece goes with the first picture that was taken when it had ended.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from vaka.edge.video.ingest.rtsp.ordering import Ordering
from vaka.edge.video.ingest.rtsp.pieces import Pieces
from vaka.edge.video.ingest.rtsp.rtp import Receiver, Report, Timeline
from vaka.edge.video.ingest.rtsp.sound_track import SoundTrack
from vaka.edge.video.media.source import TICKS_PER_SECOND, Sample

# Sound for which no picture comes is not collected.
MOST_WAITING = 256
# The tie is left as it is until it is off by more: of what is reported, of what came when.
REPORTED_TICKS, CAME_TICKS = TICKS_PER_SECOND // 50, TICKS_PER_SECOND // 5
# A report that is farther from when things came is not believed.
BELIEVED_TICKS = TICKS_PER_SECOND


class Hearing:
    """Hears one camera while it plays."""

    def __init__(self, track: SoundTrack) -> None:
        self._sound = track.sound
        self._receiver, self._ordering = Receiver(track.payload_type), Ordering()
        self._pieces, self._time = Pieces(track.sound), Timeline(track.clock)
        self._reports: dict[str, tuple[float, datetime]] = {}
        # Its pieces by their own clock, each with when it had ended.
        self._waiting: deque[tuple[datetime, Sample]] = deque(maxlen=MOST_WAITING)
        self._tie: float | None = None
        self._last = -1

    def datagram(self, data: bytes, arrived: datetime) -> None:
        """Take a packet that may have come before its turn."""
        if self._receiver.is_ours(data):
            for each in self._ordering.put(data, arrived):
                self.take(each, arrived)

    def take(self, data: bytes, arrived: datetime) -> None:
        """Take a packet."""
        packet = self._receiver.read(data)
        if packet is None:
            return
        ticks = self._time.ticks(packet.stamp, arrived)
        pieces = self._pieces.read(packet)
        lasting = [self._sound.seconds(piece) for piece in pieces]
        # What comes in one packet had ended when it came, the last of it right then.
        begins = self._time.taken(ticks, arrived) - timedelta(seconds=sum(lasting))
        for piece, seconds in zip(pieces, lasting, strict=True):
            sample = Sample(piece, ticks, ticks, key=True, at=begins)
            begins += timedelta(seconds=seconds)
            ticks += round(seconds * TICKS_PER_SECOND)
            self._waiting.append((begins, sample))

    def reported(self, report: Report) -> None:
        """Hear what the camera says of the clock of its sound."""
        self._note("sound", self._time, report)

    def pictures_reported(self, time: Timeline, report: Report) -> None:
        """Hear what the camera says of the clock of its pictures."""
        self._note("pictures", time, report)

    def _note(self, track: str, time: Timeline, report: Report) -> None:
        ticks = time.near(report.stamp)
        if ticks is not None:
            self._reports[track] = ticks, report.clock

    def beside(self, picture: Sample) -> Sample:
        """Return a picture with the sound that had ended when it was taken."""
        return replace(picture, sound=tuple(self._due(picture)))

    def _due(self, picture: Sample) -> Iterator[Sample]:
        while self._waiting and self._waiting[0][0] <= picture.at:
            _, piece = self._waiting.popleft()
            before = (picture.at - piece.at) / timedelta(seconds=1)
            came = picture.pts - before * TICKS_PER_SECOND - piece.pts
            at = round(piece.pts + self._tied(came))
            # Where the tie is made anew what would go back in time is left out.
            if at > self._last:
                self._last = at
                yield replace(piece, pts=at, dts=at)

    def _tied(self, came: float) -> float:
        """Return by how many ticks sound's clock is behind that of the pictures."""
        told = self._told()
        believed = told is not None and abs(told - came) < BELIEVED_TICKS
        tie, apart = (told, REPORTED_TICKS) if believed else (came, CAME_TICKS)
        assert tie is not None
        if self._tie is None or abs(tie - self._tie) > apart:
            self._tie = tie
        return self._tie

    def _told(self) -> float | None:
        """Return the same as the camera's own reports have it, when there are both."""
        if len(self._reports) < 2:
            return None
        (ticks, clock), (shown, when) = self._reports["sound"], self._reports["pictures"]
        return shown - ticks + (clock - when) / timedelta(seconds=1) * TICKS_PER_SECOND
