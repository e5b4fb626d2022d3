"""What every import ends with: whether it goes in, and its entry on the record."""

from datetime import datetime

from vaka.municipality.rules import Actor
from vaka.needs.rules.reports import ImportReport, Strictness
from vaka.record import actions as record
from vaka.record.rules import Kind


def goes_in(report: ImportReport, strictness: Strictness) -> bool:
    """Return whether the good rows go in, and say so in the report."""
    report.applied = strictness is Strictness.TAKE_GOOD_ROWS or not report.rejected
    return report.applied


def put_on_record(
    kind: Kind, report: ImportReport, *, subject: str, by: Actor, at: datetime
) -> None:
    """Append an import with its counts; the caller's transaction carries it."""
    facts = {**report.counts(), "sha256": report.sha256}
    if report.key:
        facts["import"] = report.key
    record.append(kind, actor=by.id, subject=subject, at=at, facts=facts)
