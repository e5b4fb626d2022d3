"""What every import over the API takes and tells."""

from ninja import Schema, UploadedFile

from vaka.core.errors import BadInput
from vaka.needs.rules.reports import ImportReport

LARGEST = 32 * 1024 * 1024


class RejectedOut(Schema):
    """A row that cannot be taken."""

    line: int
    column: str
    reason: str
    problem: str
    value: str
    mend: str


class ImportOut(Schema):
    """What an import did, or would do.

    `import_id` is the id by which it can be undone, empty when nothing came in; `left_out`
    counts rows of kinds that the source's map leaves out.
    """

    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    left_out: int
    applied: bool
    import_id: str
    sha256: str
    reasons: list[RejectedOut]


def content(file: UploadedFile) -> bytes:
    """Return what was sent.

    :raises BadInput: when it is more than we take.
    """
    if file.size is None or file.size > LARGEST:
        raise BadInput(str(file.name), "it is larger than 32 MiB", "Send it in parts")
    return bytes(file.read())


def told(report: ImportReport) -> ImportOut:
    """Return the report of an import as the API tells it."""
    return ImportOut(
        **report.counts(),
        left_out=report.left_out,
        applied=report.applied,
        import_id=report.key,
        sha256=report.sha256,
        reasons=[
            RejectedOut(
                line=row.line,
                column=row.column,
                reason=row.fault,
                problem=str(row),
                value=row.value,
                mend=row.mend,
            )
            for row in report.reasons
        ],
    )
