"""Pictures out of packets: whole ones only, and none that leans on one that was lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from vaka.edge.video.ingest.rtsp import h264, h265
from vaka.edge.video.ingest.rtsp.errors import Garbled
from vaka.edge.video.ingest.rtsp.rtp import Run, Timeline
from vaka.edge.video.ingest.rtsp.sdp import Codec, Track
from vaka.edge.video.ingest.rtsp.units import Units
from vaka.edge.video.media.sound import Sound
from vaka.edge.video.media.source import Sample, Source
from vaka.signed_video.message import announces_signer
from vaka.signed_video.units import Coding, joined

CODINGS = {Codec.H264: h264, Codec.H265: h265}
NAMES = {Codec.H264: Coding.H264, Codec.H265: Coding.H265}
# What a picture, and what a stream is described by, cannot exceed.
LARGEST_PICTURE = 16 * 1024 * 1024
LARGEST_PARAMETER = 16 * 1024
LARGEST_SIDE = 16_384
# A segment ends where a picture stands alone, and is kept for as long as its last picture may
# be: with a segment's ten seconds this stays within the minute that the first may wait.
LONGEST_GROUP = timedelta(seconds=45)
LARGEST_GROUP = 128 * 1024 * 1024


@dataclass(frozen=True)
class Picture:
    """An encoded picture of a stream."""

    source: Source
    sample: Sample


class Pictures:
    """Puts the pictures of one track together."""

    def __init__(self, track: Track, sound: Sound | None = None) -> None:
        """Prepare; `sound` is what is heard beside them."""
        self._coding, self._name = CODINGS[track.codec], NAMES[track.codec]
        self._units, self._sound = Units(self._coding), sound
        self._sets = frozenset(self._coding.SETS)
        self.time = Timeline(track.clock)
        self._parameters: dict[int, bytes] = {}
        self._source: Source | None = None
        self._picture: list[bytes] = []
        self._signer = b""
        self._size = self._group_size = 0
        self._group_began: datetime | None = None
        self._stamp = -1
        self._last_dts = -1
        # Until a picture that stands alone has come, the others lean on what nobody has.
        self._leaning = True
        self.dropped = 0
        for unit in track.parameters:
            self._describe(unit)

    def take(self, run: Run, arrived: datetime) -> Sequence[Picture]:
        """Return the pictures that are whole with these packets.

        :raises Garbled: when what comes cannot be pictures.
        """
        if not run.follows:
            self._lose()
        before: Sequence[Picture] = ()
        if run.stamp != self._stamp:
            before = self._whole(arrived)
            self._stamp = run.stamp
        self._size += sum(map(len, run.payloads))
        if self._size > LARGEST_PICTURE:
            raise Garbled("it sends a picture without end")
        for unit in self._units.read(run.payloads):
            self._keep(unit)
        return [*before, *self._whole(arrived)] if run.marker else before

    def _weigh(self, arrived: datetime) -> None:
        """Refuse what leans on one picture without end."""
        self._group_size += self._size
        self._group_began = self._group_began or arrived
        waited = arrived - self._group_began
        if waited > LONGEST_GROUP or self._group_size > LARGEST_GROUP:
            raise Garbled("none of its pictures stands alone")

    def _keep(self, unit: bytes) -> None:
        coding = self._coding
        kind = coding.kind(unit)
        if kind in self._sets:
            self._describe(unit)
        elif kind in coding.MESSAGES and announces_signer(unit, self._name):
            self._signer = unit
        if kind != coding.DELIMITER:
            self._picture.append(unit)

    def _describe(self, unit: bytes) -> None:
        """Take in a parameter set; another than before makes another stream."""
        if len(unit) < 4 or len(unit) > LARGEST_PARAMETER:
            raise Garbled("it describes its pictures by halves")
        kind = self._coding.kind(unit)
        if self._parameters.get(kind) != unit:
            self._parameters[kind] = unit
            self._source = None

    def _lose(self) -> None:
        """Let go of what is not whole, and of what would lean on it."""
        self._units.forget()
        self._picture, self._size, self._leaning = [], 0, True

    def _whole(self, arrived: datetime) -> Sequence[Picture]:
        """Return the picture that is held, if it is one and leans on nothing that is lost."""
        # A unit that is not whole by now belongs to no picture.
        self._units.forget()
        if self._sets.issuperset(map(self._coding.kind, self._picture)):
            # Parameter sets in packets of their own belong to the picture that follows.
            self._size = sum(map(len, self._picture))
            return ()
        self._weigh(arrived)
        units, self._picture, self._size = self._picture, [], 0
        key = self._coding.begins_group(units)
        if key:
            self._group_began, self._group_size = arrived, 0
        source = self._source or self._described()
        if source is None or (self._leaning and not key):
            self.dropped += 1
            return ()
        if source is not self._source and not key:
            raise Garbled("it changes what it sends in the middle of a group")
        self._source, self._leaning = source, False
        pts = self.time.ticks(self._stamp, arrived)
        dts = max(pts, self._last_dts + 1)
        self._last_dts = dts
        at = self.time.taken(pts, arrived)
        return (Picture(source, Sample(joined(*units), pts, dts, key, at, self._signer)),)

    def _described(self) -> Source | None:
        """Return what the parameter sets that have come describe, if they are enough."""
        told, coding = self._parameters, self._coding
        if not told.keys() >= self._sets:
            return None
        width, height = coding.size(told[coding.SPS])
        if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
            raise Garbled("its pictures have no size")
        return Source(
            self._name,
            width,
            height,
            coding.configuration(*(told[kind] for kind in coding.SETS)),
            sound=self._sound,
        )
