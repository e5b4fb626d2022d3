"""Problems over the API: read, taken in (a file, rows, a trial first), and taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest
from ninja import File, Form, Router, Schema, UploadedFile
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.importing import ImportOut, content, told
from vaka.core.errors import Absent
from vaka.municipality.rules import Actor
from vaka.needs import actions, queries
from vaka.needs.rules import columns
from vaka.needs.rules.columns import ColumnMap
from vaka.needs.rules.reports import Strictness
from vaka.response import queries as response
from vaka.response.rules.reporting import SOURCE as FROM_CENTRE

router = Router(auth=django_auth, tags=["needs"])
PROBLEMS_A_PAGE = 500


class ProblemOut(Schema):
    """What a report tells of: so many problems, at some instant between the two."""

    id: str
    external_id: str
    source: str
    category: str
    flag: str
    occurred_from: datetime
    occurred_to: datetime
    count: int
    longitude: float | None
    latitude: float | None
    within_m: int | None
    place: str
    example: bool


class TrialOut(ImportOut):
    """What an import would do, and what the source calls kinds that are not known."""

    strange: Mapping[str, int]


class RowIn(Schema):
    """A report by our columns, as it would stand in a file (docs/reference/problems.md)."""

    id: str
    occurred_from: str
    occurred_to: str = ""
    category: str
    source: str
    flag: str
    count: int = 1
    longitude: float | None = None
    latitude: float | None = None
    within_m: int | None = None
    place: str = ""
    text: str = ""

    def cells(self) -> dict[str, str]:
        """Return it as the cells of a row."""
        return {
            column: "" if value is None else str(value)
            for column, value in self.model_dump().items()
        }


class ColumnsDocument(Schema):
    """How the files of a source are read: `vaka.columns/1` (docs/reference/problems.md)."""

    format: str = columns.FORMAT
    source: str
    columns: Mapping[str, Sequence[str]]
    fixed: Mapping[str, str] = {}
    words: Mapping[str, str] = {}
    sheet: str = ""


class ProblemImportOut(Schema):
    """A file that was taken in; `why_not` says why it cannot be undone, empty when it can."""

    id: str
    name: str
    sha256: str
    counts: Mapping[str, int]
    taken_at: datetime
    undone_at: datetime | None
    why_not: str


@router.get("/sites/{key}/problems", response=list[ProblemOut])
def problems(
    request: HttpRequest, key: str, category: str = "", offset: int = 0
) -> list[ProblemOut]:
    """Return the problems of a site, newest first, 500 at a time."""
    rows = queries.problems(key, by=actor(request))
    if category:
        rows = rows.filter(category=category)
    start = max(offset, 0)
    return [ProblemOut.from_orm(row) for row in rows[start : start + PROBLEMS_A_PAGE]]


@router.get("/sites/{key}/problems.geojson", response=dict[str, object])
def points(request: HttpRequest, key: str, category: str = "") -> dict[str, object]:
    """Return the problems of a site that have a position, without their text."""
    return queries.points(key, by=actor(request), category=category)


@router.post("/sites/{key}/problems", response=ImportOut)
def import_problems(
    request: HttpRequest,
    key: str,
    file: File[UploadedFile],
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
    source: Form[str] = "",
) -> ImportOut:
    """Take in a file (CSV, XLSX) of problems: with our columns, or as of a known source."""
    by = actor(request)
    report = actions.import_problems(
        content(file),
        name=str(file.name),
        site=key,
        columns=_columns(source, site=key, by=by),
        strictness=strictness,
        by=by,
        at=now(),
    )
    return told(report)


@router.post("/sites/{key}/problems/trial", response=TrialOut)
def try_problems(
    request: HttpRequest, key: str, file: File[UploadedFile], source: Form[str] = ""
) -> TrialOut:
    """Return what a file would bring in; nothing is kept."""
    by = actor(request)
    plan = queries.plan_problems(
        content(file),
        name=str(file.name),
        site=key,
        columns=_columns(source, site=key, by=by),
        by=by,
        at=now(),
    )
    return TrialOut(**told(plan.report).model_dump(), strange=plan.strange)


@router.post("/sites/{key}/problems/rows", response=ImportOut)
def import_rows(
    request: HttpRequest,
    key: str,
    rows: list[RowIn],
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
) -> ImportOut:
    """Take in rows that another system sends; a row is known again by its source and id."""
    report = actions.import_rows(
        [row.cells() for row in rows],
        name="api",
        site=key,
        strictness=strictness,
        by=actor(request),
        at=now(),
    )
    return told(report)


@router.post("/sites/{key}/problems/from-centre", response=ImportOut)
def import_from_centre(request: HttpRequest, key: str) -> ImportOut:
    """Take in what the safety centre has closed and found real at the site; again is once."""
    by = actor(request)
    found = response.reports(key, by=by)
    return told(actions.import_rows(found, name=FROM_CENTRE, site=key, by=by, at=now()))


@router.get("/sites/{key}/sources", response=list[ColumnsDocument])
def sources(request: HttpRequest, key: str) -> list[dict[str, object]]:
    """Return how the files of each source are read at the site's board."""
    return [each.document() for each in queries.sources(key, by=actor(request))]


@router.post("/sites/{key}/sources", response=ColumnsDocument)
def tell_columns(
    request: HttpRequest, key: str, document: ColumnsDocument
) -> dict[str, object]:
    """Remember for the site's board how the files of a source are read."""
    read = columns.read(document.model_dump(), where="columns")
    actions.tell_columns(read, site=key, by=actor(request), at=now())
    return read.document()


@router.get("/sites/{key}/imports", response=list[ProblemImportOut])
def imports(request: HttpRequest, key: str) -> list[ProblemImportOut]:
    """Return what was taken in at a site, the newest first."""
    return [_told(each) for each in queries.brought_to(key, by=actor(request))]


@router.post("/imports/{key}/undo", response=ProblemImportOut)
def undo(request: HttpRequest, key: str) -> ProblemImportOut:
    """Take back what an import brought; refused when a report of it is cited."""
    row = actions.undo_import(key, by=actor(request), at=now())
    return _told(queries.Brought(row, queries.why_not_undone(row)))


def _told(brought: queries.Brought) -> ProblemImportOut:
    row = brought.row
    return ProblemImportOut(
        id=row.pk,
        name=row.name,
        sha256=row.sha256,
        counts=row.counts,
        taken_at=row.taken_at,
        undone_at=row.undone_at,
        why_not=brought.why_not or "",
    )


def _columns(source: str, *, site: str, by: Actor) -> ColumnMap | None:
    """Return how the files of a source are read; None when the file has our columns.

    :raises Absent: when nobody has told how.
    """
    if not source:
        return None
    if known := queries.columns_of(source, site=site, by=by):
        return known
    raise Absent("source", source)
