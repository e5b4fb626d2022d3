"""Reads: what is decided, what is in force, and what has become of given terms."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from vaka.cases import queries as cases
from vaka.core.period import Period
from vaka.decisions import rules
from vaka.decisions.models import (
    Appeal,
    Decision,
    InformationExemption,
    IssuedTerms,
    Revocation,
    Transfer,
)
from vaka.decisions.rules import Condition, Party, Ruling
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission
from vaka.terms.permits import Standing


@dataclass(frozen=True)
class CameraTerms:
    """What a gateway must be told of a camera: its terms, and which others are dead."""

    camera: str
    issued: IssuedTerms | None
    revoked: tuple[str, ...]
    superseded: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A decision and how it stands at the instant asked about."""

    decision: Decision
    terms: IssuedTerms | None
    condition: Condition


def decisions(*, by: Actor, permission: Permission = Permission.SEE) -> QuerySet[Decision]:
    """Return the decisions of the boards for which the actor has the permission."""
    rows = Decision.objects.filter(visible(by, permission))
    return rows.select_related("board", "case", "resolution", "balancing__site")


def decision(key: str, *, by: Actor, permission: Permission = Permission.SEE) -> Decision:
    """Return one decision.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    return find(decisions(by=by, permission=permission), key)


def boards_of(subjects: Collection[str]) -> dict[str, str]:
    """Return the board's id of each of those ids that is a decision's, or its terms'."""
    decided = Decision.objects.filter(pk__in=subjects).values_list("pk", "board_id")
    issued = IssuedTerms.objects.filter(pk__in=subjects)
    return dict(decided) | dict(issued.values_list("pk", "decision__board_id"))


def of_case(case: str, *, by: Actor) -> QuerySet[Decision]:
    """Return the decisions made in a case."""
    return decisions(by=by).filter(case=case)


def of_balancing(balancing: str, *, by: Actor) -> Decision | None:
    """Return the decision that stands on that final balancing, if there is one."""
    return decisions(by=by).filter(balancing=balancing).first()


def joint_with(decision: Decision) -> tuple[Party, ...]:
    """Return the boards that answer for the processing together with the deciding one."""
    return tuple(Party(**each) for each in decision.joint_with)


def appeals(decision: Decision) -> QuerySet[Appeal]:
    """Return the appeals of a decision, the oldest first."""
    return decision.appeals.all()


def appeal(key: str, *, by: Actor, permission: Permission = Permission.SEE) -> Appeal:
    """Return one appeal.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    rows = Appeal.objects.filter(visible(by, permission, board="decision__board"))
    return find(rows.select_related("decision"), key)


def exemptions(decision: Decision) -> QuerySet[InformationExemption]:
    """Return what the authority has exempted a decision from telling, the oldest first."""
    return decision.exemptions.select_related("entered_by")


def exemption(
    key: str, *, by: Actor, permission: Permission = Permission.SEE
) -> InformationExemption:
    """Return one exemption from information.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    rows = InformationExemption.objects.filter(visible(by, permission, board="decision__board"))
    return find(rows.select_related("decision"), key)


def exempted(decisions: Iterable[str], *, at: datetime) -> dict[str, InformationExemption]:
    """Return by decision the exemption from information that holds at that instant."""
    today = at.astimezone(rules.LOCAL).date()
    rows = InformationExemption.objects.filter(
        decision__in=list(decisions), starts_on__lte=today
    )
    return {row.decision_id: row for row in rows if (time := lasting(row)) and at in time}


def exemptions_ending(*, after: date, by: date) -> QuerySet[InformationExemption]:
    """Return the exemptions that end by themselves on one of these days, the soonest first."""
    rows = InformationExemption.objects.filter(ended_at=None, ends_on__range=(after, by))
    return rows.select_related("decision__balancing__site").order_by("ends_on")


def lasting(row: InformationExemption) -> Period | None:
    """Return for how long an exemption lasts; None when it was ended before it began."""
    return rules.lasts(row.starts_on, row.ends_on, ended_at=row.ended_at)


def transfer_of(decision: Decision) -> Transfer | None:
    """Return to whom the camera of the decision goes, if it goes to another board."""
    rows = Transfer.objects.filter(decision=decision, withdrawn_at=None)
    return rows.select_related("board", "resolution__case").first()


