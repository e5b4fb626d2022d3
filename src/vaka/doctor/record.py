"""The record: it holds, and checkpoints of it are laid out for witnesses."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from vaka.doctor.finding import Asked, Depth, Finding

NEWEST = 2000
LATE = timedelta(minutes=1)
KEY = "record.private.pem"


def holds(asked: Asked) -> Iterator[Finding]:
    """Yield where the record was altered: its newest entries, or all with `--all`."""
    from vaka.record import queries

    # Asking for its key would make one: `keys` tells that it is gone.
    if not (asked.told.keys_path / KEY).exists():
        yield Finding("unasked", {"problem": f"{KEY} is not there"})
        return
    whole = asked.depth is Depth.WHOLE
    audit = queries.audit() if whole else queries.audit_newest(limit=NEWEST)
    if not audit.holds:
        first = audit.findings[0]
        facts = {"place": first.place, "problem": first.problem}
        yield Finding("record-altered", {"count": len(audit.findings), **facts})


def laid_out(asked: Asked) -> Iterator[Finding]:
    """Yield that the newest checkpoint is not where witnesses fetch it."""
    from vaka.record import queries

    seen = _seen(asked.told.data_path / "checkpoints" / "newest.checkpoint")
    first = queries.all_entries().filter(seq__gte=seen).first()
    if first is not None and asked.at - first.at > LATE:
        facts = {"since": f"{first.at:%Y-%m-%d %H:%M} UTC", "count": queries.size() - seen}
        yield Finding("checkpoint-late", facts)


def _seen(file: Path) -> int:
    """Return how many entries the checkpoint in a file covers; none when there is none."""
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return int(lines[1]) if len(lines) > 1 and lines[1].isdecimal() else 0
