"""One of each thing a board can have, and everybody who might ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.test import Client
from django.utils import timezone

from tests.stages import (
    asking_story,
    found,
    prevention_story,
    response_story,
    sharing_story,
    token_story,
)
from tests.stages.counting import draft, history
from tests.stages.standing import standing, standing_now
from tests.stages.weighing import ANSWERS
from vaka.balancing import actions as weighing
from vaka.balancing import queries as balancing
from vaka.balancing.rules.own import Asked
from vaka.cases import actions as cases
from vaka.cases.models import Case
from vaka.cases.rules.statement import Part, Proposed, Written
from vaka.cases.rules.states import Ground, Outcome
from vaka.core.period import Period
from vaka.decisions import actions as decisions
from vaka.decisions.models import Decision, IssuedTerms
from vaka.decisions.queries import recused_from
from vaka.evaluation import actions as evaluation
from vaka.measures import actions as measures
from vaka.measures.rules.agreements import Promise, Terms
from vaka.municipality import actions, queries
from vaka.municipality.models import Assignment, Board, Person, Site
from vaka.municipality.rules import (
    EVERY_BOARD,
    Actor,
    BoardKind,
    Duty,
    PartnerKind,
    Permission,
    Role,
    SiteKind,
    TaskReason,
)
from vaka.needs import actions as needs
from vaka.operation import actions as operation
from vaka.operation import gate
from vaka.operation.models import Sign
from vaka.operation.rules import Health, Purpose
from vaka.oversight import actions as oversight
from vaka.oversight.rules.breaches import Risk, Told
from vaka.response import actions as response
from vaka.terms.document import Act

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RING = [[13.003, 55.604], [13.005, 55.604], [13.005, 55.605], [13.003, 55.604]]
NO_ROLE = "no-role"


@dataclass(frozen=True)
class World:
    """The ids of one board's things by kind, who has every role there, who has one elsewhere.

    `insider` holds every role at the board, and looks after the data of all; `own` holds one
    role each at the board, `foreign` one role each at another board, or none at all.
    """

    ids: Mapping[str, str]
    foreign_site: str
    insider: Client
    own: Mapping[Role, Client]
    foreign: Mapping[str, Client]


def client_of(person: str) -> Client:
    """Return a browser in which that person is logged in."""
    client = Client()
    client.force_login(Person.objects.get(pk=person))
    return client


class Town:
    """Two boards and the people who are made for them."""

    def __init__(self) -> None:
        first = actions.found(
            name="Exempelstad",
            contact="kontakt@example.org",
            dpo_contact="dso@example.org",
            example=True,
            administrator="administratör",
            password="exempel-lösenord",
            at=AT,
        )
        self.founder = queries.actor(first, at=AT)
        self.board = self.board_named("Tekniska nämnden")
        self.foreign_board = self.board_named("Kulturnämnden")
        self.count = 0

    def board_named(self, name: str) -> Board:
        """Add a board."""
        return actions.add_board(
            name=name, kind=BoardKind.BOARD, contact="n@example.org", by=self.founder, at=AT
        )

    def person(self, role: Role | None = None, board: Board | None = None) -> Actor:
        """Make somebody with one role at a board (without one: at all), or with none."""
        return self.people([role] if role else [], board)

    def people(self, roles: list[Role], board: Board | None) -> Actor:
        """Make one person with these roles."""
        self.count += 1
        name = f"person {self.count}"
        made = actions.add_person(
            login=name, name=name, password="exempel-lösenord", by=self.founder, at=AT
        )
        for role in roles:
            at_board = board.id if board else EVERY_BOARD
            actions.assign(person=made.id, role=role, board=at_board, by=self.founder, at=AT)
        return queries.actor(made, at=AT)

    def site(self, board: Board, name: str) -> Site:
        """Make a square of a board."""
        return actions.add_site(
            board=board.id,
            name=name,
            kind=SiteKind.SQUARE,
            address=f"{name} 1",
            longitude=13.004,
            latitude=55.6045,
            outline={"type": "Polygon", "coordinates": [RING]},
            example=True,
            by=self.founder,
            at=AT,
        )


def build() -> World:
    """Build the world: one of each thing at tekniska nämnden, a bare site at the other."""
    town, now = Town(), timezone.now()
    site = town.site(town.board, "Exempeltorget")
    insider = town.people(list(Role), town.board)
    for role in (Role.DPO, Role.COUNCIL_MEMBER):
        actions.assign(person=insider.id, role=role, by=town.founder, at=AT)
    insider = queries.actor_by_id(insider.id, at=AT)
    ids = {
        **_kept_by_the_council(insider),
        **until_decided(town, site, insider),
        "transfer": _offered(town),
        "ended-camera": _ended(town),
    }
    ids["handed-over"] = _handed_over(town, ids, insider)
    ids |= _reported(site.id, insider)
    ids |= _agreed(town, insider)
    ids |= _prevented(town, insider)
    ids |= _looked_at(ids["camera"], insider, now)
    ids |= _went_wrong(town, insider)
    ids |= _alarmed(town, site)
    foreign = {role.value: town.person(role, town.foreign_board) for role in Role}
    foreign[NO_ROLE] = town.person()
    return World(
        ids=ids,
        foreign_site=town.site(town.foreign_board, "Kulturtorget").id,
        insider=client_of(insider.id),
        own={role: client_of(town.person(role, town.board).id) for role in Role},
        foreign={name: client_of(who.id) for name, who in foreign.items()},
    )


def until_decided(town: Town, site: Site, insider: Actor) -> dict[str, str]:
    """Build one of each thing from the need to the decision, at the town's own board."""
    return {
        "entry": "0",
        "site": site.id,
        "board": town.board.id,
        "task": _to_see_to(town),
        **_employed(town),
        **_decided(town, site, insider),
        **_planned(site.id, insider),
    }


