"""Initiative, hearing, statement, resolution and delegation: each verb and each refusal."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from vaka.cases import actions, documents, queries
from vaka.cases.models import Case, Demand, Document, Statement
from vaka.cases.rules.statement import Proposed, Written
from vaka.cases.rules.states import (
    Direction,
    DissentForm,
    DissentKind,
    Outcome,
    Reason,
    Stance,
    State,
)
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.record.rules import Kind

pytestmark = pytest.mark.django_db
DUE, MEETING = date(2026, 3, 20), date(2026, 4, 15)
DEMANDS = ["att utreda kameror", "att återkomma i höst"]


@pytest.fixture
def foreigner(person, foreign_board):
    return person(Role.BOARD_SECRETARY, foreign_board)


@pytest.fixture
def case(board, officer, at) -> Case:
    return actions.open_case(
        board=board.id, reference="TN-2026-114", title="Kamera på torget", by=officer, at=at
    )


@pytest.fixture
def initiative(case, officer, at) -> Case:
    enter(case, officer, at)
    return case


@pytest.fixture
def referral(initiative, officer, at):
    return actions.refer(
        case=initiative.id, consulted="Servicenämnden", due=DUE, by=officer, at=at
    )


def enter(case: Case, by, at: datetime, *, demands: list[str] = DEMANDS):
    return actions.enter_initiative(
        case=case.id,
        initiator="Ledamot (X)",
        received_on=at.date(),
        demands=demands,
        by=by,
        at=at,
    )


def written(*outcomes: Outcome, **changed: object) -> Written:
    proposals = [
        Proposed(number, outcome, "Skäl.") for number, outcome in enumerate(outcomes, 1)
    ]
    plain = Written(
        dated=date(2026, 3, 25),
        department="Gatukontoret",
        officer="Utredare",
        contact="",
        proposer="",
        summary="Kort.",
        matter="Långt.",
        background=(),
        documents=(),
        recipients=("Ledamot (X)",),
        officers=("Utredare",),
        proposals=tuple(proposals),
    )
    return replace(plain, **changed)


BOTH = (Outcome.REJECTED, Outcome.ANSWERED)


def stated(case: Case, by, at: datetime, *outcomes: Outcome) -> Statement:
    row = actions.write_statement(case=case.id, written=written(*outcomes), by=by, at=at)
    return actions.sign_statement(statement=row.id, by=by, at=at)


def resolve(case: Case, by, at: datetime, *, item: int = 56, **how: object):
    return actions.resolve(
        case=case.id, meeting=MEETING, item=item, text="Beslut.", by=by, at=at, **how
    )


def opine(referral, by, at: datetime, **told: object):
    return actions.give_opinion(referral=referral.id, text="Så här.", by=by, at=at, **told)


def state(case: Case) -> State:
    return State(Case.objects.get(pk=case.pk).state)


def test_an_initiative_has_numbered_demands_and_stands_in_the_register(initiative) -> None:
    assert {n: d.text for n, d in queries.demands(initiative).items()} == dict(
        enumerate(DEMANDS, 1)
    )
    document = initiative.documents.get()
    assert (document.direction, document.party) == ("received", "Ledamot (X)")
    entry = record.of_kind(Kind.INITIATIVE_ENTERED).get()
    assert entry.facts["demands"] == 2
    assert "Ledamot" not in str(entry.facts)


def test_an_initiative_comes_once_and_before_anybody_is_consulted(
    initiative, board, officer, at
) -> None:
    with pytest.raises(Conflict, match=Reason.INITIATIVE_ENTERED_ALREADY):
        enter(initiative, officer, at)
    other = actions.open_case(
        board=board.id, reference="TN-2026-115", title="Annat", by=officer, at=at
    )
    actions.refer(case=other.id, consulted="Polisen", due=DUE, by=officer, at=at)
    with pytest.raises(Conflict, match=Reason.INITIATIVE_AFTER_REFERRAL):
        enter(other, officer, at)


def test_an_initiative_without_a_demand_asks_for_nothing(case, officer, at) -> None:
    for demands in ([], ["att", " "]):
        with pytest.raises(BadInput, match="demands"):
            enter(case, officer, at, demands=demands)
    assert not Demand.objects.exists()
    assert not Document.objects.exists()


def test_a_case_is_prepared_by_one_department(initiative, officer, at) -> None:
    told = {"case": initiative.id, "department": "Gatukontoret", "by": officer, "at": at}
    with pytest.raises(BadInput, match="due"):
        actions.prepare(**told, ordered_on=MEETING, due=DUE)
    actions.prepare(**told, ordered_on=at.date(), due=DUE)
    assert state(initiative) == State.IN_PREPARATION
    with pytest.raises(Conflict, match=Reason.PREPARED_ALREADY):
        actions.prepare(**told, ordered_on=at.date())
    assert record.of_kind(Kind.CASE_PREPARED).get().facts["department"] == "Gatukontoret"


def test_a_meeting_is_planned_once_and_is_ahead_until_its_day_is_over(case, officer, at):
    told = {"case": case.id, "body": "Arbetsutskottet", "on": MEETING, "by": officer}
    meeting = actions.plan_meeting(**told, at=at)
    with pytest.raises(Conflict, match=Reason.MEETING_PLANNED_ALREADY):
        actions.plan_meeting(**told, at=at)
    assert [each.thing for each in queries.planned(case, today=MEETING)] == [meeting]
    assert queries.planned(case, today=MEETING + timedelta(1)) == []


def test_a_secret_title_is_for_who_handles_the_case(case, officer, person, board, at) -> None:
    told = {"case": case.id, "direction": Direction.RECEIVED, "party": "Polisen"}
    told |= {"dated": DUE, "by": officer, "at": at}
    actions.register_document(**told, title="Polisanmälan", secrecy="OSL 32 kap. 3 §")
    actions.register_document(**told, title="Karta")
    coordinator = person(Role.SAFETY_COORDINATOR, board)
    seen = [each.title for each in queries.register(case, by=coordinator)]
    assert seen == [None, "Karta"]
    handled = [each.title for each in queries.register(case, by=officer)]
    assert handled == ["Polisanmälan", "Karta"]
    assert [row.number for row in case.documents.all()] == [1, 2]
    with pytest.raises(BadInput, match="secrecy"):
        actions.register_document(**told, title="Brev", secrecy="hemligt")


def test_an_opinion_takes_a_stand_demand_by_demand(referral, officer, at) -> None:
    opinion = opine(
        referral,
        officer,
        at,
        positions={1: Stance.OPPOSES},
        resolved_on=date(2026, 3, 10),
        item=56,
    )
    assert opinion.stance == ""
    first, second = queries.answered(referral.case)
    assert first.by_body == (("Servicenämnden", "opposes"),)
    assert second.by_body == (("Servicenämnden", ""),)
    assert referral.case.documents.last().title == "Remissvar servicenämnden"


def test_an_opinion_without_a_stand_or_on_what_nobody_demands_is_none(
    referral, officer, at
) -> None:
    with pytest.raises(BadInput, match="stance"):
        opine(referral, officer, at)
    with pytest.raises(BadInput, match="there is no demand 3"):
        opine(referral, officer, at, positions={3: Stance.SUPPORTS})
    assert queries.awaited(referral.case) != []


def test_who_is_late_is_reminded_until_the_answer_comes(referral, officer, at) -> None:
    soon = list(queries.due_soon(by=officer, today=DUE - timedelta(7)))
    assert soon == [referral]
    assert not queries.due_soon(by=officer, today=DUE - timedelta(8))
    assert not queries.due_soon(by=officer, today=DUE + timedelta(1))
    actions.remind(referral=referral.id, by=officer, at=at)
    assert "reminded" in [each.what for each in queries.timeline(referral.case)]
    opine(referral, officer, at, stance=Stance.SUPPORTS)
    with pytest.raises(Conflict, match=Reason.OPINION_GIVEN_ALREADY):
        actions.remind(referral=referral.id, by=officer, at=at)


def test_who_disagreed_in_a_consulted_body_is_noted_with_its_item(
    referral, officer, at
) -> None:
    told = {"referral": referral.id, "party": "Parti A", "by": officer, "at": at}
    kinds = {"kind": DissentKind.RESERVATION, "form": DissentForm.ORAL}
    with pytest.raises(Conflict, match=Reason.OPINION_AWAITED):
        actions.note_dissent_in(**told, **kinds)
    decided = {"resolved_on": date(2026, 3, 10), "item": 56}
    opine(referral, officer, at, stance=Stance.SUPPORTS, **decided)
    for kind, form in (
        (DissentKind.RESERVATION, DissentForm.ORAL),
        (DissentKind.SPECIAL_OPINION, DissentForm.WRITTEN),
    ):
        actions.note_dissent_in(**told, kind=kind, form=form)
    titles = [row.title for row in referral.case.documents.all()][-2:]
    assert titles == [
        "Servicenämnden beslut 260310 § 56 muntlig reservation (Parti A)",
        "Servicenämnden beslut 260310 § 56 särskilt yttrande (Parti A)",
    ]


def test_a_statement_is_written_over_until_it_is_signed_and_then_gets_a_successor(
    initiative, officer, at
) -> None:
    told = {"case": initiative.id, "by": officer, "at": at}
    first = actions.write_statement(**told, written=written(*BOTH))
    again = actions.write_statement(**told, written=written(*BOTH, summary="Kortare."))
    assert (again.id, again.proposals.count()) == (first.id, 2)
    assert documents.statement_paper(again).mark == "EXEMPEL · UTKAST"
    assert queries.proposed_text(initiative) == ""
    signed = actions.sign_statement(statement=first.id, by=officer, at=at)
    assert documents.statement_paper(signed).mark == "EXEMPEL"
    assert queries.written(signed) == written(*BOTH, summary="Kortare.")
    with pytest.raises(Conflict, match=Reason.SIGNED_ALREADY):
        actions.sign_statement(statement=first.id, by=officer, at=at)
    assert actions.write_statement(**told, written=written(*BOTH)).number == 2
    assert queries.is_intact(Statement.objects.get(pk=first.pk))
    assert queries.signed(initiative) == signed


@pytest.mark.parametrize(
    "changed",
    [
        {"summary": " "},
        {"recipients": ()},
        {"officers": ("Utredare", "")},
        {"documents": ("0" * 26,)},
        {"proposals": ()},
        {"proposals": (Proposed(1, Outcome.GRANTED, " "),)},
        {"proposals": (Proposed(0, Outcome.GRANTED, "Skäl."),)},
        {"proposals": (Proposed(9, Outcome.GRANTED, "Skäl.", "Nämnden bifaller."),)},
    ],
    ids=str,
)
def test_a_statement_that_says_nothing_or_names_what_is_not_there_is_refused(
    initiative, officer, at, changed
) -> None:
    with pytest.raises(BadInput, match=next(iter(changed))):
        actions.write_statement(
            case=initiative.id, written=written(*BOTH, **changed), by=officer, at=at
        )
    assert not Statement.objects.exists()


def test_a_statement_is_signed_when_all_are_heard_and_all_demands_answered(
    referral, officer, at
) -> None:
    case = referral.case
    with pytest.raises(Conflict, match=Reason.OPINIONS_AWAITED):
        stated(case, officer, at, *BOTH)
    opine(referral, officer, at, stance=Stance.ABSTAINS)
    with pytest.raises(Conflict, match=Reason.DEMANDS_WITHOUT_PROPOSAL):
        stated(case, officer, at, Outcome.REJECTED)
    stated(case, officer, at, *BOTH)
    assert state(case) == State.STATED
    assert (
        queries.proposed_text(case)
        .splitlines()[0]
        .startswith("Tekniska nämnden avslår första yrkandet")
    )


def test_a_resolved_case_gets_no_statement_no_meeting_and_no_initiative(
    case, officer, secretary, at
) -> None:
    resolve(case, secretary, at, outcome=Outcome.REJECTED)
    with pytest.raises(Conflict, match=Reason.RESOLVED_ALREADY):
        actions.write_statement(case=case.id, written=written(), by=officer, at=at)
    with pytest.raises(Conflict, match=Reason.RESOLVED_ALREADY):
        actions.plan_meeting(case=case.id, body="Nämnden", on=MEETING, by=officer, at=at)
    with pytest.raises(Conflict, match=Reason.RESOLVED_ALREADY):
        enter(case, officer, at)


def test_demands_are_resolved_one_by_one_after_a_statement(
    initiative, officer, secretary, at
) -> None:
    settled = {1: Outcome.REJECTED, 2: Outcome.ANSWERED}
    with pytest.raises(Conflict, match=Reason.NOT_STATED):
        resolve(initiative, secretary, at, demands=settled)
    stated(initiative, officer, at, *BOTH)
    for how in ({"outcome": Outcome.GRANTED}, {"demands": {1: Outcome.GRANTED}}):
        with pytest.raises(Conflict, match=Reason.DEMANDS_UNRESOLVED):
            resolve(initiative, secretary, at, **how)
    with pytest.raises(BadInput, match="outcome"):
        resolve(initiative, secretary, at)
    with pytest.raises(BadInput, match="there is no demand 3 to settle"):
        resolve(initiative, secretary, at, demands={**settled, 3: Outcome.GRANTED})
    resolution = resolve(initiative, secretary, at, demands=settled)
    assert resolution.outcome == "mixed"
    assert [each.resolved for each in queries.answered(initiative)] == list(settled.values())
    assert record.of_kind(Kind.CASE_RESOLVED).get().facts["demands"] == {
        "1": "rejected",
        "2": "answered",
    }


def test_what_is_tabled_waits_and_only_what_is_left_is_resolved_then(
    initiative, officer, secretary, at
) -> None:
    stated(initiative, officer, at, *BOTH)
    resolve(initiative, secretary, at, outcome=Outcome.TABLED)
    assert state(initiative) == State.STATED
    partly = {1: Outcome.REJECTED, 2: Outcome.TABLED}
    resolve(initiative, secretary, at, item=57, demands=partly)
    assert [each.number for each in queries.unsettled(initiative)] == [2]
    with pytest.raises(BadInput, match="there is no demand 1 to settle"):
        resolve(initiative, secretary, at, item=58, demands={1: Outcome.GRANTED})
    resolve(initiative, secretary, at, item=58, demands={2: Outcome.GRANTED})
    assert state(initiative) == State.RESOLVED
    assert [row.outcome for row in queries.resolutions(initiative)] == [
        *("tabled", "mixed", "granted"),
    ]


def approve(board, by, at: datetime, **changed: date):
    days = {"approved_on": MEETING + timedelta(5), "announced_on": MEETING + timedelta(6)}
    return actions.approve_minutes(
        board=board.id, meeting=MEETING, by=by, at=at, **{**days, **changed}
    )


def test_minutes_fix_who_disagreed(case, board, secretary, officer, at) -> None:
    with pytest.raises(Conflict, match=Reason.NOTHING_RESOLVED):
        approve(board, secretary, at)
    resolution = resolve(case, secretary, at, outcome=Outcome.GRANTED)
    told = {"resolution": resolution.id, "kind": DissentKind.RESERVATION}
    told |= {"form": DissentForm.WRITTEN, "party": "Parti A", "at": at}
    with pytest.raises(Refused):
        actions.note_dissent_from(**told, by=officer)
    actions.note_dissent_from(**told, by=secretary)
    with pytest.raises(Conflict, match=Reason.APPROVED_BEFORE_MEETING):
        approve(board, secretary, at, approved_on=MEETING - timedelta(1))
    with pytest.raises(BadInput, match="announced_on"):
        approve(board, secretary, at, announced_on=MEETING)
    approve(board, secretary, at)
    for again in (
        lambda: approve(board, secretary, at),
        lambda: actions.note_dissent_from(**told, by=secretary),
    ):
        with pytest.raises(Conflict, match=Reason.MINUTES_APPROVED):
            again()
    assert documents.extract_paper(resolution).title == (
        "Tekniska nämnden § 56: Kamera på torget"
    )


@pytest.fixture
def delegation(board, secretary, at):
    return actions.delegate(
        board=board.id,
        number="3.2",
        subject="Tillfällig kamerabevakning",
        delegate="Enhetschef",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        by=secretary,
        at=at,
    )


def decide(case, delegation, by, at: datetime, *, on: date = DUE, **changed: object):
    how = {"outcome": Outcome.GRANTED, "text": "Bifall.", **changed}
    return actions.decide_by_delegation(
        case=case.id, delegation=delegation.id, decided_on=on, by=by, at=at, **how
    )


def test_a_delegate_decides_in_the_boards_name_and_the_board_is_told(
    case, delegation, secretary, at
) -> None:
    decided = decide(case, delegation, secretary, at)
    assert state(case) == State.RESOLVED
    assert list(queries.reportable(by=secretary)) == [decided]
    told = {"decision": decided.id, "by": secretary, "at": at}
    with pytest.raises(Conflict, match=Reason.REPORTED_BEFORE_DECISION):
        actions.report_delegated(**told, meeting=DUE - timedelta(1))
    actions.report_delegated(**told, meeting=MEETING)
    with pytest.raises(Conflict, match=Reason.REPORTED_ALREADY):
        actions.report_delegated(**told, meeting=MEETING)
    assert not queries.reportable(by=secretary).exists()
    assert [each.what for each in queries.timeline(case)] == ["opened", "delegated"]


def test_a_delegate_decides_nothing_outside_the_delegation_and_no_initiative(
    initiative, board, delegation, officer, secretary, at
) -> None:
    with pytest.raises(Conflict, match=Reason.INITIATIVE_NOT_DELEGATED):
        decide(initiative, delegation, secretary, at)
    other = actions.open_case(
        board=board.id, reference="TN-2026-115", title="Annat", by=officer, at=at
    )
    for on in (date(2025, 12, 31), date(2027, 1, 1)):
        with pytest.raises(Conflict, match=Reason.DELEGATION_NOT_IN_FORCE):
            decide(other, delegation, secretary, at, on=on)
    decide(other, delegation, secretary, at, outcome=Outcome.TABLED)
    assert state(other) == State.OPEN


def test_a_delegation_is_entered_once_and_ends_after_it_begins(
    board, delegation, secretary, at
) -> None:
    told = {"board": board.id, "number": "3.2", "subject": "Igen", "delegate": "Chef"}
    told |= {"by": secretary, "at": at}
    with pytest.raises(Conflict, match=Reason.DELEGATED_ALREADY):
        actions.delegate(**told, starts_on=date(2026, 1, 1))
    with pytest.raises(BadInput, match="ends_on"):
        actions.delegate(**told, starts_on=MEETING, ends_on=DUE)


def test_a_foreign_board_neither_finds_nor_lends_anything(
    referral, delegation, officer, foreigner, foreign_board, at
) -> None:
    case = referral.case
    opine(referral, officer, at, stance=Stance.SUPPORTS)
    statement = stated(case, officer, at, *BOTH)
    dissent = {"kind": DissentKind.RESERVATION, "form": DissentForm.ORAL, "party": "X"}
    for verb in (
        lambda by: enter(case, by, at),
        lambda by: actions.remind(referral=referral.id, by=by, at=at),
        lambda by: actions.note_dissent_in(referral=referral.id, **dissent, by=by, at=at),
        lambda by: actions.sign_statement(statement=statement.id, by=by, at=at),
        lambda by: decide(case, delegation, by, at),
    ):
        with pytest.raises(Absent):
            verb(foreigner)
    own = actions.open_case(
        board=foreign_board.id, reference="KN-2026-1", title="Eget", by=foreigner, at=at
    )
    with pytest.raises(Absent):
        decide(own, delegation, foreigner, at)
    assert not queries.delegations(by=foreigner).exists()
    assert not queries.delegated_decisions(by=foreigner).exists()


def test_rows_say_what_they_are(referral, delegation, officer, secretary, at) -> None:
    case = referral.case
    reminder = actions.remind(referral=referral.id, by=officer, at=at)
    opinion = opine(referral, officer, at, positions={1: Stance.SUPPORTS})
    statement = stated(case, officer, at, *BOTH)
    resolution = resolve(
        case, secretary, at, demands={1: Outcome.REJECTED, 2: Outcome.ANSWERED}
    )
    dissent = actions.note_dissent_from(
        resolution=resolution.id,
        kind=DissentKind.SPECIAL_OPINION,
        form=DissentForm.ORAL,
        party="Parti A",
        by=secretary,
        at=at,
    )
    named = "TN-2026-114 Kamera på torget"
    assert [str(row) for row in (queries.initiative(case), queries.demands(case)[1])] == [
        f"{named}: Ledamot (X)",
        f"{named}: 1",
    ]
    assert str(reminder) == f"{named}: Servicenämnden: 2026-03-02"
    assert str(opinion.positions.get()).endswith(": 1 supports")
    assert str(case.documents.first()) == "TN-2026-114:1"
    assert [str(statement), str(statement.proposals.first())] == [
        f"{named} 1",
        f"{named} 1: 1 rejected",
    ]
    assert str(resolution.rulings.first()) == "Tekniska nämnden 2026-04-15 § 56: 1 rejected"
    assert str(dissent) == "Parti A: special-opinion"
    assert str(delegation) == "Tekniska nämnden 3.2"
