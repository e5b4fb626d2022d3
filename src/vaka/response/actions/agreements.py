"""Agree what is shared with a partner, end it, and say who reads for the partner."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.geometry import ground as grounds
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, Role
from vaka.record import actions as record
from vaka.record.rules import Kind, instant
from vaka.response.actions.calling import WEBHOOK
from vaka.response.models import PartnerLogin, SharingAgreement
from vaka.response.queries import sharing as queries
from vaka.response.rules import sharing as rules
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.sharing import Detail, Form, Warnings


@action
def agree(
    *,
    partner: str,
    kinds: Collection[IncidentKind],
    detail: Detail,
    decided_by: str,
    starts_at: datetime,
    ends_at: datetime,
    board: str = EVERY_BOARD,
    sites: Collection[str] = (),
    area: Mapping[str, object] | None = None,
    warnings: Warnings = Warnings.NONE,
    ground: str = "",
    webhook: str = "",
    form: Form = Form.JSON,
    by: Actor,
    at: datetime,
) -> SharingAgreement:
    """Enter what a body has decided to share with a partner, of one board's sites or of all.

    No sites are all of them; an area (GeoJSON, WGS 84) leaves out those that lie outside, and
    warnings that do not touch it; without one they are all passed on. What people write is
    shared with `Detail.LOG` alone, by a stated ground. Pictures are no part of any agreement:
    they are the terms' matter.

    :raises BadInput: when the agreement is none, as `rules.sharing.check` says, the area is no
        polygon in Sweden, or the address of the partner's system is no https.
    :raises Absent: when there is no such partner, or a site is another board's.
    """
    require(by, Permission.RUN_CENTRE, board=board, subject=partner)
    body, why = decided_by.strip(), ground.strip()
    rules.check(
        kinds=kinds,
        warnings=warnings,
        detail=detail,
        ground=why,
        decided_by=body,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    if webhook and not WEBHOOK.fullmatch(webhook):
        raise BadInput("webhook", "it cannot be that", "Write it as https://…")
    kept = {
        "partner_id": find(municipality.partners(), partner).id,
        "kinds": sorted(kinds),
        "warnings": warnings,
        "detail": detail,
        "ground": why,
        "area": grounds.districts(json.dumps(area), where="area") if area else None,
        "decided_by": body,
        "webhook": webhook,
        "form": form,
    }
    places = municipality.chosen_sites(
        sites, board=board, permission=Permission.RUN_CENTRE, by=by
    )
    row = SharingAgreement.objects.create(
        id=new_id(at=at),
        board_id=municipality.of_board(board),
        starts_at=starts_at,
        ends_at=ends_at,
        entered_at=at,
        entered_by_id=by.id,
        **kept,
    )
    row.sites.set(places)
    facts = {
        **kept,
        "board": row.board_id,
        "sites": [site.id for site in places],
        "from": instant(starts_at),
        "to": instant(ends_at),
    }
    record.append(Kind.SHARING_AGREED, actor=by.id, subject=row.id, at=at, facts=facts)
    return row


@action
def end_agreement(*, agreement: str, by: Actor, at: datetime) -> None:
    """End an agreement now: its view is empty from here on, and what waits is not pushed.

    :raises Conflict: when it has ended already.
    """
    row = find(SharingAgreement.objects.all(), agreement)
    require(by, Permission.RUN_CENTRE, board=row.board_id or EVERY_BOARD, subject=agreement)
    going_on = SharingAgreement.objects.filter(pk=agreement, ended_at=None, ends_at__gt=at)
    if not going_on.update(ended_at=at):
        raise Conflict(agreement, "sharing-ended")
    record.append(Kind.SHARING_ENDED, actor=by.id, subject=agreement, at=at)


@action
def show_signing_key(*, agreement: str, by: Actor, at: datetime) -> str:
    """Return the key by which the partner's system tells our word from others'."""
    row = find(SharingAgreement.objects.all(), agreement)
    require(by, Permission.RUN_CENTRE, board=row.board_id or EVERY_BOARD, subject=agreement)
    record.append(Kind.SIGNING_KEY_SHOWN, actor=by.id, subject=agreement, at=at)
    return queries.signing_key(row)


@action
def give_partner_login(*, partner: str, person: str, by: Actor, at: datetime) -> PartnerLogin:
    """Let somebody see what is shared with a partner, and nothing else.

    :raises Conflict: when the person reads for a partner already, or holds another role than
        that of a partner's reader.
    """
    require(by, Permission.RUN_CENTRE, board=EVERY_BOARD, subject=partner)
    found = find(municipality.partners(), partner)
    held = {grant.role for grant in municipality.actor_by_id(person, at=at).grants}
    if held != {Role.PARTNER}:
        raise Conflict(person, "not-only-a-partners-reader")
    key = new_id(at=at)
    try:
        with transaction.atomic():
            row = PartnerLogin.objects.create(
                id=key, partner_id=found.id, person_id=person, given_at=at
            )
    except IntegrityError:
        raise Conflict(person, "reads-for-a-partner-already") from None
    facts = {"partner": partner, "person": person}
    record.append(Kind.PARTNER_LOGIN_GIVEN, actor=by.id, subject=key, at=at, facts=facts)
    return row


@action
def end_partner_login(*, login: str, by: Actor, at: datetime) -> None:
    """Let somebody see nothing more of what is shared, from now on.

    :raises Conflict: when it has ended already.
    """
    row = find(PartnerLogin.objects.all(), login)
    require(by, Permission.RUN_CENTRE, board=EVERY_BOARD, subject=login)
    if not PartnerLogin.objects.filter(pk=login, ended_at=None).update(ended_at=at):
        raise Conflict(login, "ended-already")
    facts = {"partner": row.partner_id, "person": row.person_id}
    record.append(Kind.PARTNER_LOGIN_ENDED, actor=by.id, subject=login, at=at, facts=facts)
