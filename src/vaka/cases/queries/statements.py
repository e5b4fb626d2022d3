"""Reads: statements, what was written in them, and whether they are as they were signed."""

import hashlib
from collections.abc import Mapping

from django.db.models import QuerySet

from vaka.cases.models import Case, Statement
from vaka.cases.rules.statement import Part, Proposed, Written, proposal
from vaka.cases.rules.states import Outcome
from vaka.core.canonical import canonical_bytes
from vaka.municipality.access import find, visible
from vaka.municipality.rules import Actor, Permission


def statements(case: Case) -> QuerySet[Statement]:
    """Return the case's statements by number."""
    return case.statements.prefetch_related("proposals__demand")


def statement_of(case: Case, key: str) -> Statement:
    """Return one statement of the case.

    :raises Absent: when there is none.
    """
    return find(case.statements.select_related("case__board"), key)


def statement(key: str, *, by: Actor) -> Statement:
    """Return one statement.

    :raises Absent: when there is none, or it is a foreign board's.
    """
    rows = Statement.objects.filter(visible(by, Permission.SEE, board="case__board"))
    return find(rows.select_related("case__board"), key)


def signed(case: Case) -> Statement | None:
    """Return the last statement that was signed, if one was."""
    return statements(case).filter(signed_at__isnull=False).last()


def written(statement: Statement) -> Written:
    """Return what the officer wrote."""
    return Written(
        dated=statement.dated,
        department=statement.department,
        officer=statement.officer,
        contact=statement.contact,
        proposer=statement.proposer,
        summary=statement.summary,
        matter=statement.matter,
        background=tuple(Part(**part) for part in statement.background),
        documents=tuple(statement.documents),
        recipients=tuple(statement.recipients),
        officers=tuple(statement.officers),
        proposals=tuple(
            Proposed(
                demand=row.demand.number if row.demand else 0,
                outcome=Outcome(row.outcome),
                reasons=row.reasons,
                text=row.text,
            )
            for row in statement.proposals.select_related("demand")
        ),
    )


def proposed_text(case: Case) -> str:
    """Return the resolution as the last signed statement proposes it, one sentence a line."""
    last = signed(case)
    if last is None:
        return ""
    texts = {demand.number: demand.text for demand in case.demands.all()}
    told = (proposal(each, texts, board=case.board.name) for each in written(last).proposals)
    return "\n".join(told)


def content_sha256(paper: Mapping[str, object]) -> str:
    """Return the hash of a paper as it is signed, hex."""
    return hashlib.sha256(canonical_bytes(dict(paper))).hexdigest()


def is_intact(statement: Statement) -> bool:
    """Return whether a signed statement still is, to the letter, what was signed."""
    paper = statement.paper
    return paper is not None and content_sha256(paper) == statement.content_sha256
