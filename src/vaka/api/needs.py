"""Need over the API: what a site's problems amount to, the safety survey, police events."""

from django.http import HttpRequest
from ninja import File, Router, Schema, UploadedFile
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.importing import ImportOut, content, told
from vaka.needs import actions, queries
from vaka.needs.rules.reports import Strictness

router = Router(auth=django_auth, tags=["needs"])


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


class SharedTableOut(Schema):
    """Counts by row and column with their sums last; null is hidden."""

    rows: list[str]
    columns: list[str]
    counts: list[list[int | None]]


class SharedOut(Schema):
    """Problems by kind and whole year, ready to leave the house; the two are never summed."""

    reported: SharedTableOut
    found_by_looking: SharedTableOut


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


class AreaOut(Schema):
    """An area of the safety survey; its outline is GeoJSON, null when not known."""

    name: str
    level: str
    within: str
    outline: dict[str, object] | None


class PlaceOut(Schema):
    """Published police events of a place; the position is the centre of a `precision`."""

    place: str
    precision: str
    events: int
    notices: int
    centre_longitude: float
    centre_latitude: float


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


@router.get("/sites/{key}/shared", response=SharedOut)
def shared(request: HttpRequest, key: str) -> SharedOut:
    """Return the counts of a site with small ones hidden, as they may be shared."""
    told = queries.shared_counts(key, by=actor(request), at=now())
    return SharedOut(
        reported=SharedTableOut.from_orm(told.reported),
        found_by_looking=SharedTableOut.from_orm(told.found),
    )


@router.post("/survey", response=ImportOut)
def import_survey(
    request: HttpRequest,
    file: File[UploadedFile],
    strictness: Strictness = Strictness.TAKE_GOOD_ROWS,
) -> ImportOut:
    """Take in a CSV file of safety-survey figures."""
    report = actions.import_survey(
        content(file), name=str(file.name), strictness=strictness, by=actor(request), at=now()
    )
    return told(report)


@router.get("/survey/areas", response=list[AreaOut])
def survey_areas(request: HttpRequest) -> list[AreaOut]:
    """Return the areas that the safety survey tells of, the largest first."""
    return [AreaOut.from_orm(area) for area in queries.survey_areas(by=actor(request))]


@router.post("/survey/areas", response=dict[str, int])
def import_areas(request: HttpRequest, file: File[UploadedFile]) -> dict[str, int]:
    """Take in the areas of the safety survey, a GeoJSON file; those known change."""
    by, sent = actor(request), content(file)
    return {"areas": actions.import_areas(sent, name=str(file.name), by=by, at=now())}


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
