"""Pictures of a camera that masks them itself, until it has proved that it did."""

from collections import deque
from collections.abc import Iterator
from datetime import datetime

from vaka.edge.video.media.source import Sample


class Held:
    """Whole groups of pictures, in order; the newest is still coming."""

    def __init__(self) -> None:
        self._groups: deque[list[Sample]] = deque()
        self.bytes = 0

    def put(self, sample: Sample) -> None:
        """Hold a picture; the first stands alone."""
        if sample.key:
            self._groups.append([])
        self._groups[-1].append(sample)
        self.bytes += len(sample.data)

    def proved(self, through: datetime) -> Iterator[Sample]:
        """Yield, and let go of, the groups that had come whole by then."""
        while len(self._groups) > 1 and all(
            sample.at <= through for sample in reversed(self._groups[0])
        ):
            for sample in self._groups.popleft():
                self.bytes -= len(sample.data)
                yield sample

    def rest(self) -> Iterator[Sample]:
        """Yield what is held still."""
        for group in self._groups:
            yield from group

    @property
    def newest(self) -> datetime:
        """Return when the group came that is still coming."""
        return self._groups[-1][0].at
