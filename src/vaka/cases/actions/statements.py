"""Verbs: write the statement to the board, and sign it."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, replace
from datetime import datetime

from vaka.cases import documents, queries
from vaka.cases.actions.held import held, registered, step
from vaka.cases.models import Case, Proposal, Statement
from vaka.cases.rules import inputs, states
from vaka.cases.rules import statement as rules
from vaka.cases.rules.statement import Written
from vaka.cases.rules.states import Direction, Reason, State, Step
from vaka.core.errors import BadInput, Conflict
from vaka.core.ids import new_id
from vaka.municipality.access import action
from vaka.municipality.rules import Actor, Permission
from vaka.paper.blocks import as_data
from vaka.record import actions as record
from vaka.record.rules import Kind


@action
def write_statement(*, case: str, written: Written, by: Actor, at: datetime) -> Statement:
    """Write the case's statement: a draft is written over, a signed one gets a successor.

    :raises BadInput: when a text is empty, or names a demand or a document that is not there.
    :raises Conflict: when the case is resolved.
    """
    row = held(case, Permission.HANDLE_CASE, by)
    if reason := states.why_not(State(row.state), Step.SIGN):
        raise Conflict(row.reference, reason)
    _check(row, written)
    last = row.statements.last()
    if last is None or last.signed_at:
        number = last.number + 1 if last else 1
        last = Statement(id=new_id(at=at), case=row, number=number)
    _fill(last, written, at)
    _propose(last, written, at)
    record.append(
        Kind.STATEMENT_WRITTEN,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"statement": last.id, "number": last.number},
    )
    return last


@action
def sign_statement(*, statement: str, by: Actor, at: datetime) -> Statement:
    """Sign the statement; it is kept as it was printed, and stands in the register.

    :raises Conflict: when it is signed, a body still has time to answer, or a demand has no
        proposal.
    """
    seen = queries.statement(statement, by=by)
    row = held(seen.case_id, Permission.HANDLE_CASE, by)
    draft = row.statements.select_related("case__board").get(pk=seen.pk)
    if draft.signed_at:
        raise Conflict(row.reference, Reason.SIGNED_ALREADY)
    written = queries.written(draft)
    if reason := states.why_not_sign(
        State(row.state),
        today=inputs.day_of(at),
        awaited=queries.awaited(row),
        demands=queries.demands(row),
        proposed=[each.demand for each in written.proposals],
    ):
        raise Conflict(row.reference, reason)
    told = replace(documents.matter(draft), signed_on=inputs.day_of(at))
    draft.paper = as_data(rules.paper(written, told))
    draft.content_sha256 = queries.content_sha256(draft.paper)
    draft.signed_at = at
    draft.save(update_fields=["paper", "content_sha256", "signed_at"])
    step(row, Step.SIGN)
    registered(
        row,
        f"Tjänsteskrivelse {draft.dated}",
        direction=Direction.DRAWN_UP,
        party=draft.department,
        dated=inputs.day_of(at),
        at=at,
    )
    record.append(
        Kind.STATEMENT_SIGNED,
        actor=by.id,
        subject=row.id,
        at=at,
        facts={"statement": draft.id, "content": draft.content_sha256},
    )
    return draft


def _check(case: Case, written: Written) -> None:
    """Stop a statement that says nothing, or names what is not there."""
    for name in ("department", "officer", "summary", "matter"):
        inputs.checked_text(name, getattr(written, name))
    inputs.checked_texts("recipients", written.recipients)
    inputs.checked_texts("officers", written.officers)
    # Proposals on the case as a whole are argued for once, with the first of them.
    argued = [each for each in written.proposals if each.demand] or written.proposals[:1]
    inputs.checked_texts("proposals", [each.reasons for each in argued])
    known = set(case.documents.values_list("id", flat=True))
    _only("documents", written.documents, known)
    # Nothing but a demand can go without words of its own.
    numbers = set(queries.demands(case))
    wordless = [each.demand for each in written.proposals if not each.text]
    _only("proposals", wordless, numbers)
    _only("proposals", [each.demand for each in written.proposals], numbers | {0})


def _only(where: str, named: Iterable[object], known: Collection[object]) -> None:
    if strange := [each for each in named if each not in known]:
        raise BadInput(where, f"{strange[0]!r} is not in the case", "Take one that is")


def _fill(statement: Statement, written: Written, at: datetime) -> None:
    """Put what was written into the row."""
    for name in ("dated", "department", "officer", "contact", "proposer", "summary", "matter"):
        setattr(statement, name, getattr(written, name))
    statement.background = [asdict(part) for part in written.background]
    statement.documents = list(written.documents)
    statement.recipients = list(written.recipients)
    statement.officers = list(written.officers)
    statement.written_at = at
    statement.save()


def _propose(statement: Statement, written: Written, at: datetime) -> None:
    """Put the proposals of a draft in place of those it had."""
    demands = queries.demands(statement.case)
    statement.proposals.all().delete()
    for number, each in enumerate(written.proposals, 1):
        Proposal.objects.create(
            id=new_id(at=at),
            statement=statement,
            number=number,
            demand=demands.get(each.demand),
            outcome=each.outcome,
            text=each.text,
            reasons=each.reasons,
        )
