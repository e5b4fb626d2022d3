"""What comes from a camera, measured: rate, pictures a second, what kind, the newest."""

import threading
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from vaka.edge.video.media.source import Sample, Source


@dataclass(frozen=True)
class Measured:
    """A camera's stream from one telling to the next; sizes in pixels."""

    last_picture: str
    bits_per_second: int
    pictures_per_second: float
    codec: str
    width: int
    height: int

    def facts(self) -> dict[str, object]:
        """Return it as the centre is told it."""
        return asdict(self)


class Flow:
    """Counts a stream's bytes and pictures; counted on the ingest thread, told on another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._source: Source | None = None
        self._since = self._last = datetime.min.replace(tzinfo=UTC)
        self._bytes = self._pictures = 0

    def put(self, source: Source, sample: Sample) -> None:
        """Count a picture; the first of a connection only starts the count."""
        with self._lock:
            if source is not self._source:
                self._source = source
                self._begin(sample.at)
            else:
                self._bytes += len(sample.data)
                self._pictures += 1
            self._last = sample.at

    def tell(self) -> Measured | None:
        """Return what came since it was last told; None when nothing did."""
        with self._lock:
            seconds = (self._last - self._since).total_seconds()
            if seconds <= 0 or self._source is None:
                return None
            told = Measured(
                last_picture=self._last.isoformat(),
                bits_per_second=round(self._bytes * 8 / seconds),
                pictures_per_second=round(self._pictures / seconds, 1),
                codec=self._source.codec,
                width=self._source.width,
                height=self._source.height,
            )
            self._begin(self._last)
        return told

    def _begin(self, at: datetime) -> None:
        self._since, self._bytes, self._pictures = at, 0, 0
