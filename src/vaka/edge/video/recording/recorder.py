"""The recorder of one camera: cuts the stream into segments, and keeps only what it may.

It runs on the camera's ingest thread. Every sample is asked for: one that comes a microsecond
after the permitted time is not written, whatever the scheduler has had time to notice.
"""

import logging
import sqlite3
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from vaka.core.ids import new_id
from vaka.core.period import Period
from vaka.edge.video.media.fragments import Fragments, Muxer
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.recording.vault import OpenSegment, Vault
from vaka.signed_video.announcing import announced
from vaka.signed_video.units import Coding

log = logging.getLogger(__name__)
SEGMENT = timedelta(seconds=10)


@dataclass(frozen=True)
class Licence:
    """Under which terms a camera records, from when until when, and how long that is kept.

    `sound` is from when until when its sound may be kept with it.
    """

    terms: str
    span: Period
    keep_for: timedelta
    sound: Period | None = None


class Recorder:
    """Writes one camera's segments while it has a licence."""

    def __init__(self, camera: str, vault: Vault) -> None:
        self._camera, self._vault = camera, vault
        self._lock = threading.Lock()
        self._licence: Licence | None = None
        self._source: Source | None = None
        self._muxer: Muxer | None = None
        self._open: OpenSegment | None = None
        self.failing = False

    @property
    def is_writing(self) -> bool:
        """Return whether the last sample that came was kept."""
        return self._open is not None

    def allow(self, licence: Licence | None) -> None:
        """Record under this licence from the next picture that stands alone; None stops now."""
        with self._lock:
            if licence is None or (self._licence and licence.terms != self._licence.terms):
                # Before the last segment is closed: that may fail, this may not.
                self._licence = None
                self._stop()
            self._licence = licence

    def take(self, source: Source, sample: Sample) -> None:
        """Write a sample, if it may be kept; `failing` says whether the disk takes it."""
        with self._lock:
            try:
                self._take(source, sample)
            except (OSError, sqlite3.Error) as problem:
                self._leave(problem)

    def _take(self, source: Source, sample: Sample) -> None:
        licence = self._licence
        if licence is None or sample.at not in licence.span:
            self._close()
            return
        sample = sample.heard_in(licence.span, licence.sound)
        if source is not self._source:
            self._close()
        elif sample.key and self._is_long(sample.at):
            self._close(before=sample)
        if self._open is None:
            if not sample.key:
                return
            self._begin(licence, source, sample)
            sample = _introduced(source, sample)
        self._write(sample)

    def stop(self) -> None:
        """Close the open segment, as when the stream ended."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        try:
            self._close()
        except (OSError, sqlite3.Error) as problem:
            self._leave(problem)

    def _leave(self, problem: Exception) -> None:
        """Leave a segment that the disk does not take; the next picture that stands alone
        tries again. Live pictures and the other cameras go on.
        """
        if not self.failing:
            log.error("Camera %s cannot be recorded: %s", self._camera, problem)
        self.failing = True
        if self._open is not None:
            self._open.abandon()
        self._open = self._muxer = None

    def _begin(self, licence: Licence, source: Source, sample: Sample) -> None:
        self._source = source
        self._muxer = Muxer(source, fragments=Fragments.EVERY_GROUP)
        self._open = self._vault.open(
            new_id(at=sample.at),
            camera=self._camera,
            terms=licence.terms,
            starts=sample.at,
            keep_for=licence.keep_for,
        )

    def _write(self, sample: Sample) -> None:
        assert self._muxer is not None
        assert self._open is not None
        if video := self._muxer.feed(sample):
            self._open.write(video, until=sample.at)
        self._last = sample.at

    def _is_long(self, at: datetime) -> bool:
        return self._open is not None and at - self._open.starts >= SEGMENT

    def _close(self, before: Sample | None = None) -> None:
        """Close the open segment; `before` begins the next of the same stream."""
        if self._open is None or self._muxer is None:
            return
        if video := self._muxer.close(before):
            self._open.write(video, until=self._last)
        self._open.close()
        self._open = self._muxer = None
        self.failing = False


def _introduced(source: Source, sample: Sample) -> Sample:
    """Return the first picture of a segment, with whose the camera's signatures are."""
    if not sample.signer:
        return sample
    return replace(sample, data=announced(sample.data, sample.signer, Coding(source.codec)))
