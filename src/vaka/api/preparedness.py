"""What is prepared: action cards, plans, resources, and the centre as a whole."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.api.centre import Made
from vaka.municipality.access import require_some_board
from vaka.municipality.rules import Permission, SiteKind
from vaka.response import actions, queries
from vaka.response.rules.codes import IncidentKind

router = Router(auth=django_auth, tags=["preparedness"])
Steps = list[dict[str, object]]


class CardIn(Schema):
    """A card for every site, one kind of site, or one site; steps have key, text and more."""

    kind: IncidentKind
    site_kind: SiteKind | None = None
    site: str | None = None
    title: str = Field(min_length=1, max_length=100)
    steps: Steps


class CardOut(CardIn):
    """One version of a card."""

    id: str
    version: int
    published_at: datetime


class PlanIn(Schema):
    """A plan, or the next version of the one that it follows."""

    title: str
    text: str
    steps: Steps
    kinds: list[IncidentKind] = []
    sites: list[str] = []
    board: str = ""
    follows: str | None = None


class PlanOut(Schema):
    """One version of a plan, and the exercises that tried it."""

    id: str
    version: int
    title: str
    text: str
    steps: Steps
    kinds: list[IncidentKind]
    sites: list[str]
    board: str
    published_at: datetime
    exercises: list[str]


class ResourceIn(Schema):
    """What can be drawn on."""

    name: str
    count: int
    place: str
    contact: str
    board: str = ""


class ResourceOut(ResourceIn):
    """A resource, how many are free, and why none may be drawn on."""

    id: str
    free: int
    hindered: str


class Hindered(Schema):
    """Why it cannot be drawn on; empty when it can."""

    why: str


class Drawn(Schema):
    """How many of which resource."""

    resource: str
    count: int


class CentreSet(Schema):
    """What holds for the centre as a whole; municipalities by official code."""

    name: str = Field(min_length=1, max_length=100)
    correlation_minutes: int
    municipalities: list[str] = []
    keep_days: int | None = None
    keep_exercise_days: int | None = None


@router.get("/action-cards", response=list[CardOut])
def action_cards(request: HttpRequest) -> list[CardOut]:
    """Return every version of every card, newest first within its kind."""
    return [
        CardOut(
            id=row.id,
            kind=IncidentKind(row.kind),
            site_kind=SiteKind(row.site_kind) if row.site_kind else None,
            site=row.site_id,
            title=row.title,
            steps=row.steps,
            version=row.version,
            published_at=row.published_at,
        )
        for row in queries.cards(by=actor(request))
    ]


@router.post("/action-cards", response={201: Made})
def publish_card(request: HttpRequest, body: CardIn) -> Status[Made]:
    """Publish the next version of a card."""
    row = actions.publish_action_card(
        kind=body.kind,
        site_kind=body.site_kind or "",
        site=body.site,
        title=body.title,
        steps=body.steps,
        by=actor(request),
        at=now(),
    )
    return Status(201, Made(id=row.id))


@router.get("/plans", response=list[PlanOut])
def plans(request: HttpRequest) -> list[PlanOut]:
    """Return the plans to be followed now."""
    return [
        PlanOut(
            id=row.id,
            version=row.version,
            title=row.title,
            text=row.text,
            steps=row.steps,
            kinds=[IncidentKind(kind) for kind in row.kinds],
            sites=[site.id for site in row.sites.all()],
            board=row.board_id or "",
            published_at=row.published_at,
            exercises=[exercise.id for exercise in queries.tried(row)],
        )
        for row in queries.newest_plans(by=actor(request))
    ]


@router.post("/plans", response={201: Made})
def publish_plan(request: HttpRequest, body: PlanIn) -> Status[Made]:
    """Publish a plan, or its next version."""
    row = actions.publish_plan(**body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.post("/plans/{key}/end", response={204: None})
def end_plan(request: HttpRequest, key: str) -> Status[None]:
    """Say that a plan is no longer to be followed."""
    actions.end_plan(plan=key, by=actor(request), at=now())
    return Status(204, None)


@router.get("/resources", response=list[ResourceOut])
def resources(request: HttpRequest) -> list[ResourceOut]:
    """Return the resources in use, with how many are free."""
    return [
        ResourceOut(
            id=row.id,
            name=row.name,
            count=row.count,
            place=row.place,
            contact=row.contact_id,
            board=row.board_id or "",
            free=held.free,
            hindered=row.hindered,
        )
        for held in queries.stock(queries.resources(by=actor(request)))
        for row in [held.resource]
    ]


@router.post("/resources", response={201: Made})
def add_resource(request: HttpRequest, body: ResourceIn) -> Status[Made]:
    """Add a resource."""
    row = actions.add_resource(**body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=row.id))


@router.post("/resources/{key}/hindered", response={204: None})
def hinder(request: HttpRequest, key: str, body: Hindered) -> Status[None]:
    """Say why a resource cannot be drawn on now, or that it can again."""
    actions.hinder_resource(resource=key, why=body.why, by=actor(request), at=now())
    return Status(204, None)


@router.post("/resources/{key}/end", response={204: None})
def end_resource(request: HttpRequest, key: str) -> Status[None]:
    """Take a resource out of use."""
    actions.end_resource(resource=key, by=actor(request), at=now())
    return Status(204, None)


@router.post("/incidents/{key}/resources", response={201: Made})
def draw_on(request: HttpRequest, key: str, body: Drawn) -> Status[Made]:
    """Draw on a resource for an incident."""
    use = actions.draw_on(incident=key, **body.dict(), by=actor(request), at=now())
    return Status(201, Made(id=use.id))


@router.post("/resource-uses/{key}/return", response={204: None})
def give_back(request: HttpRequest, key: str) -> Status[None]:
    """Return what was drawn."""
    actions.return_resource(use=key, by=actor(request), at=now())
    return Status(204, None)


@router.get("/centre", response=CentreSet)
def centre(request: HttpRequest) -> CentreSet:
    """Return how the centre is set up."""
    return _set(request)


@router.post("/centre", response=CentreSet)
def configure(request: HttpRequest, body: CentreSet) -> CentreSet:
    """Set the centre up."""
    actions.configure_centre(**body.dict(), by=actor(request), at=now())
    return _set(request)


def _set(request: HttpRequest) -> CentreSet:
    require_some_board(actor(request), Permission.RUN_CENTRE, subject="centre")
    row = queries.centre()
    return CentreSet(
        name=row.name,
        correlation_minutes=row.correlation_minutes,
        municipalities=row.municipalities,
        keep_days=row.keep_days,
        keep_exercise_days=row.keep_exercise_days,
    )
