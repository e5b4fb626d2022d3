"""What a case hands out: the statement and the minutes extract, as papers."""

from collections.abc import Iterator
from datetime import date

from vaka.cases import queries
from vaka.cases.models import Case, Dissent, Opinion, Resolution, Statement
from vaka.cases.rules import extract, statement
from vaka.cases.rules.inputs import day_of
from vaka.cases.rules.states import DissentForm, DissentKind, Outcome, Reason
from vaka.core.errors import Conflict
from vaka.law.se.deadlines import APPEAL
from vaka.municipality import queries as municipality
from vaka.paper.blocks import Paper, from_data


def statement_paper(row: Statement) -> Paper:
    """Return the statement: as it was signed, or as it would be signed now, marked a draft."""
    if row.paper is not None:
        return from_data(row.paper)
    return statement.paper(queries.written(row), matter(row))


def matter(row: Statement) -> statement.Matter:
    """Return what the statement takes from its case."""
    case = row.case
    titles = {each.id: each.title for each in case.documents.all()}
    told = municipality.municipality()
    return statement.Matter(
        municipality=told.name,
        board=case.board.name,
        reference=case.reference,
        title=case.title,
        demands=tuple(each.text for each in queries.demands(case).values()),
        documents=tuple(titles[key] for key in row.documents),
        meetings=tuple((each.body, each.on) for each in queries.meetings(case)),
        heard=tuple(_heard(case)),
        signed_on=day_of(row.signed_at) if row.signed_at else None,
        example=told.example,
    )


def _heard(case: Case) -> list[statement.Heard]:
    given = (each.opinion for each in queries.referrals(case) if hasattr(each, "opinion"))
    return [statement.Heard(row.referral.consulted, row.text, _dissents(row)) for row in given]


def extract_paper(row: Resolution) -> Paper:
    """Return the extract of the minutes in which a resolution stands.

    :raises Conflict: when the minutes have not been approved.
    """
    minutes = queries.minutes_of(row)
    if minutes is None:
        raise Conflict(str(row), Reason.MINUTES_NOT_APPROVED)
    told, last = municipality.municipality(), queries.signed(row.case)
    return extract.paper(
        extract.Item(
            municipality=told.name,
            board=row.board.name,
            meeting=row.meeting,
            number=row.item,
            reference=row.case.reference,
            title=row.case.title,
            text=row.text,
            rulings=tuple(_rulings(row)),
            dissents=_dissents(row),
            recused=tuple(_recused(row, until=minutes.approved_on)),
            recipients=tuple(last.recipients) if last else (),
            approved_on=minutes.approved_on,
            announced_on=minutes.announced_on,
            appeal_by=APPEAL.day_after(minutes.announced_on),
            example=told.example,
        )
    )


def _rulings(row: Resolution) -> list[str]:
    return [
        statement.sentence(
            row.board.name,
            each.demand.text,
            number=each.demand.number,
            outcome=Outcome(each.outcome),
        )
        for each in row.rulings.select_related("demand")
    ]


def _recused(row: Resolution, *, until: date) -> Iterator[str]:
    """Yield who was recused when the minutes were approved: what they hold is then fixed."""
    for each in queries.recusals(row.case):
        back = each.withdrawn_at
        if day_of(each.noted_at) <= until and (back is None or day_of(back) > until):
            yield each.who


def _dissents(row: Opinion | Resolution) -> tuple[statement.Disagreed, ...]:
    return tuple(_disagreed(each) for each in row.dissents.all())


def _disagreed(row: Dissent) -> statement.Disagreed:
    return statement.Disagreed(
        row.party, DissentKind(row.kind), DissentForm(row.form), row.text
    )
