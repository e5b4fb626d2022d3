"""Problems over the API: what a site's problems amount to, and where, as GeoJSON."""

from datetime import datetime

from django.http import HttpRequest
from ninja import File, Router, Schema, UploadedFile
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.core.errors import BadInput
from vaka.needs import actions, queries
from vaka.needs.rules.reports import ImportReport, Strictness

router = Router(auth=django_auth, tags=["needs"])
PROBLEMS_A_PAGE = 500
LARGEST = 32 * 1024 * 1024


class ProblemOut(Schema):
    """A reported problem; it happened at some instant between the two."""

    id: str
    external_id: str
    source: str
    category: str
    flag: str
    occurred_from: datetime
    occurred_to: datetime
    longitude: float | None
    latitude: float | None
    place: str
    example: bool


class CriterionOut(Schema):
    """One criterion of a documented problem."""

    criterion: str
    found: int
    needed: int
    holds: bool


class BandOut(Schema):
    """Hours of some days, local; past midnight they belong to the day they began."""

    days: list[str]
    start: int
    end: int


class SummaryOut(Schema):
    """What the problems of a site amount to."""

    site: str
    documented: bool
    criteria: list[CriterionOut]
    left_out_felt: int
    left_out_detected: int
    hours_of_week: list[float]
    suggested_hours: list[BandOut]
    suggested_share: float | None


class RejectedOut(Schema):
    """A row that cannot be taken."""

    line: int
    column: str
    reason: str
    problem: str


class ImportOut(Schema):
    """What an import did."""

    read: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    applied: bool
    sha256: str
    reasons: list[RejectedOut]


class FigureOut(Schema):
    """One figure of the safety survey: a share in per cent, or a score from 0 to 6."""

    area: str
    year: int
    indicator: str
    share: float | None
    score: float | None
    answers: int | None
    sent: int | None
    status: str


class PlaceOut(Schema):
    """Published police events of a place; the position is the centre of a `precision`."""

    place: str
    precision: str
    events: int
    notices: int
    centre_longitude: float
    centre_latitude: float


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


@router.get("/sites/{key}/need", response=SummaryOut)
def summary(request: HttpRequest, key: str, category: str = "") -> SummaryOut:
    """Return whether the problems of a site are documented, and at which hours they are."""
    by = actor(request)
    documented = queries.documented(key, by=by, at=now(), category=category)
    suggested = queries.suggested_hours(key, by=by, category=category)
    bands = suggested.bands if suggested else ()
    return SummaryOut(
        site=key,
        documented=documented.holds,
        criteria=[
            CriterionOut(
                criterion=one.criterion, found=one.found, needed=one.needed, holds=one.holds
            )
            for one in documented.judged
        ],
        left_out_felt=documented.felt,
        left_out_detected=documented.detected,
        hours_of_week=queries.week(key, by=by, category=category),
        suggested_hours=[
            BandOut(days=list(band.days), start=band.start, end=band.end) for band in bands
        ],
        suggested_share=suggested.share if suggested else None,
    )


@router.post("/sites/{key}/problems", response=ImportOut)
def import_problems(
    request: HttpRequest,
    key: str,
    file: File[UploadedFile],
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
) -> ImportOut:
    """Take in a CSV file of problems at a site."""
    report = actions.import_problems(
        _content(file),
        name=str(file.name),
        site=key,
        strictness=strictness,
        by=actor(request),
        at=now(),
    )
    return _import(report)


@router.post("/survey", response=ImportOut)
def import_survey(
    request: HttpRequest,
    file: File[UploadedFile],
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
) -> ImportOut:
    """Take in a CSV file of safety-survey figures."""
    report = actions.import_survey(
        _content(file), name=str(file.name), strictness=strictness, by=actor(request), at=now()
    )
    return _import(report)


@router.get("/survey", response=list[FigureOut])
def survey(request: HttpRequest, area: str = "") -> list[FigureOut]:
    """Return the figures of the safety survey."""
    return [FigureOut.from_orm(row) for row in queries.survey(by=actor(request), area=area)]


@router.get("/police-events/places", response=list[PlaceOut])
def police_places(request: HttpRequest) -> list[PlaceOut]:
    """Return how many events the police published of each municipality and county."""
    return [
        PlaceOut(
            place=one.place,
            precision=one.precision,
            events=one.events,
            notices=one.notices,
            centre_longitude=one.longitude,
            centre_latitude=one.latitude,
        )
        for one in queries.police_places(by=actor(request))
    ]


def _content(file: UploadedFile) -> bytes:
    if file.size is None or file.size > LARGEST:
        raise BadInput(str(file.name), "it is larger than 32 MiB", "Send it in parts")
    return bytes(file.read())


def _import(report: ImportReport) -> ImportOut:
    return ImportOut(
        **report.counts(),
        applied=report.applied,
        sha256=report.sha256,
        reasons=[
            RejectedOut(line=row.line, column=row.column, reason=row.fault, problem=str(row))
            for row in report.reasons
        ],
    )
