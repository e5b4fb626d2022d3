"""Verbs: register measures, agree with a partner, take in what sites elsewhere showed."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from vaka.core.errors import BadInput, Refused
from vaka.core.ids import new_id
from vaka.measures import queries
from vaka.measures.models import Agreement, CheckIn, Commitment, Measure, SharedEffect
from vaka.measures.queries import EffectsPlan, local_day
from vaka.measures.rules.agreements import LONGEST_TEXT, Standing, Terms
from vaka.measures.rules.kinds import Plan
from vaka.measures.rules.site_effects import SiteEffect, document
from vaka.municipality import queries as municipality
from vaka.municipality.access import action, find, require
from vaka.municipality.rules import Actor, Permission, boards_with
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def register(plan: Plan, *, site: str, by: Actor, at: datetime) -> Measure:
    """Register what is done at a site, with its period and cost.

    :raises Absent: when there is no such site for this person.
    """
    place = municipality.site(site, by=by)
    require(by, Permission.REGISTER_MEASURE, board=place.board_id, subject=site)
    measure = Measure.objects.create(
        id=new_id(at=at),
        site=place,
        kind=plan.kind,
        title=plan.title,
        starts_on=plan.starts,
        ends_on=plan.ends,
        cost_investment_ore=plan.cost_investment_ore,
        cost_yearly_ore=plan.cost_yearly_ore,
        responsible=plan.responsible,
        result=plan.result,
        example=place.example,
        registered_at=at,
    )
    record.append(
        Kind.MEASURE_REGISTERED,
        actor=by.id,
        subject=measure.id,
        at=at,
        facts={
            "site": site,
            "kind": plan.kind,
            "starts": plan.starts.isoformat(),
            "ends": plan.ends.isoformat() if plan.ends else None,
            "cost_investment_ore": plan.cost_investment_ore,
            "cost_yearly_ore": plan.cost_yearly_ore,
        },
    )
    return measure


@action
def agree(terms: Terms, *, board: str, by: Actor, at: datetime) -> Agreement:
    """Enter what a board and a partner have agreed to do together, commitment by commitment.

    :raises Absent: when there is no such board for this person, or no such partner.
    """
    place = municipality.board(board, by=by)
    require(by, Permission.REGISTER_MEASURE, board=place.pk, subject=board)
    agreement = Agreement.objects.create(
        id=new_id(at=at),
        board=place,
        partner=find(municipality.partners(), terms.partner),
        title=terms.title.strip(),
        purposes=terms.purposes.strip(),
        areas=terms.areas.strip(),
        starts_on=terms.starts,
        ends_on=terms.ends,
        registered_at=at,
    )
    Commitment.objects.bulk_create(
        Commitment(agreement=agreement, number=n, text=each.text, responsible=each.responsible)
        for n, each in enumerate(terms.promises, 1)
    )
    facts = {"board": board, "partner": terms.partner, "commitments": len(terms.promises)}
    record.append(Kind.AGREEMENT_ENTERED, actor=by.id, subject=agreement.id, at=at, facts=facts)
    return agreement


@action
def check_in(
    *, agreement: str, number: int, standing: Standing, note: str, by: Actor, at: datetime
) -> CheckIn:
    """Say how a commitment is kept today; what was said before stays.

    :raises Absent: when there is no such agreement for this person, or no such commitment.
    :raises BadInput: when the note is too long.
    """
    row = queries.agreement(agreement, by=by)
    require(by, Permission.REGISTER_MEASURE, board=row.board_id, subject=agreement)
    if len(note) > LONGEST_TEXT:
        raise BadInput("note", "it is too long", f"At most {LONGEST_TEXT} characters")
    commitment = queries.commitment(row, number)
    said = CheckIn.objects.create(
        id=new_id(at=at),
        commitment=commitment,
        on=local_day(at),
        standing=standing,
        note=note.strip(),
    )
    facts = {"number": number, "standing": standing}
    record.append(Kind.COMMITMENT_CHECKED, actor=by.id, subject=agreement, at=at, facts=facts)
    return said


@action
def import_effects(content: bytes, *, name: str, by: Actor, at: datetime) -> EffectsPlan:
    """Take in what sites of other municipalities showed; the same file again changes nothing.

    :raises BadInput: when the file as a whole cannot be read; `name` is what it is called.
    """
    plan = queries.plan_effects(content, name=name, by=by)
    if not boards_with(by, Permission.IMPORT_EVIDENCE):
        raise Refused(by.id, Permission.IMPORT_EVIDENCE, "evidence", "role-not-allowed")
    _write([*plan.new, *plan.changed], at=at)
    record.append(
        Kind.EFFECTS_IMPORTED,
        actor=by.id,
        subject="evidence",
        at=at,
        facts={
            "new": len(plan.new),
            "changed": len(plan.changed),
            "unchanged": plan.unchanged,
            "rejected": len(plan.rejected),
            "sha256": hashlib.sha256(content).hexdigest(),
        },
    )
    return plan


def keep_own(effect: SiteEffect, *, at: datetime) -> None:
    """Keep what one of our own sites showed; the caller's transaction carries it."""
    SharedEffect.objects.update_or_create(
        plan=effect.plan,
        defaults={
            "municipality": effect.municipality,
            "own": True,
            "document": document(effect),
            "received_at": at,
        },
    )


def _write(effects: Iterable[SiteEffect], *, at: datetime) -> None:
    SharedEffect.objects.bulk_create(
        [
            SharedEffect(
                plan=each.plan,
                municipality=each.municipality,
                own=False,
                document=document(each),
                received_at=at,
            )
            for each in effects
        ],
        update_conflicts=True,
        unique_fields=["plan"],
        update_fields=["municipality", "document", "received_at"],
    )
