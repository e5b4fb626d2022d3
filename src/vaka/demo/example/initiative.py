"""The initiative: STK-2025-626 from the meeting where it was put to the approved minutes."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from vaka.cases import actions, queries
from vaka.cases.rules.statement import Part, Proposed, Written
from vaka.cases.rules.states import Direction, DissentForm, DissentKind, Outcome, Stance
from vaka.demo.example.files import Fields, day, table, tables, toml, whole, word, words
from vaka.municipality.rules import Actor

if TYPE_CHECKING:
    from vaka.cases.models import Case, Referral

FILE = "stk-2025-626.toml"


def run(*, board: str, officer: Actor, secretary: Actor) -> str:
    """Run the case at a board, as its officer and its secretary do; return its id."""
    case = put(board=board, by=officer)
    hear(case, by=officer)
    state(case, by=officer)
    resolve(case, by=secretary)
    return case.id


def put(*, board: str, by: Actor) -> "Case":
    """Open the case, enter the initiative, have it prepared, and refer it to both boards."""
    told = toml(FILE)
    received = day(told, "received_on")
    at = _noon(received)
    case = actions.open_case(
        board=board,
        reference=word(told, "reference"),
        title=word(told, "title"),
        by=by,
        at=at,
    )
    actions.enter_initiative(
        case=case.id,
        initiator=word(told, "initiator"),
        received_on=received,
        demands=words(told, "demands"),
        by=by,
        at=at,
    )
    for meeting in tables(told, "meetings"):
        actions.plan_meeting(
            case=case.id, body=word(meeting, "body"), on=day(meeting, "on"), by=by, at=at
        )
    actions.prepare(
        case=case.id, department=word(told, "department"), ordered_on=received, by=by, at=at
    )
    for each in tables(told, "referrals"):
        actions.refer(
            case=case.id,
            consulted=word(each, "consulted"),
            due=day(each, "due"),
            by=by,
            at=at,
        )
    return case


def hear(case: "Case", *, by: Actor) -> None:
    """Enter what both boards answered, and who in them disagreed."""
    asked = queries.referrals(case)
    for referral, each in zip(asked, tables(toml(FILE), "referrals"), strict=True):
        _hear(referral, each, by)


def _hear(referral: "Referral", told: Fields, by: Actor) -> None:
    answered_at = _noon(day(told, "resolved_on"))
    actions.give_opinion(
        referral=referral.id,
        text=word(told, "text"),
        stance=Stance(word(told, "stance")) if "stance" in told else None,
        positions={
            number: Stance(each) for number, each in enumerate(words(told, "positions"), 1)
        },
        resolved_on=day(told, "resolved_on"),
        item=whole(told, "item"),
        by=by,
        at=answered_at,
    )
    dissent = table(told, "dissent")
    actions.note_dissent_in(
        referral=referral.id,
        kind=DissentKind(word(dissent, "kind")),
        form=DissentForm(word(dissent, "form")),
        party=word(dissent, "party"),
        by=by,
        at=answered_at,
    )


def state(case: "Case", *, by: Actor) -> None:
    """Register the documents that are left, write the statement, and sign it."""
    told = toml(FILE)
    signed_at = _noon(day(table(told, "statement"), "signed_on"))
    for document in tables(told, "documents"):
        actions.register_document(
            case=case.id,
            title=word(document, "title"),
            direction=Direction(word(document, "direction")),
            party=word(document, "party"),
            dated=day(document, "dated"),
            by=by,
            at=signed_at,
        )
    row = actions.write_statement(
        case=case.id, written=_written(case, told, by), by=by, at=signed_at
    )
    actions.sign_statement(statement=row.id, by=by, at=signed_at)


def _written(case: "Case", told: Fields, by: Actor) -> Written:
    said = table(told, "statement")
    held = [each.document for each in queries.register(case, by=by)]
    return Written(
        dated=day(said, "dated"),
        department=word(told, "department"),
        officer=word(said, "officer"),
        contact=word(said, "contact"),
        proposer=word(said, "proposer"),
        summary=word(said, "summary"),
        matter=word(said, "matter"),
        background=tuple(
            Part(word(part, "heading"), word(part, "text"))
            for part in tables(said, "background")
        ),
        documents=tuple(
            next(row.id for row in held if row.title.startswith(title))
            for title in words(said, "documents")
        ),
        recipients=tuple(words(said, "recipients")),
        officers=tuple(words(said, "officers")),
        proposals=tuple(
            Proposed(
                whole(each, "demand"),
                Outcome(word(each, "outcome")),
                word(each, "reasons"),
            )
            for each in tables(said, "proposals")
        ),
    )


def resolve(case: "Case", *, by: Actor) -> None:
    """Resolve as proposed, note who disagrees, and approve the minutes."""
    told = table(toml(FILE), "resolution")
    meeting, approved = day(told, "meeting"), day(told, "approved_on")
    last = queries.signed(case)
    assert last
    resolution = actions.resolve(
        case=case.id,
        meeting=meeting,
        item=whole(told, "item"),
        text=queries.proposed_text(case),
        demands={each.demand: each.outcome for each in queries.written(last).proposals},
        by=by,
        at=_noon(meeting),
    )
    dissent = table(told, "dissent")
    actions.note_dissent_from(
        resolution=resolution.id,
        kind=DissentKind(word(dissent, "kind")),
        form=DissentForm(word(dissent, "form")),
        party=word(dissent, "party"),
        text=word(dissent, "text"),
        by=by,
        at=_noon(meeting),
    )
    actions.approve_minutes(
        board=case.board_id,
        meeting=meeting,
        approved_on=approved,
        announced_on=day(told, "announced_on"),
        by=by,
        at=_noon(approved),
    )


def _noon(on: date) -> datetime:
    return datetime.combine(on, time(11), UTC)
