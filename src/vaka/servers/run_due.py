"""What falls due without anybody asking; the worker calls it every second."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from vaka.evaluation import actions as evaluation
from vaka.operation import actions as operation
from vaka.record import queries as record
from vaka.response import actions as response


def run_due(*, at: datetime) -> None:
    """Do everything that is due at that instant; doing it twice changes nothing."""
    response.escalate_due(at=at)
    operation.take_over_due(at=at)
    operation.end_expired_views(at=at)
    evaluation.report_due(at=at)
    give_checkpoint(settings.VAKA.data_path / "checkpoints", at=at)


def give_checkpoint(folder: Path, *, at: datetime) -> None:
    """Lay out the newest checkpoint where witnesses fetch it: the newest, and one a day.

    A record rewritten afterwards cannot extend a checkpoint that somebody else has kept.
    """
    note = record.checkpoint()
    newest = folder / "newest.checkpoint"
    if not note or (newest.exists() and newest.read_text("utf-8") == note):
        return
    folder.mkdir(parents=True, exist_ok=True)
    for path in (newest, folder / f"{at:%Y-%m-%d}.checkpoint"):
        part = path.with_suffix(".part")
        part.write_text(note, "utf-8")
        part.replace(path)
