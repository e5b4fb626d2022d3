"""Time that can be doubted: the wall clock, held against the machine's own progress.

Access ends when in doubt; what cannot be undone waits until the doubt is over. The latest
instant ever seen is kept, so that a clock set back, also over a restart, opens nothing.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

# A drift that time synchronisation may correct at once; more is a jump.
SMALL = timedelta(seconds=2)
LARGE = timedelta(hours=1)
SETTLED_SECONDS = 60.0
KEEP_EVERY_SECONDS = 10.0
NEVER = datetime.min.replace(tzinfo=UTC)


def wall_clock() -> datetime:
    """Return the machine's wall clock, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Reading:
    """An instant, whether it can be doubted, and whether it is settled enough to destroy by."""

    now: datetime
    doubtful: bool
    settled: bool


class Clock:
    """The gateway's clock; `file` keeps the latest instant over restarts."""

    def __init__(
        self,
        file: Path,
        *,
        wall: Callable[[], datetime] = wall_clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file, self._wall, self._monotonic = file, wall, monotonic
        self._latest = self._kept()
        self._last = wall()
        self._last_tick = monotonic()
        self._doubted_at: float | None = None
        self._kept_at = float("-inf")
        self._lock = threading.Lock()
        # Were we off for so long, or is the clock wrong? Only what runs can tell.
        away = self._latest > NEVER and self._last - self._latest > LARGE
        self._settles_at = self._last_tick + (SETTLED_SECONDS if away else 0)

    def read(self) -> Reading:
        """Return the instant now. Called often: what happens between two calls is judged."""
        with self._lock:
            return self._read()

    def _read(self) -> Reading:
        now, tick = self._wall(), self._monotonic()
        progress = timedelta(seconds=tick - self._last_tick)
        jump = (now - self._last) - progress
        if jump < -SMALL or jump > LARGE:
            self._doubted_at = tick
        elif self._doubted_at is not None and tick - self._doubted_at > SETTLED_SECONDS:
            self._doubted_at = None
        self._last, self._last_tick = now, tick
        behind = now + SMALL < self._latest
        doubtful = self._doubted_at is not None or behind
        if not doubtful:
            self._keep(max(now, self._latest), tick)
        return Reading(now, doubtful, not doubtful and tick >= self._settles_at)

    def _kept(self) -> datetime:
        try:
            return datetime.fromisoformat(self._file.read_text("ascii"))
        except (OSError, ValueError):
            return NEVER

    def _keep(self, latest: datetime, tick: float) -> None:
        self._latest = latest
        if tick - self._kept_at >= KEEP_EVERY_SECONDS:
            part = self._file.with_suffix(".part")
            part.write_text(latest.isoformat(), "ascii")
            part.replace(self._file)
            self._kept_at = tick
