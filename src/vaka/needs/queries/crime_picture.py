"""Reads: who leads the work against crime, its situation pictures, and when one is due."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from vaka.core.errors import Conflict
from vaka.municipality import queries as municipality
from vaka.municipality.access import find, require_some_board
from vaka.municipality.rules import (
    EVERY_BOARD,
    Actor,
    Duty,
    Permission,
    TaskReason,
    boards_with,
)
from vaka.needs.models import Coordination, CrimePicture, NeedStatement, Problem, SurveyArea
from vaka.needs.queries.problems import as_counted, zone
from vaka.needs.queries.published import survey_series
from vaka.needs.rules.crime_figures import CrimeFigures, crime_figures
from vaka.needs.rules.crime_picture import AHEAD, picture_due
from vaka.needs.rules.reports import SurveyFigure
from vaka.needs.rules.survey_areas import AreaLevel


def local_day(at: datetime) -> date:
    """Return the local day of an instant."""
    return at.astimezone(zone()).date()


def led(*, at: datetime) -> Coordination | None:
    """Return which board leads the work against crime, and its contact point; it is public."""
    begun = Coordination.objects.filter(starts_on__lte=local_day(at)).select_related("board")
    return begun.order_by("-starts_on", "-id").first()


def leading_board(*, at: datetime) -> str:
    """Return the id of the board that leads the work, for whoever then asks if one may.

    :raises Conflict: when nobody has said which it is.
    """
    coordination = led(at=at)
    if coordination is None:
        raise Conflict("coordination", "nobody-leads")
    return coordination.board_id


def decided_or_own(by: Actor) -> Q:
    """Return the filter for what is decided, the municipality's, and one's own boards' drafts.

    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="prevention")
    boards = boards_with(by, Permission.SEE)
    if EVERY_BOARD in boards:
        return Q()
    return Q(decided_on__isnull=False) | Q(board__in=boards)


def crime_pictures(*, by: Actor) -> QuerySet[CrimePicture]:
    """Return the situation pictures of crime, drafts before the newest decided.

    :raises Absent: when the actor may see nothing at all.
    """
    rows = CrimePicture.objects.filter(decided_or_own(by)).select_related("board")
    return rows.order_by(F("number").desc(nulls_first=True), "-id")


def crime_picture(key: str, *, by: Actor) -> CrimePicture:
    """Return one picture.

    :raises Absent: when there is none, or it is a foreign board's draft.
    """
    return find(crime_pictures(by=by), key)


def last_picture() -> CrimePicture | None:
    """Return the picture that was decided last; it is everybody's."""
    return CrimePicture.objects.exclude(number=None).order_by("-number").first()


def cited(picture: CrimePicture) -> QuerySet[NeedStatement]:
    """Return the statements of need that a picture rests on, the oldest first."""
    rows = NeedStatement.objects.filter(pk__in=picture.statements)
    return rows.select_related("site").order_by("stated_at", "id")


def citable(*, by: Actor) -> QuerySet[NeedStatement]:
    """Return the statements of need that a picture by this person may rest on, by site."""
    rows = NeedStatement.objects.filter(site__in=municipality.sites(by=by))
    return rows.select_related("site").order_by("site__name", "-stated_at", "-id")


def figures(first_year: int, last_year: int, *, by: Actor) -> CrimeFigures:
    """Return what the reports of all boards show in some whole years, small counts hidden.

    They name no place, and are the same to whoever may see anything.

    :raises Absent: when the actor may see nothing at all.
    """
    require_some_board(by, Permission.SEE, subject="prevention")
    years = range(first_year, last_year + 1)
    start = datetime(first_year, 1, 1, tzinfo=zone())
    end = datetime(last_year + 1, 1, 1, tzinfo=zone())
    rows = Problem.objects.filter(occurred_to__gte=start, occurred_from__lt=end)
    told, survey = as_counted(rows), _of_the_city(by)
    return crime_figures(told, years=years, zone=zone(), survey=survey)


def _of_the_city(by: Actor) -> list[SurveyFigure]:
    """Return the newest survey figures of the whole city."""
    cities = set(SurveyArea.objects.filter(level=AreaLevel.CITY).values_list("name", flat=True))
    return [one.last for one in survey_series(by=by) if one.area in cities]


def picture_duties(*, at: datetime) -> Iterator[Duty]:
    """Yield that the picture of crime is to be updated, from half a year before."""
    coordination, today = led(at=at), local_day(at)
    if coordination is None:
        return
    last = last_picture()
    due = picture_due(last.decided_on if last else None, led_since=coordination.starts_on)
    if today >= due - AHEAD:
        yield Duty(
            board=coordination.board_id,
            reason=TaskReason.CRIME_PICTURE_DUE,
            permission=Permission.LEAD_PREVENTION,
            subject=last.id if last else coordination.id,
            about=f"{last.first_year}–{last.last_year}" if last else coordination.board.name,
            due=due,
        )
