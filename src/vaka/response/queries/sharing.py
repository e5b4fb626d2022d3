"""What is shared with whom: agreements, who reads by them, and what they let a partner see."""

import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from shapely import contains_xy
from shapely.geometry import shape

from vaka.core.errors import Refused
from vaka.core.outgoing import Delivery
from vaka.municipality.access import find, require, require_some_board, visible
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, boards_with
from vaka.response.models import Incident, PartnerLogin, Sharing, SharingAgreement
from vaka.response.rules.sharing import (
    SHOWN_AFTER,
    Course,
    Detail,
    Log,
    Place,
    Shared,
    most,
    reaches,
)


def agreements(*, by: Actor) -> QuerySet[SharingAgreement]:
    """Return the agreements that the actor keeps, newest first."""
    rows = SharingAgreement.objects.filter(visible(by, Permission.RUN_CENTRE))
    return (
        rows.select_related("partner", "board", "entered_by")
        .prefetch_related("sites")
        .order_by("-entered_at", "-id")
    )


def agreement(key: str, *, by: Actor) -> SharingAgreement:
    """Return one agreement.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(agreements(by=by), key)


def in_force(*, at: datetime) -> QuerySet[SharingAgreement]:
    """Return the agreements by which something is shared at that instant."""
    return SharingAgreement.objects.filter(
        starts_at__lte=at, ends_at__gt=at, ended_at=None
    ).order_by("id")


def partner_logins(*, by: Actor) -> QuerySet[PartnerLogin]:
    """Return who reads for which partner, to those who let people in; to others nobody."""
    every = EVERY_BOARD in boards_with(by, Permission.RUN_CENTRE)
    return _reading() if every else _reading().none()


def partner_login(key: str, *, by: Actor) -> PartnerLogin:
    """Return who reads for which partner.

    :raises Absent: when there is none, or the actor has nothing to do with all boards.
    :raises Refused: when the actor may not let people in.
    """
    row = find(_reading(), key)
    require(by, Permission.RUN_CENTRE, board=EVERY_BOARD, subject=key)
    return row


def login_of(by: Actor) -> PartnerLogin:
    """Return for which partner somebody reads.

    :raises Absent: when the actor has not the role for it.
    :raises Refused: when it is for none.
    """
    require_some_board(by, Permission.SEE_SHARED, subject="shared")
    row = _reading().filter(person=by.id).first()
    if row is None:
        raise Refused(by.id, Permission.SEE_SHARED, "shared", "reads-for-no-partner")
    return row


def reads_for(by: Actor) -> str:
    """Return the id of the partner that reads: by a token of its own, or by somebody's login.

    :raises Absent: when the actor has not the role for it.
    :raises Refused: when it is for none.
    """
    if not by.token:
        return login_of(by).partner_id
    require_some_board(by, Permission.SEE_SHARED, subject="shared")
    return by.organisation


def shared_with(*, by: Actor, at: datetime) -> list[Shared]:
    """Return what the reader's partner is told at that instant, the most urgent first.

    What is closed is told for twelve hours more.

    :raises Refused: when the actor reads for no partner.
    """
    seen = visible(by, Permission.SEE_SHARED, board="site__board")
    told = [
        shared(incident, row)
        for row in read_by(by=by, at=at)
        for incident in _current(covered(row).filter(seen), at)
    ]
    return sorted(most(told), key=lambda one: (one.closed_at is not None, one.priority))


def read_by(*, by: Actor, at: datetime) -> QuerySet[SharingAgreement]:
    """Return the agreements by which the reader's partner is told something now.

    :raises Refused: when the actor reads for no partner.
    """
    return in_force(at=at).filter(partner=reads_for(by))


def covered(row: SharingAgreement) -> QuerySet[Incident]:
    """Return the incidents that an agreement tells of: its kinds, at its sites, in its time.

    A site lies in the agreement's area when its middle does.
    """
    rows = Incident.objects.filter(
        Q(closed_at=None) | Q(closed_at__gte=row.starts_at),
        site__isnull=False,
        kind__in=row.kinds,
        opened_at__lt=row.ends_at,
    )
    if row.board_id:
        rows = rows.filter(site__board=row.board_id)
    if chosen := [site.id for site in row.sites.all()]:
        rows = rows.filter(site__in=chosen)
    if row.area:
        rows = rows.filter(site__in=_inside(rows, row.area))
    return rows.select_related("site").order_by("opened_at", "id")


def shared(incident: Incident, row: SharingAgreement) -> Shared:
    """Return the incident as that agreement tells of it."""
    detail, site = Detail(row.detail), incident.site
    assert site is not None  # nothing without a site is covered
    return Shared(
        incident=incident.id,
        agreement=row.id,
        detail=detail,
        kind=incident.kind,
        exercise=incident.exercise_id is not None,
        priority=incident.priority,
        state=incident.state,
        opened_at=incident.opened_at,
        closed_at=incident.closed_at,
        place=Place(site.name, site.address, site.longitude, site.latitude, site.outline),
        course=_course(incident) if reaches(detail, Detail.COURSE) else None,
        log=_log(incident) if reaches(detail, Detail.LOG) else None,
    )


def pushing(*, at: datetime) -> QuerySet[SharingAgreement]:
    """Return the agreements in force by which a partner's own system is told."""
    return in_force(at=at).exclude(webhook="")


def due_sharings(*, at: datetime, limit: int) -> list[str]:
    """Return what is to be pushed now, the longest waiting first."""
    rows = Sharing.objects.filter(state=Delivery.WAITING, due_at__lte=at)
    # A partner's system hears of one incident in the order of its changes, and of a warning
    # before it hears what replaces it or takes it back.
    before = Sharing.objects.filter(
        Q(incident=OuterRef("incident")) | Q(warning__ended_by=OuterRef("warning")),
        agreement=OuterRef("agreement"),
        state=Delivery.WAITING,
        id__lt=OuterRef("id"),
    )
    told = rows.exclude(Exists(before)).order_by("due_at", "id")
    return list(told.values_list("id", flat=True)[:limit])


def sharings(row: SharingAgreement) -> QuerySet[Sharing]:
    """Return what was pushed by an agreement, newest first."""
    return row.sharings.select_related("incident__site").order_by("-made_at", "-id")


def signing_key(row: SharingAgreement) -> str:
    """Return the key by which that partner alone knows that it is told by us, hex."""
    secret = settings.WEBHOOK_SECRET.encode()
    return hmac.new(secret, f"sharing:{row.id}".encode(), "sha256").hexdigest()


def _inside(rows: QuerySet[Incident], area: Mapping[str, object]) -> list[str]:
    """Return the sites of some incidents whose middle lies in an area."""
    middles = rows.order_by().values_list("site", "site__longitude", "site__latitude")
    drawn = shape(area)
    return [site for site, east, north in middles.distinct() if contains_xy(drawn, east, north)]


def _reading() -> QuerySet[PartnerLogin]:
    rows = PartnerLogin.objects.filter(ended_at=None)
    return rows.select_related("partner", "person").order_by("partner__name", "person__name")


def _current(rows: QuerySet[Incident], at: datetime) -> Iterable[Incident]:
    return rows.filter(Q(closed_at=None) | Q(closed_at__gte=at - SHOWN_AFTER))


def _course(incident: Incident) -> Course:
    return Course(
        incident.acknowledged_at,
        incident.verified_at,
        incident.finding,
        incident.dispatched_at,
        incident.outcome,
    )


def _log(incident: Incident) -> Log:
    entries = incident.entries.order_by("at", "id").values_list("at", "text")
    return Log(incident.place, tuple((at, text) for at, text in entries))
