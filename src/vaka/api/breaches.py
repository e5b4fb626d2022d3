"""Personal data breaches over the API."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth
from pydantic import AwareDatetime

from vaka.api.acting import actor, now
from vaka.oversight import actions, queries
from vaka.oversight.rules.breaches import NotTold, Risk, Told

if TYPE_CHECKING:
    from vaka.oversight.models import Breach

router = Router(auth=django_auth, tags=["breaches"])


class KnownIn(Schema):
    """What is known of a breach (GDPR art. 33.3); no count: nobody knows."""

    happened_at: AwareDatetime | None = None
    what: str = Field(min_length=1)
    categories: str
    persons: int | None = Field(default=None, ge=0)
    records: int | None = Field(default=None, ge=0)
    consequences: str
    measures: str
    risk: Risk

    def told(self) -> Told:
        """Return it as the rules take it."""
        return Told(
            happened_at=self.happened_at,
            what=self.what,
            categories=self.categories,
            persons=self.persons,
            records=self.records,
            consequences=self.consequences,
            measures=self.measures,
            risk=self.risk,
        )


class BreachIn(KnownIn):
    """A breach, whose it is and since when it is known."""

    board: str
    known_at: AwareDatetime


class BreachOut(Schema):
    """A breach: what is known, by when the authority is to know, what was done."""

    id: str
    board_id: str
    happened_at: datetime | None
    known_at: datetime
    notice_due: datetime
    what: str
    categories: str
    persons: int | None
    records: int | None
    consequences: str
    measures: str
    risk: Risk
    notified_at: datetime | None
    reference: str
    late_reasons: str
    why_not_notified: str
    told_at: datetime | None
    told_how: str
    not_told: str
    why_not_told: str


class NoticeIn(Schema):
    """When the authority was notified, and why so late if it was."""

    notified_at: AwareDatetime
    reference: str = ""
    late_reasons: str = ""


class ReasonsIn(Schema):
    """Why the authority is not notified."""

    reasons: str


class ToldIn(Schema):
    """When and how the persons were told."""

    told_at: AwareDatetime
    how: str


class UntoldIn(Schema):
    """Why the persons are not told."""

    ground: NotTold
    reasons: str


@router.get("/breaches", response=list[BreachOut])
def breaches(request: HttpRequest) -> "list[Breach]":
    """Return the register of your boards' breaches (GDPR art. 33.5), the newest known first."""
    return list(queries.breaches(by=actor(request)))


@router.post("/breaches", response={201: BreachOut})
def enter(request: HttpRequest, body: BreachIn) -> "Status[Breach]":
    """Enter a breach; the 72 hours run from when it became known."""
    made = actions.enter_breach(
        body.told(), board=body.board, known_at=body.known_at, by=actor(request), at=now()
    )
    return Status(201, made)


@router.get("/breaches/{key}", response=BreachOut)
def breach(request: HttpRequest, key: str) -> "Breach":
    """Return one breach."""
    return queries.breach(key, by=actor(request))


@router.post("/breaches/{key}/known", response=BreachOut)
def amend(request: HttpRequest, key: str, body: KnownIn) -> "Breach":
    """Say anew, in whole, what is known."""
    by = actor(request)
    actions.amend_breach(body.told(), breach=key, by=by, at=now())
    return queries.breach(key, by=by)


@router.post("/breaches/{key}/notice", response=BreachOut)
def notify(request: HttpRequest, key: str, body: NoticeIn) -> "Breach":
    """Enter that the authority was notified."""
    by = actor(request)
    actions.notify_authority(
        breach=key,
        notified_at=body.notified_at,
        reference=body.reference,
        late_reasons=body.late_reasons,
        by=by,
        at=now(),
    )
    return queries.breach(key, by=by)


@router.post("/breaches/{key}/no-notice", response=BreachOut)
def leave_unnotified(request: HttpRequest, key: str, body: ReasonsIn) -> "Breach":
    """Say why the authority is not notified."""
    by = actor(request)
    actions.leave_unnotified(breach=key, reasons=body.reasons, by=by, at=now())
    return queries.breach(key, by=by)


@router.post("/breaches/{key}/told", response=BreachOut)
def tell(request: HttpRequest, key: str, body: ToldIn) -> "Breach":
    """Enter that the persons were told."""
    by = actor(request)
    actions.tell_persons(breach=key, told_at=body.told_at, how=body.how, by=by, at=now())
    return queries.breach(key, by=by)


@router.post("/breaches/{key}/untold", response=BreachOut)
def leave_untold(request: HttpRequest, key: str, body: UntoldIn) -> "Breach":
    """Say why the persons are not told."""
    by = actor(request)
    actions.leave_untold(breach=key, ground=body.ground, reasons=body.reasons, by=by, at=now())
    return queries.breach(key, by=by)
