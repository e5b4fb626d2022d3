"""The situation picture of crime over the API, and who leads the work (2023:196)."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.needs import SharedTableOut
from vaka.needs import actions, queries
from vaka.needs.rules.crime_picture import Resolved, Written

if TYPE_CHECKING:
    from vaka.measures.models import ActionPlan
    from vaka.needs.models import Coordination, CrimePicture

router = Router(auth=django_auth, tags=["prevention"])


class CoordinationIn(Schema):
    """Which board leads the work from a day on, and the function that coordinates it."""

    board: str
    function: str
    contact: str
    starts: date


class PictureIn(Schema):
    """What people write in a picture; `statements` are ids of statements of need."""

    first_year: int
    last_year: int
    extent: str = ""
    consequences: str = ""
    other: str = ""
    analysis: str = ""
    statements: list[str] = []
    others: list[str] = []

    def written(self) -> Written:
        """Return it as the rules see it."""
        told = self.dict()
        lists = {name: tuple(told[name]) for name in ("statements", "others")}
        return Written(**{**told, **lists})


class DecisionOut(Schema):
    """Which body decided it, when and under which item, and its number in order."""

    number: int
    on: date
    body: str
    item: str


class ByYearOut(Schema):
    """Counts by kind and year, the years' sums last; null is hidden."""

    kinds: list[str]
    years: list[int]
    counts: list[list[int | None]]


class PictureOut(Schema):
    """A picture with the figures that it was drawn with, small counts null.

    `board` is the name of the one that leads the work, `decision` null for a draft.
    """

    id: str
    board: str
    sha256: str
    decision: DecisionOut | None
    first_year: int
    last_year: int
    extent: str
    consequences: str
    other: str
    analysis: str
    statements: list[str]
    others: list[str]
    reported: ByYearOut
    found_by_looking: ByYearOut
    by_time: SharedTableOut


class ResolvedIn(Schema):
    """That a body decided what has that hash."""

    body: str
    on: date
    item: str
    sha256: str

    def resolved(self) -> Resolved:
        """Return it as the rules see it."""
        return Resolved(self.body, self.on, self.item)


@router.post("/coordination", response={201: CoordinationIn})
def name_coordination(request: HttpRequest, body: CoordinationIn) -> Status[CoordinationIn]:
    """Say which board leads the work against crime, and its contact point."""
    row = actions.name_coordination(**body.dict(), by=actor(request), at=now())
    return Status(201, _coordination(row))


@router.get("/crime-pictures", response=list[PictureOut])
def crime_pictures(request: HttpRequest) -> list[PictureOut]:
    """Return the situation pictures of crime: those decided, and one's own boards' drafts."""
    return [_picture(row) for row in queries.crime_pictures(by=actor(request))]


@router.post("/crime-pictures", response={201: PictureOut})
def draft_picture(request: HttpRequest, body: PictureIn) -> Status[PictureOut]:
    """Begin a picture; its figures are drawn."""
    row = actions.draft_picture(body.written(), by=actor(request), at=now())
    return Status(201, _picture(row))


@router.get("/crime-pictures/{key}", response=PictureOut)
def crime_picture(request: HttpRequest, key: str) -> PictureOut:
    """Return one picture."""
    return _picture(queries.crime_picture(key, by=actor(request)))


@router.post("/crime-pictures/{key}/text", response=PictureOut)
def rewrite_picture(request: HttpRequest, key: str, body: PictureIn) -> PictureOut:
    """Write a draft over; its figures are drawn anew."""
    by, at = actor(request), now()
    return _picture(actions.rewrite_picture(body.written(), picture=key, by=by, at=at))


@router.post("/crime-pictures/{key}/decision", response=PictureOut)
def decide_picture(request: HttpRequest, key: str, body: ResolvedIn) -> PictureOut:
    """Enter that a body decided a picture."""
    by, at = actor(request), now()
    row = actions.decide_picture(body.resolved(), picture=key, sha256=body.sha256, by=by, at=at)
    return _picture(row)


def _coordination(row: "Coordination") -> CoordinationIn:
    return CoordinationIn(
        board=row.board_id, function=row.function, contact=row.contact, starts=row.starts_on
    )


def _picture(row: "CrimePicture") -> PictureOut:
    drawn = row.drawn()
    return PictureOut(
        id=row.pk,
        board=row.board.name,
        decision=decision(row),
        sha256=row.sha256,
        **asdict(row.written()),
        reported=ByYearOut.from_orm(drawn.reported),
        found_by_looking=ByYearOut.from_orm(drawn.found),
        by_time=SharedTableOut.from_orm(drawn.by_time),
    )


def decision(row: "CrimePicture | ActionPlan") -> DecisionOut | None:
    """Return what was decided; None for a draft."""
    if row.number is None or row.decided_on is None:
        return None
    return DecisionOut(number=row.number, on=row.decided_on, body=row.decided_by, item=row.item)
