"""Verbs: a token is issued to an organisation, brought to the API, refused there, revoked."""

import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action, find, require
from vaka.municipality.actions.tasks import settle_done
from vaka.municipality.models import AccessToken, Board, Partner
from vaka.municipality.queries import acting_by, token_marked
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, TaskReason
from vaka.municipality.rules.tokens import (
    MARK_BYTES,
    SECRET_BYTES,
    Held,
    Refusal,
    Scope,
    TokenRefused,
    Wanted,
    check,
    fingerprint,
    mark_of,
    refusal,
    written,
)
from vaka.record import actions as record
from vaka.record.rules import Kind

# Who brings a dead token in a loop must not be able to fill the record.
REFUSALS_APART = timedelta(hours=1)


@dataclass(frozen=True)
class Issued:
    """A token that was just made, and its text, which nobody can be shown again."""

    token: AccessToken
    text: str


@action
def issue_token(wanted: Wanted, *, by: Actor, at: datetime) -> Issued:
    """Issue a token to an organisation, or to a machine or system of our own.

    :raises BadInput: when it does not say for what, why and until when.
    """
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject="token")
    check(wanted, at=at)
    board = find(Board.objects.all(), wanted.board)
    partner = find(Partner.objects.all(), wanted.partner) if wanted.partner else None
    mark = secrets.token_hex(MARK_BYTES)
    text = written(mark=mark, secret=secrets.token_hex(SECRET_BYTES))
    row = AccessToken.objects.create(
        id=new_id(at=at),
        mark=mark,
        sha256=fingerprint(text),
        name=wanted.name.strip(),
        partner=partner,
        board=board,
        scopes=sorted(wanted.scopes),
        accounts=sorted(set(wanted.accounts)),
        why=wanted.why.strip(),
        issued_at=at,
        issued_by_id=by.id,
        ends_at=wanted.ends_at,
    )
    facts = {
        "mark": mark,
        "name": row.name,
        "partner": row.partner_id,
        "board": row.board_id,
        "scopes": row.scopes,
        "accounts": row.accounts,
        "why": row.why,
        "ends": row.ends_at.isoformat(),
    }
    record.append(Kind.TOKEN_ISSUED, actor=by.id, subject=row.id, at=at, facts=facts)
    return Issued(row, text)


@action
def revoke_token(*, token: str, why: str, by: Actor, at: datetime) -> None:
    """Revoke a token: from this instant it opens nothing.

    :raises BadInput: when nothing is said of why.
    :raises Conflict: when it is revoked already.
    """
    row = find(AccessToken.objects.all(), token)
    require(by, Permission.ADMINISTER, board=EVERY_BOARD, subject=token)
    if not (said := why.strip()):
        raise BadInput("why", "it is empty", "Write why the token is revoked")
    in_use = AccessToken.objects.filter(pk=row.pk, revoked_at=None)
    if not in_use.update(revoked_at=at, revoked_by=by.id, revoked_why=said):
        raise Conflict(token, "revoked-already")
    record.append(
        Kind.TOKEN_REVOKED,
        actor=by.id,
        subject=token,
        at=at,
        facts={"mark": row.mark, "why": said},
    )
    settle_done(subject=token, outcome=said, by=by, at=at, reasons=(TaskReason.TOKEN_ENDS,))


def admit_token(text: str, *, opens: Collection[Scope], at: datetime) -> Actor:
    """Return who acts by a token that was brought to what these scopes open.

    It is noted on which day the token was used.

    :raises TokenRefused: when it does not open this.
    """
    mark = mark_of(text)
    row = token_marked(mark) if mark else None
    if row is None or not hmac.compare_digest(row.sha256, fingerprint(text)):
        raise TokenRefused(Refusal.UNKNOWN)
    held = Held(frozenset(map(Scope, row.scopes)), row.ends_at, row.revoked_at)
    refused = refusal(held, opens=opens, at=at)
    if refused is not None:
        raise TokenRefused(refused, row.id)
    if row.used_on != at.date():
        AccessToken.objects.filter(pk=row.pk).update(used_on=at.date())
    return acting_by(row)


@transaction.atomic(durable=True)
def note_refused(refused: TokenRefused, *, act: str, at: datetime) -> None:
    """Put on the record that a token of ours was refused, once an hour for each."""
    lately = Q(refused_at=None) | Q(refused_at__lte=at - REFUSALS_APART)
    if AccessToken.objects.filter(lately, pk=refused.token).update(refused_at=at):
        facts = {"reason": refused.reason, "act": act}
        record.append(
            Kind.TOKEN_REFUSED, actor=refused.token, subject=refused.token, at=at, facts=facts
        )
