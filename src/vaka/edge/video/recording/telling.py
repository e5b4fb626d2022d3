"""What the centre is told of one camera's recording: when it may, why it may not, its gaps."""

from datetime import datetime

from vaka.core.verdict import Verdict
from vaka.edge.video.outbox import Outbox
from vaka.edge.video.recording.gaps import Gaps


class Telling:
    """Tells of recording as often as something about it is another."""

    def __init__(self, camera: str, outbox: Outbox) -> None:
        self._camera, self._outbox = camera, outbox
        self._told: Verdict | None = None
        self.gaps = Gaps()

    def tell(self, record: Verdict, now: datetime) -> None:
        """Tell when recording becomes permitted, or is not, for which reason now."""
        before, self._told = self._told, record
        if before is None or (before.permitted, before.reason) != (
            record.permitted,
            record.reason,
        ):
            kind = "recording.started" if record.permitted else "recording.stopped"
            self._outbox.put(kind, self._camera, {"reason": record.reason}, at=now)
        for gap in self.gaps.tell():
            self._outbox.put("recording.gap", self._camera, gap.facts(), at=now)

    def end(self, reason: str, at: datetime) -> None:
        """Tell why recording ends with the gateway, or with the camera's orders."""
        if self._told and self._told.permitted:
            self.tell(Verdict(permitted=False, reason=reason, until=None), at)
