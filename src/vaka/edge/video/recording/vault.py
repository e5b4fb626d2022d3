"""The vault: segments on disk, each sealed with its own key, kept for as long as decided.

Segments and their index lie in one folder, the keys in another: a backup of video that has
its keys is a recording that is never disposed of.

A segment's row and then its key come before its file `<id>.part`; when it closes, the file is
on disk, renamed to `<id>.seg`, and then the row complete. So after a kill a start can tell what
was whole, what was open and what is nobody's: `mend` makes files, rows and keys agree.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

from vaka.core.durable import sync_folder
from vaka.core.errors import Absent, BadInput
from vaka.edge.video.recording.index import Index, Segment
from vaka.edge.video.recording.keys import KeyStore
from vaka.edge.video.recording.sealed import SealedWriter, blocks, cut
from vaka.terms.orders import Hold

PART, WHOLE = ".part", ".seg"
VIDEO, KEYS = "video", "video-keys"
# Before the video of each block: when its last picture was taken, Unix seconds.
UNTIL = struct.Struct(">d")
# What video leaves free: whoever disposes, revokes and tells needs room to write it down.
RESERVE_BYTES = 256 * 1024 * 1024


class OpenSegment:
    """A segment being written."""

    def __init__(self, vault: "Vault", segment: Segment, writer: SealedWriter) -> None:
        self._vault, self._segment, self._writer = vault, segment, writer
        self._ends = segment.starts

    @property
    def starts(self) -> datetime:
        """Return when it began."""
        return self._segment.starts

    def write(self, video: Sequence[bytes], *, until: datetime) -> None:
        """Append pieces of video whose last picture was taken at `until`."""
        self._writer.write(UNTIL.pack(until.timestamp()), video)
        self._ends = until

    def close(self) -> Segment:
        """Close it: on disk, under its name, in the index."""
        self._writer.close()
        return self._vault.closed(
            self._segment, self._ends, self._writer.bytes, self._writer.sha256
        )

    def abandon(self) -> None:
        """Leave it as the disk has it; the vault completes it when there is room."""
        self._writer.abandon()
        self._vault.left(self._segment)


@dataclass(frozen=True)
class Mended:
    """What a start had to put right."""

    completed: tuple[Segment, ...]
    lost: tuple[Segment, ...]
    strangers: int


def tell_nobody(segment: Segment) -> None:
    """Tell nobody of a segment."""


class Vault:
    """The video of one gateway, and its keys, each in a folder of its own under one.

    `kept` and `disposed` hear of each segment before the index says so: after a kill in between
    they hear of it again, so that nothing is kept or disposed of that nobody heard of.
    """

    def __init__(
        self,
        folder: Path,
        *,
        kept: Callable[[Segment], None] = tell_nobody,
        disposed: Callable[[Segment], None] = tell_nobody,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> None:
        self._folder, self._kept, self._disposed = folder / VIDEO, kept, disposed
        self._index = Index(self._folder)
        self._keys = KeyStore(folder / KEYS)
        self._reserve_bytes = reserve_bytes
        self._left: list[Segment] = []

    def open(
        self, segment: str, *, camera: str, terms: str, starts: datetime, keep_for: timedelta
    ) -> OpenSegment:
        """Begin a segment under a new key.

        :raises OSError: when the disk takes no more video.
        """
        if self.free_bytes <= 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._folder))
        row = Segment(segment, camera, terms, starts, starts, 0, "", starts + keep_for)
        try:
            self._index.put(row)
            key = self._keys.make(segment)
            path = self._path(row, PART)
            path.parent.mkdir(parents=True, exist_ok=True)
            return OpenSegment(self, row, SealedWriter(path, key, segment))
        except (OSError, sqlite3.Error):
            self.left(row)
            raise

    def left(self, segment: Segment) -> None:
        """Take back a segment that the disk did not take whole."""
        self._left.append(segment)

    def closed(self, segment: Segment, ends: datetime, size: int, sha256: str) -> Segment:
        """Give a written segment its name and its complete row."""
        keep_for = segment.dispose_at - segment.starts
        whole = replace(
            segment, ends=ends, bytes=size, sha256=sha256, dispose_at=ends + keep_for
        )
        self._named(segment)
        self._kept(whole)
        self._index.put(whole)
        return whole

    def _named(self, segment: Segment) -> None:
        self._path(segment, PART).replace(self._path(segment, WHOLE))
        sync_folder(self._path(segment, WHOLE).parent)

    def read(self, segment: str, *, at: datetime) -> Iterator[bytes]:
        """Yield the video of a segment that may still be kept at that instant.

        :raises Absent: when it is not there, or its time is up, whether disposed of yet or not.
        """
        row = self._index.get(segment)
        if row is None or not row.closed:
            raise Absent("segment", segment)
        if at >= row.dispose_at and not self._index.is_held(row, at):
            raise Absent("segment", segment)
        return self._video(row)

    @property
    def free_bytes(self) -> int:
        """Return how much more video the disk takes."""
        return max(shutil.disk_usage(self._folder).free - self._reserve_bytes, 0)

    def kept(self, camera: str) -> list[Segment]:
        """Return the closed segments of a camera, oldest first."""
        return self._index.of_camera(camera)

    def hold(self, camera: str, holds: tuple[Hold, ...]) -> None:
        """Keep what these holds are about until they end, instead of earlier ones; durable."""
        self._index.hold(camera, holds)

    def dispose(self, *, at: datetime) -> list[Segment]:
        """Dispose of what may no longer be kept and is not held: keys, files, rows."""
        due = self._index.due(at)
        if due:
            self._drop(due)
        self._complete_left(at)
        return due

    def _complete_left(self, at: datetime) -> None:
        """Complete what was left, or drop it when nothing of it is whole or its time is up."""
        left, self._left = self._left, []
        for row in left:
            try:
                if at >= row.dispose_at or not self._completed(row):
                    self._drop([row])
            except (OSError, sqlite3.Error):
                self._left.append(row)

    def mend(self) -> Mended:
        """Make files, rows and keys agree, as after a kill; nobody else may be writing."""
        completed, lost, dying = [], [], []
        keyed = self._keys.segments()
        for row in self._index.all():
            if row.closed and row.id not in keyed:
                # Its disposal had begun: nobody may have heard of it yet.
                dying.append(row)
            elif row.closed and self._path(row, WHOLE).exists():
                continue
            elif whole := self._completed(row):
                completed.append(whole)
            else:
                lost.append(row)
        self._drop([*dying, *lost])
        return Mended(tuple(completed), tuple(lost), self._drop_strangers())

    def close(self) -> None:
        """Close the files."""
        self._index.close()
        self._keys.close()

    def _completed(self, row: Segment) -> Segment | None:
        """Return a segment that was open when power went, completed; None if nothing is."""
        suffix = PART if self._path(row, PART).exists() else WHOLE
        path = self._path(row, suffix)
        if not path.exists():
            return None
        if row.closed:
            self._named(row)
            return row
        whole: list[bytes] = []
        # A power cut may leave the last block torn or as zeros; a lost key leaves none.
        with contextlib.suppress(BadInput, Absent):
            whole.extend(blocks(path, self._keys.get(row.id), row.id))
        if not whole:
            return None
        cut(path, whole)
        path.rename(self._path(row, PART))
        video = b"".join(block[UNTIL.size :] for block in whole)
        ends = datetime.fromtimestamp(UNTIL.unpack_from(whole[-1])[0], UTC)
        return self.closed(row, ends, len(video), hashlib.sha256(video).hexdigest())

    def _drop(self, rows: list[Segment]) -> None:
        """Destroy keys first: from then on the bytes are noise, whatever happens next."""
        names = [row.id for row in rows]
        try:
            self._keys.destroy(names)
        except sqlite3.OperationalError:
            # Full to the last byte: the files make room for their keys to go.
            self._unlink(rows)
            self._keys.destroy(names)
        self._unlink(rows)
        for row in rows:
            if row.closed:  # of another nobody has heard
                self._disposed(row)
        self._index.remove(names)

    def _unlink(self, rows: list[Segment]) -> None:
        for row in rows:
            for suffix in (PART, WHOLE):
                self._path(row, suffix).unlink(missing_ok=True)

    def _drop_strangers(self) -> int:
        """Unlink files that no row knows; their keys are gone or were never made."""
        known = {self._path(row, WHOLE) for row in self._index.all()}
        strangers = [
            path
            for suffix in (PART, WHOLE)
            for path in self._folder.glob(f"*/*{suffix}")
            if path not in known
        ]
        self._keys.destroy([path.stem for path in strangers])
        for path in strangers:
            path.unlink()
        return len(strangers)

    def _video(self, row: Segment) -> Iterator[bytes]:
        for block in blocks(self._path(row, WHOLE), self._keys.get(row.id), row.id):
            yield block[UNTIL.size :]

    def _path(self, row: Segment, suffix: str) -> Path:
        # A camera's id is text from outside: no part of it may be read as a path.
        folder = quote(row.camera, safe="").replace(".", "%2E")
        return self._folder / folder / f"{row.id}{suffix}"
