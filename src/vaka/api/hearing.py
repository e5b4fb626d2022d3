"""The hearing of a case over the API: whom it is referred to, and what they answer."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status
from ninja.security import django_auth

from vaka.api.acting import actor, now
from vaka.cases import actions
from vaka.cases.rules.states import DissentForm, DissentKind, Stance

if TYPE_CHECKING:
    from vaka.cases.models import Dissent, Opinion, Referral, Reminder

router = Router(auth=django_auth, tags=["cases"])


class ReferralOut(Schema):
    """A referral."""

    id: str
    consulted: str
    due: date
    sent_at: datetime


class ReferralIn(Schema):
    """A body to ask, and by when."""

    consulted: str
    due: date


class ReminderOut(Schema):
    """That a body was reminded."""

    id: str
    referral_id: str
    sent_at: datetime


class PositionOut(Schema):
    """What a body thinks of one demand."""

    demand: int = Field(alias="demand.number")
    stance: str


class OpinionOut(Schema):
    """An opinion."""

    id: str
    referral_id: str
    stance: str
    positions: list[PositionOut]
    text: str
    resolved_on: date | None
    item: int | None
    given_at: datetime


class OpinionIn(Schema):
    """What a body answered: on the whole, on demands by number, or both."""

    stance: Stance | None = None
    positions: dict[int, Stance] = {}
    text: str
    resolved_on: date | None = None
    item: int | None = None


class DissentOut(Schema):
    """Who disagreed."""

    id: str
    kind: str
    form: str
    party: str
    text: str


class DissentIn(Schema):
    """Who disagreed, to be noted."""

    kind: DissentKind
    form: DissentForm
    party: str
    text: str = ""


@router.post("/cases/{key}/referrals", response={201: ReferralOut})
def refer(request: HttpRequest, key: str, referral: ReferralIn) -> "Status[Referral]":
    """Ask a body for its opinion."""
    return Status(201, actions.refer(case=key, **referral.dict(), by=actor(request), at=now()))


@router.post("/referrals/{referral}/reminders", response={201: ReminderOut})
def remind(request: HttpRequest, referral: str) -> "Status[Reminder]":
    """Enter that a body was reminded."""
    return Status(201, actions.remind(referral=referral, by=actor(request), at=now()))


@router.post("/referrals/{referral}/opinion", response={201: OpinionOut})
def give_opinion(request: HttpRequest, referral: str, opinion: OpinionIn) -> "Status[Opinion]":
    """Enter an opinion that came."""
    made = actions.give_opinion(
        referral=referral, **opinion.dict(), by=actor(request), at=now()
    )
    return Status(201, made)


@router.post("/referrals/{referral}/dissents", response={201: DissentOut})
def note_dissent_in(
    request: HttpRequest, referral: str, dissent: DissentIn
) -> "Status[Dissent]":
    """Note who in a consulted body disagreed with its opinion."""
    made = actions.note_dissent_in(
        referral=referral, **dissent.dict(), by=actor(request), at=now()
    )
    return Status(201, made)