def _went_wrong(town: Town, insider: Actor) -> dict[str, str]:
    """Enter a personal data breach."""
    told = Told(None, "Ett minne tappades.", "Bilder", None, None, "-", "-", Risk.UNLIKELY)
    row = oversight.enter_breach(told, board=town.board.id, known_at=AT, by=insider, at=AT)
    return {"breach": row.id}


def _decided(town: Town, site: Site, insider: Actor) -> dict[str, str]:
    """Weigh, decide and put up a camera whose terms apply now."""
    camera = standing_now(
        person=town.person,
        board=town.board,
        site=site,
        at=AT,
        access=[{"role": "operator", "acts": ["live", "review", "export"], "requires": []}],
    )
    decision = Decision.objects.get(camera=camera.id)
    appeal = decisions.enter_appeal(
        decision=decision.id,
        court_case="1-26",
        filed_on=decision.resolution.meeting,
        by=insider,
        at=AT,
    )
    exemption = decisions.enter_exemption(
        decision=decision.id,
        authority="IMY",
        case_number="IMY-2026-1",
        decided_on=date(2026, 3, 2),
        exempts=["15-1"],
        conditions="Informera i receptionen.",
        starts_on=date(2039, 1, 1),
        ends_on=date(2039, 12, 31),
        by=insider,
        at=AT,
    )
    case = _open_case(town, insider)
    asked = cases.refer(
        case=case.id, consulted="Polisen", due=date(2026, 4, 1), by=insider, at=AT
    )
    return {
        "camera": camera.id,
        "balancing": decision.balancing_id,
        "advice": balancing.advice(decision.balancing)[0].id,
        **_asked(town, site, insider),
        "decision": decision.id,
        "appeal": appeal.id,
        "exemption": exemption.id,
        "resolution": decision.resolution_id,
        "terms": IssuedTerms.objects.get(camera=camera.id).id,
        "sign": Sign.objects.get(installation__camera=camera).id,
        "case": case.id,
        "referral": asked.id,
        **_handled(town, case, insider),
    }


def _ended(town: Town) -> str:
    """Have had a camera that watched in the spring of 2026, until its decision lapsed."""
    camera = standing(
        person=town.person,
        board=town.board,
        site=town.site(town.board, "Gamla torget"),
        at=AT,
        name="Gamla kameran",
        reference="TN-2026-9",
        item=9,
        valid_until="2026-05-31",
        review_by="2026-05-01",
    )
    operation.end_lapsed_placements(at=datetime(2026, 6, 2, 12, 0, tzinfo=UTC))
    return camera.id


def _offered(town: Town) -> str:
    """Have a third board hand a camera of its own over to the board."""
    third = town.board_named("Servicenämnden")
    camera = standing_now(
        person=town.person,
        board=third,
        site=town.site(third, "Servicetorget"),
        at=AT,
        access=[{"role": "operator", "acts": ["live"], "requires": []}],
    )
    decision = Decision.objects.get(camera=camera.id)
    by = town.person(Role.BOARD_SECRETARY, third)
    handed = decisions.hand_over(
        decision=decision.id,
        board=town.board.name,
        resolution=decision.resolution_id,
        by=by,
        at=timezone.now(),
    )
    return handed.id


def _handed_over(town: Town, ids: dict[str, str], insider: Actor) -> str:
    """Hand the board's own camera over to the third one, which has not begun to weigh."""
    handed = decisions.hand_over(
        decision=ids["decision"],
        board="Servicenämnden",
        resolution=ids["resolution"],
        by=insider,
        at=timezone.now(),
    )
    return handed.id


