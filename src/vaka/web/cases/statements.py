"""Pages of the statement: write it, read it, sign it, take it as PDF or DOCX."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.cases import actions, documents, queries
from vaka.cases.rules.inputs import day_of
from vaka.municipality.rules import Actor, Permission, may
from vaka.paper.blocks import as_data
from vaka.paper.docx import paper_docx
from vaka.paper.pdf import paper_pdf
from vaka.web.acting import actor, now
from vaka.web.cases.pages import enter, trail
from vaka.web.cases.statement_form import StatementForm, filled
from vaka.web.papers import DOCX, PDF, handed_out
from vaka.web.policy import policy

if TYPE_CHECKING:
    from vaka.cases.models import Case


@policy(Permission.HANDLE_CASE)
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Write the statement, or write on it."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    demands = {number: each.text for number, each in queries.demands(row).items()}
    held = [(each.document.id, each.title or "") for each in queries.register(row, by=by)]
    last = queries.statements(row).last()
    initial = filled(queries.written(last)) if last else _begun(row, by)
    form = StatementForm(request.POST or None, initial=initial).about(demands, held)
    return enter(
        request,
        row,
        form,
        lambda: actions.write_statement(case=row.id, written=form.told(), by=by, at=now()),
        title=_("Write the statement"),
        submit=_("Keep the draft"),
        done=_("The draft is kept."),
    )


def _begun(row: "Case", by: Actor) -> dict[str, object]:
    """Return what the case itself says of its statement."""
    order, first = queries.preparations(row).last(), row.board.departments.first()
    began = queries.initiative(row)
    heard = [each.consulted for each in queries.referrals(row)]
    return {
        "dated": day_of(now()),
        "department": order.department if order else first.name if first else "",
        "contact": row.board.contact,
        "documents": [each.document.id for each in queries.register(row, by=by)],
        "recipients": "\n".join([*([began.initiator] if began else []), *heard]),
    }


@policy(Permission.SEE)
def statement(request: HttpRequest, key: str, statement: str) -> HttpResponse:
    """Show a statement as it is printed."""
    by = actor(request)
    row = queries.case(key, by=by)
    shown = queries.statement_of(row, statement)
    told = {
        "case": row,
        "trail": trail(row),
        "statement": shown,
        "paper": as_data(documents.statement_paper(shown)),
        "intact": queries.is_intact(shown),
        "may_handle": may(by, Permission.HANDLE_CASE, board=row.board_id),
    }
    return render(request, "cases/statement.html", told)


@policy(Permission.HANDLE_CASE)
@require_POST
def sign(request: HttpRequest, key: str, statement: str) -> HttpResponse:
    """Sign a statement."""
    by = actor(request)
    row = queries.case(key, by=by, permission=Permission.HANDLE_CASE)
    signed = queries.statement_of(row, statement)
    actions.sign_statement(statement=signed.id, by=by, at=now())
    messages.success(request, _("The statement is signed."))
    return redirect("cases:statement", row.id, signed.id)


@policy(Permission.SEE)
def statement_pdf(request: HttpRequest, key: str, statement: str) -> HttpResponse:
    """Hand out a statement as PDF."""
    row = queries.case(key, by=actor(request))
    paper = documents.statement_paper(queries.statement_of(row, statement))
    return handed_out(paper_pdf(paper), f"{row.reference}-tjansteskrivelse.pdf", PDF)


@policy(Permission.SEE)
def statement_docx(request: HttpRequest, key: str, statement: str) -> HttpResponse:
    """Hand out a statement as DOCX, to edit."""
    row = queries.case(key, by=actor(request))
    paper = documents.statement_paper(queries.statement_of(row, statement))
    return handed_out(paper_docx(paper), f"{row.reference}-tjansteskrivelse.docx", DOCX)
