"""Reads: what an import would change; nothing is written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from vaka.municipality.rules import Actor
from vaka.needs.models import Problem, SurveyResult
from vaka.needs.queries.problems import problems, zone
from vaka.needs.queries.published import survey
from vaka.needs.rules import problem_rows, survey_rows
from vaka.needs.rules.reports import ImportReport, Report, SurveyFigure
from vaka.needs.rules.table import RejectedRow


@dataclass(frozen=True)
class ProblemPlan:
    """What an import of problems would write, and its report."""

    rows: Sequence[Report]
    report: ImportReport


@dataclass(frozen=True)
class SurveyPlan:
    """What an import of survey figures would write, and its report."""

    rows: Sequence[SurveyFigure]
    report: ImportReport


def plan_problems(
    content: bytes, *, name: str, site: str, by: Actor, at: datetime
) -> ProblemPlan:
    """Return what a CSV file of problems would change at a site; nothing is written.

    :raises BadInput: when the file as a whole cannot be read.
    :raises Absent: when there is no such site for this person.
    """
    known = {(row.source, row.external_id): row for row in problems(site, by=by)}
    report = ImportReport(sha256=hashlib.sha256(content).hexdigest())
    rows: dict[tuple[str, str], Report] = {}
    for read in problem_rows.read(content, name=name, zone=zone(), at=at):
        report.read += 1
        if isinstance(read, RejectedRow):
            report.reject(read)
            continue
        key = (read[1].source, read[1].external_id)
        if _count(report, read[1], known.get(key), again=key in rows):
            rows[key] = read[1]
    return ProblemPlan(list(rows.values()), report)


def plan_survey(content: bytes, *, name: str, by: Actor) -> SurveyPlan:
    """Return what a CSV file of survey figures would change; nothing is written.

    :raises BadInput: when the file as a whole cannot be read.
    :raises Absent: when the actor may see nothing at all.
    """
    known = {(row.area, row.year, row.indicator): row for row in survey(by=by)}
    report = ImportReport(sha256=hashlib.sha256(content).hexdigest())
    rows: dict[tuple[str, int, str], SurveyFigure] = {}
    for read in survey_rows.read(content, name=name):
        report.read += 1
        if isinstance(read, RejectedRow):
            report.reject(read)
            continue
        key = (read[1].area, read[1].year, read[1].indicator)
        if _count(report, read[1], known.get(key), again=key in rows):
            rows[key] = read[1]
    return SurveyPlan(list(rows.values()), report)


def _count(
    report: ImportReport,
    read: Report | SurveyFigure,
    known: Problem | SurveyResult | None,
    *,
    again: bool,
) -> bool:
    """Return whether the row is to be written, and count it as new, changed or unchanged."""
    same = known is not None and all(
        getattr(known, column.name) == getattr(read, column.name) for column in fields(read)
    )
    if again or same:
        report.unchanged += 1
    elif known is not None:
        report.changed += 1
    else:
        report.new += 1
    return not (again or same)
