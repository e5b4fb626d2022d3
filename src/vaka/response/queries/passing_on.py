"""Which warnings of authorities an agreement passes on to a partner."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q

from vaka.municipality.rules import Actor
from vaka.response.models import PublicWarning, SharingAgreement
from vaka.response.queries.handling_rules import centre
from vaka.response.queries.sharing import read_by
from vaka.response.queries.warnings import concerns
from vaka.response.rules.passing_on import PassedOn, each_once
from vaka.response.rules.sharing import SHOWN_AFTER, Warnings
from vaka.response.rules.warnings import MessageType, Reference, Scope, Severity


def warnings_shared_with(*, by: Actor, at: datetime) -> list[PassedOn]:
    """Return the warnings that the reader's partner is told of now, the most severe first.

    Those in force, and for twelve hours more those that were taken back.

    :raises Refused: when the actor reads for no partner.
    """
    return each_once(
        passed_on(message, agreed)
        for agreed in read_by(by=by, at=at)
        for message in _shown(covered_warnings(agreed, at=at), at)
    )


def covered_warnings(agreed: SharingAgreement, *, at: datetime) -> list[PublicWarning]:
    """Return the messages that an agreement passes on, the oldest first.

    Those that concern its area, in its time, and what replaces or takes back one of them,
    wherever that lies; none that is not public. What was over twelve hours ago is left out.
    """
    if agreed.warnings == Warnings.NONE:
        return []
    since = max(agreed.starts_at, at - SHOWN_AFTER)
    rows = PublicWarning.objects.filter(
        Q(ended_at=None) | Q(ended_at__gte=agreed.starts_at),
        Q(ends_at__gt=since) | Q(sent__gt=since),
        scope=Scope.PUBLIC,
    )
    rows = rows.select_related("ended_by").defer("original", "ended_by__original")
    served = centre().municipalities
    told: set[tuple[bool, str, str]] = set()
    passed = []
    for row in rows.order_by("sent", "received", "id"):
        follows = any((row.exercise, *name) in told for name in _own(row))
        alone = row.message_type != MessageType.CANCEL and (
            agreed.area is None or concerns(row, agreed.area, served=served)
        )
        if follows or alone:
            told.add((row.exercise, row.sender, row.identifier))
            passed.append(row)
    return passed


def news(agreed: SharingAgreement, *, at: datetime) -> list[PublicWarning]:
    """Return what an agreement passes on and has not looked at, in the order of its coming.

    What is replaced already, or over by itself, is no news; what takes back always is.
    """
    fresh = [
        row
        for row in covered_warnings(agreed, at=at)
        if row.received > agreed.warned
        and row.ended_at is None
        and (row.ends_at > at or row.message_type == MessageType.CANCEL)
    ]
    return sorted(fresh, key=lambda row: row.received)


def newest() -> int:
    """Return the record's number of the warning that came last; -1 when none has."""
    last = PublicWarning.objects.aggregate(last=Max("received"))["last"]
    return -1 if last is None else last


def passed_on(row: PublicWarning, agreed: SharingAgreement) -> PassedOn:
    """Return the warning as that agreement tells of it."""
    return PassedOn(
        warning=row.id,
        agreement=agreed.id,
        name=Reference(row.sender, row.identifier),
        sent=row.sent,
        message_type=MessageType(row.message_type),
        exercise=row.exercise,
        replaces=[Reference(*name) for name in row.replaces],
        event=row.event,
        headline=row.headline,
        description=row.description,
        instruction=row.instruction,
        severity=Severity(row.severity),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        area_text=row.area_text,
        area=row.area,
        codes=row.codes,
        ended_at=row.ended_at,
    )


def _own(row: PublicWarning) -> Iterable[tuple[str, str]]:
    """Return which of its sender's own messages one replaces or takes back."""
    return ((sender, name) for sender, name in row.replaces if sender == row.sender)


def _shown(rows: Iterable[PublicWarning], at: datetime) -> Iterable[PublicWarning]:
    """Return those in force, and those taken back of late."""
    for row in rows:
        if row.message_type == MessageType.CANCEL:
            continue
        if row.ended_by is None:
            going_on = row.ends_at > at
        else:
            going_on = row.ended_by.message_type == MessageType.CANCEL
        if going_on and (row.ended_at is None or row.ended_at > at - SHOWN_AFTER):
            yield row
