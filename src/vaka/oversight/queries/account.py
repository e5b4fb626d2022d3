"""Reads: the register of KBL 10 §, and what anybody may know of a camera."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from vaka.balancing import queries as balancing
from vaka.core.errors import Absent
from vaka.core.verdict import Verdict
from vaka.decisions import queries as decisions
from vaka.decisions import signer
from vaka.decisions.rules import INFORMATION, LOCAL
from vaka.evaluation import queries as evaluation
from vaka.law.se import sign
from vaka.measures import queries as measures
from vaka.municipality import queries as municipality
from vaka.municipality.access import require_every_board, require_some_board
from vaka.municipality.rules import Actor, Permission
from vaka.needs import queries as needs
from vaka.operation import queries as operation
from vaka.oversight.rules.account import RegisterEntry, is_kept
from vaka.record import queries as record
from vaka.record.queries import Proof
from vaka.record.rules import Audit
from vaka.terms.document import Act, Terms
from vaka.terms.permits import Asking
from vaka.terms.signature import Untrusted

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from vaka.balancing.models import Balancing
    from vaka.cases.models import Case
    from vaka.decisions.models import Decision, InformationExemption, IssuedTerms
    from vaka.evaluation.models import Evaluation
    from vaka.measures.models import Measure
    from vaka.municipality.models import Site
    from vaka.needs.models import Problem
    from vaka.operation.models import Camera, Hold, Installation, Recording, Sign, Ticket
    from vaka.record.models import Entry

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PublicCamera:
    """What anybody may know of a camera that stands in a public place."""

    id: str
    name: str
    controller: str
    contact: str
    dpo_contact: str
    site: str
    kind_of_place: str
    address: str
    longitude: float
    latitude: float
    direction_deg: float
    watched_area: dict[str, object]
    surroundings: dict[str, object]
    example: bool
    terms: Terms
    now: Verdict
    # What the authority has exempted it from telling; then no sign need stand there.
    exemption: "InformationExemption | None"
    began_on: date
    reasoning: str

    def sign_lines(self) -> tuple[sign.Line, ...]:
        """Return the first layer of information, as the sign has it."""
        terms = self.terms
        return sign.first_layer(
            sign.Facts(
                controller=self.controller,
                contact=self.contact,
                dpo_contact=self.dpo_contact,
                purposes=tuple(purpose.text for purpose in terms.purposes),
                sound=terms.uses.audio,
                kept_hours=terms.retention_hours if terms.uses.record else 0,
            )
        )


def public_cameras(*, at: datetime) -> list[PublicCamera]:
    """Return the cameras that stand and have terms, those too that begin another day.

    Hosted ones are others' to tell of, and nothing is told of what the authority has exempted.
    """
    return list(_public(at))


def public_camera(camera: str, *, at: datetime) -> PublicCamera:
    """Return one camera of the public register.

    :raises Absent: when there is none; a hosted camera is never there.
    """
    found = next((each for each in _public(at) if each.id == camera), None)
    if found is None:
        raise Absent("camera", camera)
    return found


def _public(at: datetime) -> Iterator[PublicCamera]:
    whole = municipality.municipality() if municipality.is_founded() else None
    for place in operation.installed(at=at):
        told = operation.informing(place.camera, at=at)
        issued, exemption = told.terms, told.exemption
        terms = _signed(issued) if issued else None
        if whole is None or issued is None or terms is None or _is_untold(exemption):
            continue
        site, board = place.site, place.camera.board
        yield PublicCamera(
            id=place.camera_id,
            name=place.camera.name,
            controller=f"{_together(board.name, terms)}, {whole.name}",
            contact=board.contact,
            dpo_contact=whole.dpo_contact,
            site=site.name,
            kind_of_place=site.kind,
            address=site.address,
            longitude=place.longitude,
            latitude=place.latitude,
            direction_deg=place.direction_deg,
            watched_area=place.watched_area,
            surroundings=site.surroundings,
            example=site.example,
            terms=terms,
            now=operation.verdict(place.camera_id, Act.RECORD, asking=Asking(), at=at),
            exemption=exemption,
            began_on=place.starts_at.date(),
            reasoning=str(balancing.values(issued.decision.balancing).get("tips", "")),
        )


def _is_untold(exemption: "InformationExemption | None") -> bool:
    """Return whether nobody need be told anything of the processing (KBL 17 §)."""
    return exemption is not None and INFORMATION in exemption.exempts


def _together(board: str, terms: Terms) -> str:
    """Return everybody who answers for the surveillance, as the sign and the register tell."""
    return ", ".join([board, *(party.name for party in terms.controller.joint_with)])


def register(*, by: Actor, at: datetime) -> list[RegisterEntry]:
    """Return the boards' surveillance, also what ended less than five years ago.

    It is made of what happened: a placement, its terms, the assessment behind them. What a
    board gave over to another it still accounts for. What is exempt is there, unless the board
    has chosen otherwise in its assessment (KBL 11 §).
    """
    return [entry for entry in _entries(by, at) if entry.is_registered]


def left_out(*, by: Actor, at: datetime) -> int:
    """Return how many exempt cameras the boards have chosen not to have in the register."""
    return sum(not entry.is_registered for entry in _entries(by, at))


def _entries(by: Actor, at: datetime) -> list[RegisterEntry]:
    found = [_entry(place, at) for place in operation.placements(by=by)]
    today = at.astimezone(LOCAL).date()
    return [entry for entry in found if entry and is_kept(entry, today=today)]


def ends(camera: str, *, at: datetime) -> list[date | None]:
    """Return when each surveillance by a camera ended, at any board; None of what goes on."""
    watched = (_watched(place, at) for place in operation.every_placement(camera))
    return [_last_day(each.over) for each in watched if each]


@dataclass(frozen=True)
class _Watched:
    """The terms by which a placement watched, the newest first, and when that was over."""

    by: "list[IssuedTerms]"
    over: datetime | None


def _watched(place: "Installation", at: datetime) -> _Watched | None:
    """Return by what a placement watched and until when; None when it never did."""
    board, until = place.site.board_id, place.ends_at or at
    begun = list(decisions.begun_for(camera=place.camera_id, board=board, at=until))
    over = decisions.over_at(begun[0], at=until) or place.ends_at if begun else None
    return None if not begun or (over and over <= place.starts_at) else _Watched(begun, over)


def _entry(place: "Installation", at: datetime) -> RegisterEntry | None:
    """Return the entry of one placement; None while it has had no terms."""
    board, watched = place.site.board, _watched(place, at)
    terms = _signed(watched.by[0]) if watched else None
    assessed = balancing.last_assessed(place.camera_id, board=board.id, at=place.ends_at or at)
    if watched is None or terms is None or assessed is None:
        return None
    uses = terms.uses
    special = {"audio": uses.audio, "movable": uses.movable}
    return RegisterEntry(
        camera=place.camera_id,
        controller=_together(board.name, terms),
        address=place.site.address,
        kind_of_place=place.site.kind,
        purposes=tuple(f"{each.code}: {each.text}" for each in terms.purposes),
        special_technique=(*(name for name, used in special.items() if used), *uses.analytics),
        exemption=balancing.exemption(watched.by[0].decision.balancing),
        is_registered=balancing.is_registered(watched.by[0].decision.balancing),
        assessed_on=_day(assessed),
        began_on=_day(max(place.starts_at, watched.by[-1].starts_at)),
        ended_on=_last_day(watched.over),
    )


def _last_day(over: datetime | None) -> date | None:
    """Return the last day of what is over; what ends at midnight was over the day before."""
    return _day(over - timedelta(microseconds=1)) if over else None


def _signed(issued: "IssuedTerms") -> Terms | None:
    """Return issued terms; those that were altered are told as none."""
    try:
        return signer.read(issued.text)
    except Untrusted as doubt:
        log.error("The terms of camera %s are not what was signed: %s", issued.camera, doubt)
        return None


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


def cameras_for_file(*, by: Actor) -> "list[Camera]":
    """Return the cameras whose file the actor may make; hosted ones are others'.

    :raises Absent: when there is no board for which the actor may.
    """
    require_some_board(by, Permission.MAKE_SUPERVISION_FILE, subject="file")
    return list(operation.accountable(by=by, permission=Permission.MAKE_SUPERVISION_FILE))


def entries(*, by: Actor, after: int = -1) -> "QuerySet[Entry]":
    """Return the entries of the record after a number, oldest first.

    It tells of every board, so only who may see it for all of them sees it.

    :raises Absent: when the actor may not see the record for every board.
    """
    require_every_board(by, Permission.SEE_RECORD, subject="record")
    return record.all_entries().filter(seq__gt=after)


def proof(seq: int, *, by: Actor) -> Proof:
    """Return the proof that an entry is in the record.

    :raises Absent: when the actor may not see the record, or there is no such entry.
    """
    require_every_board(by, Permission.SEE_RECORD, subject="record")
    return record.proof(seq)


def audit(*, by: Actor) -> Audit:
    """Verify the whole record.

    :raises Absent: when the actor may not see the record.
    """
    require_every_board(by, Permission.SEE_RECORD, subject="record")
    return record.audit()


@dataclass(frozen=True)
class Dossier:
    """Everything there is on one camera, from its problems to its effect."""

    camera: "Camera"
    public: PublicCamera | None
    entries: "tuple[RegisterEntry, ...]"
    sites: "tuple[Site, ...]"
    problems: "tuple[Problem, ...]"
    measures: "tuple[Measure, ...]"
    balancings: "tuple[Balancing, ...]"
    cases: "tuple[Case, ...]"
    decisions: "tuple[Decision, ...]"
    installations: "tuple[Installation, ...]"
    signs: "tuple[Sign, ...]"
    kept: "tuple[Recording, ...]"
    disposed: "tuple[Recording, ...]"
    holds: "tuple[Hold, ...]"
    views: "tuple[Ticket, ...]"
    evaluations: "tuple[Evaluation, ...]"
    # When the camera went to another board; what happened to it since is that board's.
    until: datetime

    def subjects(self) -> frozenset[str]:
        """Return the ids of what it tells of, as the record names them."""
        told = (self.sites, self.measures, self.balancings, self.cases, self.decisions)
        terms = {each.id for row in self.decisions for each in decisions.issued(row)}
        rows = {row.id for rows in (*told, self.evaluations) for row in rows}
        return frozenset(rows | terms | {self.camera.id})


def dossier(camera: "Camera", *, by: Actor, at: datetime) -> Dossier:
    """Return everything there is on one camera; of drafts only that they exist.

    To a board that gave it over it tells what was until then.
    """
    placed = tuple(operation.placements(by=by).filter(camera=camera))
    theirs = operation.cameras(by=by).filter(pk=camera.pk).exists()
    until = at if theirs else max((row.ends_at or at for row in placed), default=at)
    weighed = tuple(balancing.balancings(by=by).filter(camera=camera.id).order_by("version"))
    made = tuple(decisions.decisions(by=by).filter(camera=camera.id).order_by("made_at"))
    sites = {each.id: each for each in [*(w.site for w in weighed), *(p.site for p in placed)]}
    cases = {row.case_id: row.case for row in made}
    return Dossier(
        camera=camera,
        public=next((each for each in _public(at) if each.id == camera.id), None),
        entries=tuple(each for each in register(by=by, at=at) if each.camera == camera.id),
        sites=tuple(sites.values()),
        problems=tuple(row for site in sites for row in needs.problems(site, by=by)),
        measures=tuple(row for site in sites for row in measures.at_site(site, by=by)),
        balancings=weighed,
        cases=tuple(cases.values()),
        decisions=made,
        installations=placed,
        signs=tuple(operation.signs(camera).filter(installation__in=placed)),
        kept=tuple(operation.kept(camera).filter(starts_at__lt=until)),
        disposed=tuple(operation.disposed(camera).filter(starts_at__lt=until)),
        holds=tuple(operation.holds(camera).filter(placed_at__lt=until)),
        views=tuple(operation.views(camera).filter(issued_at__lt=until)),
        until=until,
        evaluations=tuple(evaluation.of_camera(camera.id, by=by)),
    )