def _handled(town: Town, case: Case, insider: Actor) -> dict[str, str]:
    """Draft a statement, table the case, and decide another one by delegation."""
    proposal = Proposed(0, Outcome.GRANTED, "Skäl.", "Nämnden bifaller.")
    written = Written(
        dated=AT.date(),
        department="Kontoret",
        officer="Utredare",
        contact="",
        proposer="",
        summary="Kort.",
        matter="Långt.",
        background=(Part("Lagen", "Ändrad."),),
        documents=(),
        recipients=("Polisen",),
        officers=("Utredare",),
        proposals=(proposal,),
    )
    by = {"by": insider, "at": AT}
    tabled = {"meeting": date(2026, 3, 3), "item": 3, "outcome": Outcome.TABLED}
    delegation = cases.delegate(
        board=town.board.id,
        number="3.2",
        subject="Tillfällig kamera",
        delegate="Enhetschef",
        starts_on=date(2026, 1, 1),
        **by,
    )
    other = cases.open_case(
        board=town.board.id, reference="TN-2026-201", title="Tillfällig kamera", **by
    )
    decided = cases.decide_by_delegation(
        case=other.id,
        delegation=delegation.id,
        decided_on=AT.date(),
        outcome=Outcome.GRANTED,
        text="Bifall.",
        **by,
    )
    tabling = cases.resolve(case=case.id, text="Bordläggs.", **tabled, **by)
    cases.approve_minutes(
        board=town.board.id,
        meeting=tabling.meeting,
        approved_on=date(2026, 3, 9),
        announced_on=date(2026, 3, 10),
        **by,
    )
    noted = cases.recuse(case=case.id, who="Ledamot (Y)", ground=Ground.AFFECTED, **by)
    return {
        "recusal": noted.id,
        "statement": cases.write_statement(case=case.id, written=written, **by).id,
        "tabling": tabling.id,
        "delegation": delegation.id,
        "delegated": decided.id,
    }


def _asked(town: Town, site: Site, insider: Actor) -> dict[str, str]:
    """Have the council ask something of another text of the board."""
    author = town.person(Role.SAFETY_COORDINATOR, town.board)
    row = weighing.draft(site=site.id, by=author, at=AT)
    weighing.answer(balancing=row.id, answers=ANSWERS, by=author, at=AT)
    weighing.submit(balancing=row.id, by=author, at=AT)
    comment = weighing.comment(
        balancing=row.id, question="place", text="Var?", by=insider, at=AT
    )
    return {"commented": row.id, "comment": comment.id}


def _kept_by_the_council(insider: Actor) -> dict[str, str]:
    """Publish a routine and ask a question of the municipality's own."""
    routine = weighing.publish_routine(title="Kontroll", text="Läs.", by=insider, at=AT)
    asked = Asked(13, "text", "Vem har nycklar?", "Policyn", required=False)
    question = weighing.add_question(asked, by=insider, at=AT)
    return {"routine": routine.series, "own-question": question.question}


def _employed(town: Town) -> dict[str, str]:
    """Give somebody a role at the board."""
    person = town.person(Role.OPERATOR, town.board).id
    return {"person": person, "assignment": Assignment.objects.get(person=person).id}


def _open_case(town: Town, insider: Actor) -> Case:
    return cases.open_case(
        board=town.board.id, reference="TN-2026-200", title="Belysning", by=insider, at=AT
    )


def _to_see_to(town: Town) -> str:
    """Give the board something to see to."""
    duty = Duty(
        board=town.board.id,
        reason=TaskReason.OPINION_LATE,
        permission=Permission.HANDLE_CASE,
        subject=town.board.id,
        about="TN-2026-200, Polisen",
        due=AT.date(),
    )
    task = actions.raise_duty(duty, apart=recused_from, at=AT)
    assert task
    return task.id


def _planned(site: str, insider: Actor) -> dict[str, str]:
    row = evaluation.plan(draft(site), history=history(controls=2), by=insider, at=AT)
    return {"evaluation": row.id}


def _reported(site: str, insider: Actor) -> dict[str, str]:
    """Take in a report of a problem."""
    row = {
        "id": "1",
        "occurred_from": "2026-02-14 22:10",
        "category": "damage",
        "source": "Driften",
        "flag": "observed",
    }
    taken = needs.import_rows([row], name="rader", site=site, by=insider, at=AT)
    return {"import": taken.key}


def _agreed(town: Town, insider: Actor) -> dict[str, str]:
    """Agree with the police on one thing."""
    police = actions.add_partner(
        name="Polisområdet", kind=PartnerKind.POLICE, by=town.founder, at=AT
    )
    terms = Terms(
        title="Samverkan",
        partner=police.id,
        purposes="Färre stölder",
        areas="Centrum",
        starts=date(2026, 1, 1),
        ends=None,
        promises=(Promise("delar läget", "Polisen"),),
    )
    row = measures.agree(terms, board=town.board.id, by=insider, at=AT)
    return {"cooperation": row.id}