def offered(*, by: Actor) -> QuerySet[Transfer]:
    """Return the cameras that other boards offer to the actor's, not weighed yet."""
    return _transfers(by).filter(balancing=None, withdrawn_at=None)


def transfer(key: str, *, by: Actor) -> Transfer:
    """Return one camera that is or was offered to a board of the actor.

    :raises Absent: when there is none.
    """
    return find(_transfers(by), key)


def handed_over(key: str, *, by: Actor) -> Transfer:
    """Return one camera that a board of the actor handed over.

    :raises Absent: when there is none.
    """
    rows = Transfer.objects.filter(visible(by, Permission.SEE, board="decision__board"))
    return find(rows.select_related("board", "decision__board"), key)


def _transfers(by: Actor) -> QuerySet[Transfer]:
    rows = Transfer.objects.filter(visible(by, Permission.DRAFT_ASSESSMENT))
    return rows.select_related("board", "decision__board", "decision__balancing__site")


def begun_transfers(*, at: datetime) -> list[Transfer]:
    """Return the transfers whose new board's own terms have begun, while nobody noted it."""
    rows = Transfer.objects.filter(completed_at=None).exclude(balancing=None)
    found = rows.select_related("board", "decision__board", "balancing__site")
    return [
        row
        for row in found
        if (terms := begun(camera=row.decision.camera, at=at))
        and terms.decision.balancing_id == row.balancing_id
    ]


def stands_revoked(decision: Decision) -> bool:
    """Return whether terms of the decision are revoked for good: no stay that was lifted."""
    rows = Revocation.objects.filter(terms__decision=decision)
    return rows.exclude(appeal__ruling=Ruling.REJECTED).exists()


def running(decision: Decision, *, at: datetime) -> QuerySet[IssuedTerms]:
    """Return the terms of a decision that are neither over nor revoked."""
    return decision.terms.filter(ends_at__gt=at, revocation=None)


def issued(decision: Decision) -> QuerySet[IssuedTerms]:
    """Return the terms issued on a decision, oldest first."""
    return decision.terms.select_related("revocation__revoked_by")


def issued_terms(key: str, *, by: Actor, permission: Permission) -> IssuedTerms:
    """Return issued terms by the id inside them.

    :raises Absent: when there are none, or they are a foreign board's.
    """
    rows = IssuedTerms.objects.filter(visible(by, permission, board="decision__board"))
    return find(rows.select_related("decision"), key)


def newest(*, camera: str) -> IssuedTerms | None:
    """Return the last link of the camera's chain."""
    return IssuedTerms.objects.filter(camera=camera).order_by("-number").first()


def begun(*, camera: str, at: datetime) -> IssuedTerms | None:
    """Return the newest terms of the camera that have begun, whatever became of them since."""
    return _begun(at).filter(camera=camera).order_by("-number").first()


def begun_for(*, camera: str, board: str, at: datetime) -> QuerySet[IssuedTerms]:
    """Return the terms by which that board watched, begun at that instant, the newest first."""
    rows = _begun(at).filter(camera=camera, decision__board=board)
    return rows.select_related("decision__balancing", "decision__board").order_by("-number")


def over_at(terms: IssuedTerms, *, at: datetime) -> datetime | None:
    """Return when terms came to their end by that instant: lapsed, or revoked before."""
    revoked = Revocation.objects.filter(terms=terms, revoked_at__lte=at).first()
    ends = min(terms.ends_at, revoked.revoked_at) if revoked else terms.ends_at
    return ends if ends <= at else None


def terms_in_force(*, camera: str, at: datetime) -> IssuedTerms | None:
    """Return the terms that the camera obeys at that instant; none means: nothing is allowed.

    A later decision takes over when its own first day begins. What it took over from does not
    come back if it is revoked.
    """
    terms = begun(camera=camera, at=at)
    if terms is None or at >= terms.ends_at or standing(terms.id, at=at).revoked:
        return None
    return terms


def may_begin(*, camera: str, at: datetime) -> bool:
    """Return whether some terms of a camera are neither over nor revoked, begun or not."""
    rows = IssuedTerms.objects.filter(camera=camera, ends_at__gt=at)
    return rows.exclude(revocation__revoked_at__lte=at).exists()


