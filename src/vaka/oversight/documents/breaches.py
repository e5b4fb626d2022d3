"""The register of personal data breaches (GDPR art. 33.5) as a table, in Swedish."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from vaka.decisions.rules import LOCAL
from vaka.oversight.documents.register import table_csv
from vaka.oversight.rules.breaches import Risk

if TYPE_CHECKING:
    from vaka.oversight.models import Breach

RISKS = {Risk.UNLIKELY: "osannolik", Risk.RISK: "risk", Risk.HIGH: "hög risk"}
HEADINGS = (
    "Incident",
    "Personuppgiftsansvarig",
    "Inträffade",
    "Blev känd",
    "Vad som hände",
    "Kategorier av personer och uppgifter",
    "Personer, ungefär",
    "Poster, ungefär",
    "Konsekvenser",
    "Åtgärder",
    "Risk",
    "Senast anmäld",
    "Anmäldes till IMY",
    "IMY:s beteckning",
    "Skäl för att den kom sent",
    "Skäl för att den inte anmäldes",
    "Berörda informerades",
    "Hur",
    "Skäl för att de inte informerades",
)


def breaches_csv(rows: "Iterable[Breach]") -> bytes:
    """Return the breaches as CSV, as `table_csv` has it."""
    return table_csv(HEADINGS, (_line(each) for each in rows))


def _line(row: "Breach") -> list[str]:
    return [
        row.id,
        row.board.name,
        _moment(row.happened_at),
        _moment(row.known_at),
        row.what,
        row.categories,
        "" if row.persons is None else str(row.persons),
        "" if row.records is None else str(row.records),
        row.consequences,
        row.measures,
        RISKS[Risk(row.risk)],
        _moment(row.notice_due),
        _moment(row.notified_at),
        row.reference,
        row.late_reasons,
        row.why_not_notified,
        _moment(row.told_at),
        row.told_how,
        row.why_not_told,
    ]


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(LOCAL):%Y-%m-%d %H:%M}" if at else ""
