"""The clock by which terms are judged: doubt about time is a no."""

import ctypes
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from vaka.doctor.finding import Asked, Finding

# linux/timex.h
_UNSYNCHRONISED, _ERROR = 0x0040, 5
MOST_ERROR = timedelta(seconds=1)
SMALL = timedelta(seconds=2)  # what the gateway forgives, too
_TIMESYNC = Path("/run/systemd/timesync/synchronized")


class _Timex(ctypes.Structure):
    """`struct timex` of linux/timex.h, as far as it is read; the rest is room."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("room", ctypes.c_byte * 256),
    )


@dataclass(frozen=True)
class Kept:
    """How the kernel's clock is kept: by others or by itself, and how far off it may be."""

    synchronised: bool
    error: timedelta


def kernel() -> Kept:
    """Return how the kernel's clock is kept (adjtimex(2), which changes nothing so asked).

    :raises OSError: when it does not say.
    """
    told = _Timex()
    state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(told))
    if state < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    kept = state != _ERROR and not told.status & _UNSYNCHRONISED
    return Kept(kept, timedelta(microseconds=told.maxerror))


def synchronised(
    asked: Asked, ask: Callable[[], Kept] = kernel, timesync: Path = _TIMESYNC
) -> Iterator[Finding]:
    """Yield that the clock goes by itself, or may be far off."""
    kept = ask()
    if not kept.synchronised and not timesync.exists():
        yield Finding("clock-unsynchronised")
    elif kept.synchronised and kept.error > MOST_ERROR:
        yield Finding("clock-uncertain", {"seconds": f"{kept.error.total_seconds():.1f}"})


def ahead_of_all(asked: Asked) -> Iterator[Finding]:
    """Yield that the clock stands before an instant that the gateway has seen."""
    file = asked.told.data_path / "gateway" / "clock"
    seen = datetime.fromisoformat(file.read_text("ascii"))
    if asked.at + SMALL < seen:
        yield Finding("clock-behind", {"seen": seen.isoformat(timespec="seconds")})