def _prevented(town: Town, insider: Actor) -> dict[str, str]:
    """Lead the work against crime: a picture that is decided, a draft, a plan, a meeting."""
    prevention_story.led(town.board.id, by=town.founder, at=AT)
    prevention_story.pictured(author=insider, secretary=insider, at=AT)
    plan = measures.begin_plan(by=insider, at=AT)
    measures.add_point(prevention_story.POINT, plan=plan.id, by=insider, at=AT)
    draft = needs.draft_picture(prevention_story.written(), by=insider, at=AT)
    met = measures.enter_session(prevention_story.SESSION, by=insider, at=AT)
    return {"crime-picture": draft.id, "action-plan": plan.id, "strategic-meeting": met.id}


def _looked_at(camera: str, insider: Actor, now: datetime) -> dict[str, str]:
    """Look, ask for recordings on a written request, hold some, and order work."""
    span = Period(now - timedelta(hours=3), now - timedelta(hours=2))
    police = asking_story.by_the_police(camera, span, by=insider, at=now)
    asking_story.granted(police, by=insider, at=now)
    grounds = {"incident": "", "written_request": police.id, "reason": "Utredning"}
    asked = operation.ask_for_footage(
        camera=camera,
        act=Act.REVIEW,
        span=span,
        purpose=Purpose.INCIDENT,
        **grounds,
        by=insider,
        at=now,
    )
    hold = operation.place_hold(
        camera=camera, span=span, until=now + timedelta(days=9), **grounds, by=insider, at=now
    )
    ticket = gate.give_ticket(
        camera=camera, act=Act.LIVE, purpose=Purpose.WATCH, incident="", by=insider, at=now
    )
    work = operation.order_work(
        camera=camera, fault=Health.STALLED, what="Se över", by=insider, at=now
    )
    copy = operation.ask_for_footage(
        camera=camera,
        act=Act.EXPORT,
        span=Period(now - timedelta(hours=3), now - timedelta(hours=3) + timedelta(minutes=1)),
        purpose=Purpose.INCIDENT,
        **grounds,
        by=insider,
        at=now,
    )
    redacted = operation.begin_redaction(
        request=copy.id, findings=found.sent(), by=insider, at=now
    )
    own = asking_story.of_oneself(camera, span, by=insider, at=now)
    return {
        "access-request": own.id,
        "disclosure": police.id,
        "redaction": redacted.id,
        "footage": asked.id,
        "hold": hold.id,
        "ticket": ticket.id,
        "work": work.id,
    }


def _alarmed(town: Town, site: Site) -> dict[str, str]:
    transmitter = response_story.registered(site, town.founder, AT)
    card = response_story.published(town.founder, AT)
    incident = response_story.take("alarm-1", AT).incident
    assert incident
    contact = response_story.reached(town.founder, AT, board=town.board.id)
    call_out = response_story.planned(contact, site, town.founder, AT)
    watching = town.person(Role.OPERATOR, town.board)
    shift = response.begin_shift(board=town.board.id, by=watching, at=AT)
    response.end_shift(shift=shift.id, by=watching, at=AT)
    partner = sharing_story.partner("Grannkommunen", town.founder, AT)
    agreement = sharing_story.agreed(partner, town.founder, AT, board=town.board.id)
    reader = town.person(Role.PARTNER)
    plan = response.publish_plan(
        title="Utrymning",
        text="När torget töms.",
        steps=response_story.STEPS,
        board=town.board.id,
        by=town.founder,
        at=AT,
    )
    resource = response.add_resource(
        name="Tält",
        count=3,
        place="Förrådet",
        contact=contact.id,
        board=town.board.id,
        by=town.founder,
        at=AT,
    )
    taken = response_story.take("alarm-2", AT, code="FA", sequence="2").incident
    response.acknowledge(incident=taken, by=watching, at=AT)
    use = response.draw_on(incident=taken, resource=resource.id, count=1, by=watching, at=AT)
    exercise = response.begin_exercise(
        title="Inbrott", purpose="Pröva", board=town.board.id, by=town.founder, at=AT
    )
    return {
        "exercise": exercise.id,
        "incident": incident,
        "plan": plan.id,
        "resource": resource.id,
        "use": use.id,
        "partner": partner,
        "token": token_story.issued(town.board.id, town.founder, AT).token.id,
        "agreement": agreement.id,
        "reader": town.person(Role.PARTNER).id,
        "partner-login": sharing_story.reads(partner, reader, town.founder, AT),
        "card": card.id,
        "transmitter": transmitter.id,
        "contact": contact.id,
        "call-out": call_out.id,
        "shift": shift.id,
    }
