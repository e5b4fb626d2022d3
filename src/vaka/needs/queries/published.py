"""Reads: what is published for all boards, the safety survey and the police's events."""

from dataclasses import dataclass

from django.db.models import Avg, Count, Q, QuerySet

from vaka.core.errors import Absent
from vaka.geometry.overlap import holds
from vaka.municipality import queries as municipality
from vaka.municipality.access import require_some_board
from vaka.municipality.rules import Actor, Permission
from vaka.needs.models import PoliceEvent, SurveyArea, SurveyResult
from vaka.needs.rules.police import NOTICES, Precision, precision
from vaka.needs.rules.series import Series, series
from vaka.needs.rules.survey_areas import LEVELS, Area


def survey(*, by: Actor, area: str = "") -> QuerySet[SurveyResult]:
    """Return the survey figures, of one area or of all, by area, indicator and year.

    They are the municipality's, published, and the same to every board.

    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="survey")
    rows = SurveyResult.objects.order_by("area", "indicator", "year")
    return rows.filter(area=area) if area else rows


def survey_series(*, by: Actor) -> list[Series]:
    """Return the survey figures over the years, by area and indicator.

    :raises Absent: when the actor may see nothing at all.
    """
    return series(row.figure() for row in survey(by=by))


def survey_areas(*, by: Actor) -> list[Area]:
    """Return the areas that the survey tells of, the largest first.

    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="survey")
    found = [row.area() for row in SurveyArea.objects.order_by("name")]
    return sorted(found, key=lambda area: LEVELS.index(area.level))


def survey_around(site: str, *, by: Actor) -> list[Series]:
    """Return the survey figures of the areas that a site lies in, the smallest area first.

    :raises Absent: when there is no such site for this person.
    """
    place = municipality.site(site, by=by)
    there = [
        area.name
        for area in survey_areas(by=by)
        if area.outline and holds(area.outline, place.longitude, place.latitude)
    ]
    told = [one for one in survey_series(by=by) if one.area in there]
    return sorted(told, key=lambda one: -there.index(one.area))


def police_events(*, by: Actor, place: str = "") -> QuerySet[PoliceEvent]:
    """Return the published police events, of one place or of all, the newest first.

    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="police events")
    rows = PoliceEvent.objects.order_by("-published_at", "-id")
    return rows.filter(place=place) if place else rows


@dataclass(frozen=True)
class PlaceCount:
    """How many events were published of a municipality or county, and where its centre is."""

    place: str
    events: int
    notices: int
    longitude: float
    latitude: float

    @property
    def precision(self) -> Precision:
        """Return of what the position is the centre."""
        return precision(self.place)


def police_places(*, by: Actor) -> list[PlaceCount]:
    """Return each place that events were published of, the most first.

    :raises Absent: when the actor may see nothing at all.
    """
    notice = Q()
    for word in NOTICES:
        notice |= Q(kind__startswith=word)
    rows = (
        police_events(by=by)
        .order_by()
        .values("place")
        .annotate(
            events=Count("id", filter=~notice),
            notices=Count("id", filter=notice),
            longitude=Avg("centre_longitude"),
            latitude=Avg("centre_latitude"),
        )
    )
    places = [PlaceCount(**row) for row in rows]
    return sorted(places, key=lambda place: (-place.events, place.place))


def police_kinds(*, by: Actor, place: str) -> list[tuple[str, int]]:
    """Return how many events of each kind were published of a place, notices last."""
    rows = police_events(by=by, place=place).order_by().values_list("kind")
    counted = rows.annotate(events=Count("id")).order_by("-events", "kind")
    return [(kind, count) for kind, count in counted if not kind.startswith(NOTICES)]


def require_a_role(by: Actor, subject: str) -> None:
    """Let through whoever has some role.

    :raises Absent: when the actor has none.
    """
    if not by.grants:
        raise Absent("thing", subject)