def ids_of(camera: str, *, board: str) -> list[str]:
    """Return the ids of a board's decisions on a camera, and of their terms."""
    made = Decision.objects.filter(camera=camera, board=board)
    terms = IssuedTerms.objects.filter(decision__in=made)
    return [*made.values_list("id", flat=True), *terms.values_list("id", flat=True)]


def standing(terms: str, *, at: datetime) -> Standing:
    """Return whether those terms are revoked or superseded at that instant."""
    row = IssuedTerms.objects.filter(pk=terms).first()
    if row is None:
        return Standing()
    later = _begun(at).filter(camera=row.camera, number__gt=row.number)
    revoked = Revocation.objects.filter(terms=row, revoked_at__lte=at)
    return Standing(revoked=revoked.exists(), superseded=later.exists())


def _begun(at: datetime) -> QuerySet[IssuedTerms]:
    return IssuedTerms.objects.filter(issued_at__lte=at, starts_at__lte=at)


def lapsed(*, at: datetime) -> dict[str, datetime]:
    """Return the cameras whose last terms have lapsed, and when; none are to come."""
    rows = IssuedTerms.objects.filter(issued_at__lte=at).order_by("number")
    newest = dict(rows.values_list("camera", "ends_at"))
    return {camera: ends_at for camera, ends_at in newest.items() if ends_at <= at}


def terms_for_cameras(cameras: Iterable[str], *, at: datetime) -> list[CameraTerms]:
    """Return what the gateway's orders say of each camera, in the order asked.

    Before any terms have begun the newest are sent, so that a gateway which loses
    the line tonight can begin tomorrow on time.
    """
    asked = list(cameras)
    chains: dict[str, list[IssuedTerms]] = {camera: [] for camera in asked}
    rows = IssuedTerms.objects.filter(camera__in=asked, issued_at__lte=at)
    for row in rows.select_related("revocation").order_by("number"):
        chains[row.camera].append(row)
    return [_camera_terms(camera, chains[camera], at) for camera in asked]


def _camera_terms(camera: str, chain: list[IssuedTerms], at: datetime) -> CameraTerms:
    """Return what to say of one camera, from its terms in the order they begin."""
    started = [terms for terms in chain if terms.starts_at <= at]
    told = next(reversed(started or chain), None)
    revoked = [
        terms.id
        for terms in chain
        if hasattr(terms, "revocation") and terms.revocation.revoked_at <= at
    ]
    return CameraTerms(
        camera=camera,
        issued=told,
        revoked=tuple(revoked),
        superseded=tuple(terms.id for terms in started[:-1]),
    )


def overview(*, by: Actor, at: datetime) -> list[Row]:
    """Return every decision the actor may see with how it stands, the newest first."""
    rows = decisions(by=by).prefetch_related("terms")
    return [row_of(decision, at=at) for decision in rows]


def row_of(decision: Decision, *, at: datetime) -> Row:
    """Return how a decision stands at that instant."""
    terms = max(decision.terms.all(), key=lambda each: each.number, default=None)
    if terms is None:
        return Row(decision, None, Condition.NOT_ISSUED)
    now = standing(terms.id, at=at)
    condition = rules.condition(
        Period(terms.starts_at, terms.ends_at),
        revoked=now.revoked,
        superseded=now.superseded,
        review_by=decision.review_by,
        at=at,
    )
    return Row(decision, terms, condition)


def lapsing(*, by: Actor, before: date, at: datetime) -> list[Row]:
    """Return the decisions in force that end or are to be reviewed before that day."""
    now = {Condition.IN_FORCE, Condition.LAPSING}
    rows = (row for row in overview(by=by, at=at) if row.condition in now)
    soon = (row for row in rows if row.decision.review_by < before)
    return sorted(soon, key=lambda row: row.decision.review_by)


def recused_from(thing: str) -> frozenset[str]:
    """Return the ids of those who have no part in a case, or in the one behind a decision.

    `thing` is the id of a case, of a decision, or of the camera that it decides on.
    """
    behind = Decision.objects.filter(Q(pk=thing) | Q(camera=thing))
    told = behind.values_list("resolution__case", "balancing__case")
    return cases.recused_from({thing, *(key for both in told for key in both if key)})
