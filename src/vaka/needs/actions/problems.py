"""Verbs: take in problems at a site and take them back, and state its need."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import Conflict
from vaka.core.ids import new_id
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, require
from vaka.municipality.rules import Actor, Permission
from vaka.needs import queries
from vaka.needs.actions.imports import goes_in, put_on_record
from vaka.needs.models import (
    CitedProblem,
    NeedStatement,
    Problem,
    ProblemImport,
    ReplacedProblem,
    SourceColumns,
)
from vaka.needs.rules import columns as column_maps
from vaka.needs.rules.columns import ColumnMap
from vaka.needs.rules.reports import ImportReport, Strictness, WhyNot
from vaka.record import actions as record
from vaka.record.rules import Kind

if TYPE_CHECKING:
    from vaka.municipality.models import Site

NAME_LENGTH = 200
PROBLEM_KEY = ["site", "source", "external_id"]
PROBLEM_VALUES = [
    "occurred_from",
    "occurred_to",
    "category",
    "flag",
    "count",
    "longitude",
    "latitude",
    "within_m",
    "place",
    "text",
]


@action
def import_problems(
    content: bytes,
    *,
    name: str,
    site: str,
    columns: ColumnMap | None = None,
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
    by: Actor,
    at: datetime,
) -> ImportReport:
    """Take in a file of problems at a site; the same file again changes nothing.

    With `columns` the file is read as those of that source are; without, it has our columns.
    With `ALL_OR_NOTHING` a single bad row keeps all of them out, and `applied` is false.

    :raises BadInput: when the file as a whole cannot be read; `name` is what it is called.
    """
    place = municipality.site(site, by=by)
    require(by, Permission.IMPORT_PROBLEMS, board=place.board_id, subject=site)
    plan = queries.plan_problems(content, name=name, site=site, columns=columns, by=by, at=at)
    return _bring_in(plan, place, name=name, strictness=strictness, by=by, at=at)


@action
def import_rows(
    rows: Sequence[Mapping[str, str]],
    *,
    name: str,
    site: str,
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
    by: Actor,
    at: datetime,
) -> ImportReport:
    """Take in rows of our own columns at a site, as another system sends them."""
    place = municipality.site(site, by=by)
    require(by, Permission.IMPORT_PROBLEMS, board=place.board_id, subject=site)
    plan = queries.plan_rows(rows, site=site, by=by, at=at)
    return _bring_in(plan, place, name=name, strictness=strictness, by=by, at=at)


def _bring_in(
    plan: queries.ProblemPlan,
    place: "Site",
    *,
    name: str,
    strictness: Strictness,
    by: Actor,
    at: datetime,
) -> ImportReport:
    if not goes_in(plan.report, strictness):
        return plan.report
    brought = None
    if plan.rows:
        plan.report.key = new_id(at=at)
        brought = ProblemImport.objects.create(
            id=plan.report.key,
            site=place,
            name=PurePath(name).name[:NAME_LENGTH],
            sha256=plan.report.sha256,
            counts=plan.report.counts(),
            taken_at=at,
        )
        _keep_earlier(plan.replaced, brought)
    _write(
        Problem(
            id=new_id(at=at),
            site=place,
            example=place.example,
            brought_by=brought,
            **asdict(row),
        )
        for row in plan.rows
    )
    put_on_record(Kind.PROBLEMS_IMPORTED, plan.report, subject=place.pk, by=by, at=at)
    return plan.report


def _write(rows: Iterable[Problem]) -> None:
    """Write reports; what is known of the same source and number is written over."""
    Problem.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=PROBLEM_KEY,
        update_fields=[*PROBLEM_VALUES, "brought_by"],
    )


def _keep_earlier(replaced: Iterable[Problem], brought: ProblemImport) -> None:
    """Keep what an import changes, so that it can be undone."""
    ReplacedProblem.objects.bulk_create(
        ReplacedProblem(
            problem=row,
            replaced_by=brought,
            brought_by_id=row.brought_by_id,
            **{value: getattr(row, value) for value in PROBLEM_VALUES},
        )
        for row in replaced
    )


@action
def undo_import(key: str, *, by: Actor, at: datetime) -> ProblemImport:
    """Take back what an import brought, and give what it changed its earlier content again.

    :raises Absent: when there is no such import for this person.
    :raises Conflict: when a later import changed it, or somebody has cited a report of it.
    """
    brought = queries.problem_import(key, by=by)
    require(by, Permission.IMPORT_PROBLEMS, board=brought.site.board_id, subject=key)
    if why := queries.why_not_undone(brought):
        raise Conflict(key, why)
    if not ProblemImport.objects.filter(pk=key, undone_at=None).update(undone_at=at):
        # Somebody else was faster.
        raise Conflict(key, WhyNot.UNDONE)
    earlier = list(brought.replaced.select_related("problem"))
    for before in earlier:
        before.problem.brought_by_id = before.brought_by_id
        for value in PROBLEM_VALUES:
            setattr(before.problem, value, getattr(before, value))
    _write(before.problem for before in earlier)
    brought.replaced.all().delete()
    taken_back, _ = brought.problems.all().delete()
    facts = {"site": brought.site_id, "taken_back": taken_back, "restored": len(earlier)}
    record.append(Kind.PROBLEMS_IMPORT_UNDONE, actor=by.id, subject=key, at=at, facts=facts)
    brought.refresh_from_db()
    return brought


@action
def tell_columns(columns: ColumnMap, *, site: str, by: Actor, at: datetime) -> SourceColumns:
    """Remember for the site's board how the files of a source are read.

    :raises BadInput: when reports cannot be read by it.
    """
    place = municipality.site(site, by=by)
    require(by, Permission.IMPORT_PROBLEMS, board=place.board_id, subject=site)
    column_maps.check(columns, where=columns.source)
    row = SourceColumns.objects.create(
        id=new_id(at=at),
        board=place.board,
        source=columns.source,
        document=columns.document(),
        told_at=at,
    )
    facts = {"board": place.board_id, "source": columns.source}
    record.append(Kind.SOURCE_COLUMNS_TOLD, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


def cite(problems: Iterable[str], *, assessment: str, by: Actor) -> None:
    """Note that an assessment rests on these problems, so that no import of them is undone.

    The caller's transaction carries it. What is no id of a problem at a site of the actor's
    is left out: other evidence is cited beside.
    """
    sites = municipality.sites(by=by)
    found = Problem.objects.filter(pk__in=list(problems), site__in=sites)
    CitedProblem.objects.bulk_create(
        (CitedProblem(problem=row, assessment=assessment) for row in found),
        ignore_conflicts=True,
    )


@action
def state_need(*, site: str, category: str = "", by: Actor, at: datetime) -> NeedStatement:
    """Freeze what is known of a site's problem today, with the year that it was chosen by.

    :raises Absent: when there is no such site for this person.
    """
    place = municipality.site(site, by=by)
    require(by, Permission.DRAFT_ASSESSMENT, board=place.board_id, subject=site)
    told = queries.statement(site, by=by, at=at, category=category)
    frozen = told.document()
    row = NeedStatement.objects.create(
        id=new_id(at=at),
        site=place,
        category=category,
        window_first=told.window.first,
        window_last=told.window.last,
        document=frozen,
        sha256=hashlib.sha256(canonical_bytes(frozen)).hexdigest(),
        stated_at=at,
    )
    facts = {
        "site": site,
        "documented": frozen["documented"],
        "window": frozen["window"],
        "sha256": row.sha256,
    }
    record.append(Kind.NEED_STATED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row
