"""Whether people are told of a camera by a sign, so that it may begin and go on (KBL 15 §)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vaka.core.verdict import Verdict

# A damaged sign is put right within it, or the camera stops. Our choice; no law sets it.
MENDED_WITHIN = timedelta(days=7)
# Those that were there before the software asked are confirmed within it; then it reminds.
CONFIRMED_WITHIN = timedelta(days=30)


class Tells(StrEnum):
    """What a sign tells of: the pictures, or the sound too (KBL 15 § second paragraph)."""

    PICTURES = "pictures"
    SOUND = "sound"


class Flaw(StrEnum):
    """What became of a sign: one that is damaged still tells, one that is gone does not."""

    DAMAGED = "damaged"
    GONE = "gone"


class Untold(StrEnum):
    """Why nothing is recorded or shown: people would not be told."""

    NOT_UP = "sign-not-up"
    GONE = "sign-gone"
    UNMENDED = "sign-unmended"
    SILENT_ON_SOUND = "sign-silent-on-sound"


@dataclass(frozen=True)
class SignSeen:
    """What was last entered of the sign where a camera stands.

    `tells_of` is empty while nobody has said, as for a sign that was there before anybody
    asked; such a sign carries what was decided before `entered_at`, and nothing later.
    """

    entered_at: datetime
    tells_of: str
    flaw: str = ""
    flawed_at: datetime | None = None

    @property
    def stops_at(self) -> datetime | None:
        """Return when the camera stops for want of a sign that tells; None when it does not."""
        if self.flawed_at is None:
            return None
        return self.flawed_at + MENDED_WITHIN if self.flaw == Flaw.DAMAGED else self.flawed_at


def why_untold(
    seen: SignSeen | None, *, sound: bool, decided_at: datetime, at: datetime
) -> Untold | None:
    """Return why people are not told of what terms allow, or nothing when they are.

    `sound` is whether the terms allow it, `decided_at` when they were signed.
    """
    if seen is None:
        return Untold.NOT_UP
    if seen.stops_at is not None and at >= seen.stops_at:
        return Untold.GONE if seen.flaw == Flaw.GONE else Untold.UNMENDED
    if sound and not _tells_of_sound(seen, decided_at):
        return Untold.SILENT_ON_SOUND
    return None


def _tells_of_sound(seen: SignSeen, decided_at: datetime) -> bool:
    if seen.tells_of:
        return seen.tells_of == Tells.SOUND
    return decided_at <= seen.entered_at


@dataclass(frozen=True)
class Telling:
    """Whether people are told: why not, if they are not, and until when the answer holds."""

    untold: Untold | None
    until: datetime | None = None


def told_by(
    seen: SignSeen | None, *, sound: bool, decided_at: datetime, at: datetime
) -> Telling:
    """Return whether the sign where a camera stands tells of what its terms allow."""
    untold = why_untold(seen, sound=sound, decided_at=decided_at, at=at)
    return Telling(untold, seen.stops_at if seen and not untold else None)


def if_told(verdict: Verdict, telling: Telling) -> Verdict:
    """Return a verdict of the terms, unless people are not told; it holds while they are."""
    if not verdict.permitted:
        return verdict
    if telling.untold:
        return Verdict(permitted=False, reason=telling.untold, until=None)
    ends = [at for at in (verdict.until, telling.until) if at is not None]
    return Verdict(permitted=True, reason=verdict.reason, until=min(ends, default=None))
