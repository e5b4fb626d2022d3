"""Reads: what an import would change; nothing is written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import QuerySet

from vaka.core.canonical import canonical_bytes
from vaka.municipality import queries as municipality
from vaka.municipality.access import find
from vaka.municipality.rules import Actor
from vaka.needs.models import (
    CitedProblem,
    NeedStatement,
    Problem,
    ProblemImport,
    ReplacedProblem,
    SourceColumns,
    SurveyResult,
)
from vaka.needs.queries.problems import problems, zone
from vaka.needs.queries.published import survey
from vaka.needs.rules import columns as column_maps
from vaka.needs.rules import problem_rows, survey_rows, table
from vaka.needs.rules.columns import ColumnMap, in_their_words
from vaka.needs.rules.reports import ImportReport, Report, SurveyFigure, WhyNot
from vaka.needs.rules.table import Fault, RejectedRow, Row


@dataclass(frozen=True)
class ProblemPlan:
    """What an import of problems would write, its report, and all that could be read.

    `replaced` are the problems that it would change, as they are. `strange` counts what the
    source calls kinds that we do not know.
    """

    rows: Sequence[Report]
    replaced: Sequence[Problem]
    report: ImportReport
    read: Sequence[Report]
    strange: Mapping[str, int]


@dataclass(frozen=True)
class SurveyPlan:
    """What an import of survey figures would write, and its report."""

    rows: Sequence[SurveyFigure]
    report: ImportReport


def plan_problems(
    content: bytes,
    *,
    name: str,
    site: str,
    columns: ColumnMap | None = None,
    by: Actor,
    at: datetime,
) -> ProblemPlan:
    """Return what a file of problems (CSV, XLSX) would change at a site; nothing is written.

    With `columns` it is read as the files of that source are; without, it has our own columns.

    :raises BadInput: when the file as a whole cannot be read.
    :raises Absent: when there is no such site for this person.
    """
    known = _known(site, by=by)
    report = ImportReport(sha256=hashlib.sha256(content).hexdigest())
    if columns is None:
        rows = table.read(content, problem_rows.COLUMNS, name=name)
    else:
        opened = table.opened(content, name=name, sheet=columns.sheet)
        rows = column_maps.rows(opened, columns, report, name=name)
    return _planned(rows, known, report, columns, at=at)


def plan_rows(
    rows: Sequence[Mapping[str, str]], *, site: str, by: Actor, at: datetime
) -> ProblemPlan:
    """Return what rows of our own columns would change at a site; nothing is written.

    :raises Absent: when there is no such site for this person.
    """
    report = ImportReport(sha256=hashlib.sha256(canonical_bytes(list(rows))).hexdigest())
    numbered = (Row(number, row) for number, row in enumerate(rows, start=1))
    return _planned(numbered, _known(site, by=by), report, None, at=at)


def _known(site: str, *, by: Actor) -> dict[tuple[str, str], Problem]:
    return {(row.source, row.external_id): row for row in problems(site, by=by)}


def _planned(
    rows: Iterable[Row | RejectedRow],
    known: Mapping[tuple[str, str], Problem],
    report: ImportReport,
    columns: ColumnMap | None,
    *,
    at: datetime,
) -> ProblemPlan:
    written: dict[tuple[str, str], Report] = {}
    replaced, understood, strange = [], [], Counter[str]()
    for read in problem_rows.reports(rows, zone=zone(), at=at):
        report.read += 1
        if isinstance(read, RejectedRow):
            if read.fault is Fault.UNKNOWN_VALUE and read.column == "category":
                strange[read.value] += 1
            report.reject(in_their_words(read, columns) if columns else read)
            continue
        key = (read[1].source, read[1].external_id)
        understood.append(read[1])
        if _count(report, read[1], known.get(key), again=key in written):
            written[key] = read[1]
            replaced += [known[key]] if key in known else []
    return ProblemPlan(list(written.values()), replaced, report, understood, strange)


def columns_of(source: str, *, site: str, by: Actor) -> ColumnMap | None:
    """Return how the files of a source are read at the site's board; None when never told.

    :raises Absent: when there is no such site for this person.
    """
    row = _maps(site, by=by).filter(source=source).first()
    return column_maps.read(row.document, where=source) if row else None


def sources(site: str, *, by: Actor) -> list[ColumnMap]:
    """Return how the files of each source are read at the site's board, by name.

    :raises Absent: when there is no such site for this person.
    """
    newest: dict[str, SourceColumns] = {}
    for row in _maps(site, by=by):
        newest.setdefault(row.source, row)
    return [
        column_maps.read(row.document, where=source) for source, row in sorted(newest.items())
    ]


def _maps(site: str, *, by: Actor) -> QuerySet[SourceColumns]:
    board = municipality.site(site, by=by).board_id
    return SourceColumns.objects.filter(board=board).order_by("-told_at", "-id")


def problem_imports(site: str, *, by: Actor) -> QuerySet[ProblemImport]:
    """Return what was taken in at a site, the newest first.

    :raises Absent: when there is no such site for this person.
    """
    row = municipality.site(site, by=by)
    return ProblemImport.objects.filter(site=row).order_by("-taken_at", "-id")


def problem_import(key: str, *, by: Actor) -> ProblemImport:
    """Return one import.

    :raises Absent: when there is none for this person.
    """
    sites = municipality.sites(by=by)
    return find(ProblemImport.objects.filter(site__in=sites).select_related("site"), key)


def why_not_undone(brought: ProblemImport) -> WhyNot | None:
    """Return why an import cannot be undone; None when it can."""
    return WhyNot.UNDONE if brought.undone_at else _held(brought.site_id).get(brought.pk)


@dataclass(frozen=True)
class Brought:
    """An import, and why it cannot be undone."""

    row: ProblemImport
    why_not: WhyNot | None


def brought_to(site: str, *, by: Actor) -> list[Brought]:
    """Return what was taken in at a site, the newest first, and what of it can be undone.

    :raises Absent: when there is no such site for this person.
    """
    held = _held(site)
    return [
        Brought(row, WhyNot.UNDONE if row.undone_at else held.get(row.pk))
        for row in problem_imports(site, by=by)
    ]


def _held(site: str) -> dict[str, WhyNot]:
    """Return the imports of which something is cited, or was changed since, each with why."""
    rows = Problem.objects.filter(site=site).exclude(brought_by=None)
    stated = NeedStatement.objects.filter(site=site).values_list("document", flat=True)
    cited = {key for document in stated.iterator() for key in document["problems"]}
    held = dict.fromkeys(
        (brought for key, brought in rows.values_list("pk", "brought_by") if key in cited),
        WhyNot.CITED_BY_STATEMENT,
    )
    weighed = CitedProblem.objects.filter(problem__in=rows)
    changed = ReplacedProblem.objects.filter(problem__in=rows).exclude(brought_by=None)
    for brought in weighed.values_list("problem__brought_by", flat=True).distinct():
        held[brought] = WhyNot.CITED_BY_ASSESSMENT
    for brought in changed.values_list("brought_by", flat=True).distinct():
        held[brought] = WhyNot.CHANGED_SINCE
    return held


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
