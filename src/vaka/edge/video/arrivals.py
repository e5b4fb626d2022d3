"""When pictures last came from a camera, and sound with them."""

from datetime import datetime, timedelta

from vaka.edge.video.media.source import Sample

# Without pictures for so long a camera that should send them is said to have stalled, and
# without sound beside them one that may be heard is said to send none.
QUIET = timedelta(seconds=5)


class Arrivals:
    """What came since a camera was connected to; noted where it is read, asked elsewhere."""

    def __init__(self) -> None:
        self._since: datetime | None = None
        self._seen: datetime | None = None
        self._heard: datetime | None = None

    def begin(self, at: datetime) -> None:
        """Count from a new connection on."""
        self._since, self._seen, self._heard = at, None, None

    def came(self, sample: Sample) -> None:
        """Note a picture, and whether sound came with it."""
        self._seen = sample.at
        if sample.sound:
            self._heard = sample.at

    def have_stalled(self, now: datetime) -> bool:
        """Return whether no picture has come for long, though it was connected to."""
        return now - (self._seen or self._since or now) > QUIET

    def go_on(self, now: datetime) -> bool:
        """Return whether pictures come now."""
        return self._seen is not None and now - self._seen <= QUIET

    @property
    def are_heard(self) -> bool:
        """Return whether sound comes with the pictures now."""
        seen, heard = self._seen, self._heard
        return bool(seen and heard and seen - heard < QUIET)

    @property
    def are_silent(self) -> bool:
        """Return whether pictures have come for long without sound."""
        seen, heard = self._seen, self._heard or self._since
        return bool(seen and heard and seen - heard > QUIET)
