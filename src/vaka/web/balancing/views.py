"""Pages of balancing: the list, one assessment, its sections, and its way to final."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.balancing import actions, queries
from vaka.balancing.rules.states import State
from vaka.core.errors import Absent
from vaka.decisions import queries as decisions
from vaka.evaluation import queries as evaluation
from vaka.municipality.rules import Actor, Permission, boards_with, may
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.balancing.evidence import evidence
from vaka.web.balancing.forms import DraftForm, SectionForm
from vaka.web.balancing.lending import lent
from vaka.web.balancing.pages import home, tabs, trail
from vaka.web.balancing.reading import (
    comments_by_question,
    findings_by_question,
    section_read,
    whole,
)
from vaka.web.policy import policy
from vaka.web.words import said

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing

# The question that a report on the old effect bears on.
EFFECT = "expected_effect"


@policy(Permission.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show the balancings, and for the council what awaits it."""
    by = actor(request)
    told = {
        "balancings": queries.balancings(by=by),
        "queue": queries.queue(by=by, at=now()),
        "tabs": tabs("index"),
        "may_draft": bool(boards_with(by, Permission.DRAFT_ASSESSMENT)),
    }
    return render(request, "balancing/index.html", told)


@policy(Permission.DRAFT_ASSESSMENT)
def draft(request: HttpRequest) -> HttpResponse:
    """Begin to weigh a camera at a site."""
    by = actor(request)
    form = DraftForm(request.POST or None, initial={"site": request.GET.get("site")}).offer(by)
    made: list[Balancing] = []
    if accepted(
        form,
        lambda: made.append(
            actions.draft(
                site=form.cleaned_data["site"],
                case=form.cleaned_data["case"] or None,
                by=by,
                at=now(),
            )
        ),
    ):
        return redirect("balancing:section", made[0].id, 1)
    told = {
        "form": form,
        "title": _("Begin a balancing test"),
        "submit": _("Begin"),
        "cancel": reverse("balancing:index"),
    }
    return render(request, "balancing/form.html", told)


@policy(Permission.SEE)
def assessment(request: HttpRequest, key: str) -> HttpResponse:
    """Show the whole text, its progress, the guidance, the advice and what may come next."""
    by, at = actor(request), now()
    row = queries.balancing(key, by=by)
    found = queries.findings(row, by=by, at=at)
    sections = whole(row, findings_by_question(found))
    told = {
        "balancing": row,
        "sections": sections,
        "found": found,
        "lacking": sum(section.lacking for section in sections),
        "next_section": next((each.number for each in sections if each.lacking), 1),
        "advice": queries.advice(row),
        "outcome": queries.outcome(row),
        "intact": row.state == State.FINAL and queries.is_intact(row),
        "decision": decisions.of_balancing(row.id, by=by),
        "changes": queries.since(row),
        "routines": queries.goes_by(row),
        "impact_lacking": queries.impact_is_lacking(row),
        "impact_advice": queries.impact_advice(row),
        "employees_unheard": queries.employees_are_unheard(row),
        "opinions": queries.employees_opinions(row),
        "trail": home(),
        **_open(row, by),
    }
    return render(request, "balancing/assessment.html", told)


def _open(row: "Balancing", by: Actor) -> dict[str, bool]:
    """Return which steps the state and the actor's roles leave open."""
    drafts = may(by, Permission.DRAFT_ASSESSMENT, board=row.board_id)
    reviews = may(by, Permission.REVIEW_ASSESSMENT, board=row.board_id)
    not_ones_own = row.state == State.IN_REVIEW and by.id not in queries.authors(row)
    return {
        "may_draft": drafts,
        "may_answer": drafts and row.state == State.DRAFT,
        "may_reply": drafts and row.state == State.IN_REVIEW,
        "may_review": reviews and not_ones_own,
        "may_comment": reviews and not_ones_own,
        "may_answer_comments": drafts and row.state != State.FINAL,
        "may_settle": reviews and row.state != State.FINAL,
        "may_finalise": row.state == State.IN_REVIEW
        and may(by, Permission.FINALISE_ASSESSMENT, board=row.board_id),
        "may_revise": drafts and row.state == State.FINAL and not queries.is_revised(row),
        "may_decide": row.state == State.FINAL
        and may(by, Permission.ISSUE_TERMS, board=row.board_id),
    }


@policy(Permission.DRAFT_ASSESSMENT)
def section(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Answer the questions of one section; what is in order is kept, whatever else is not."""
    by, at = actor(request), now()
    row = queries.balancing(key, by=by, permission=Permission.DRAFT_ASSESSMENT)
    template = queries.template_of(row)
    sections = template.sections
    asked = next((each for each in sections if each.number == number), None)
    if asked is None:
        raise Absent("section", str(number))
    sent = request.POST if request.method == "POST" else None
    known = lent(row, template, by=by, at=at)
    form = SectionForm(asked, queries.answers(row), known, sent)
    if request.method == "POST":
        form.is_valid()
        given = form.given()
        actions.answer(
            balancing=row.id, answers=given.answers, evidence=given.evidence, by=by, at=at
        )
        if not form.errors:
            messages.success(request, _("Section %(number)s is saved.") % {"number": number})
            return _after(row, number, len(sections), stay="stay" in request.POST)
    beside = findings_by_question(queries.findings(row, by=by, at=at))
    told = {
        "balancing": row,
        "form": form,
        "section": section_read(asked, queries.answers(row), beside, comments_by_question(row)),
        "fields": form.beside(beside),
        "may_answer_comments": True,
        "evidence": evidence(number, row, by=by, at=at),
        "sections": [(each.number, said(each.title)) for each in sections],
        "trail": trail(row),
    }
    return render(request, "balancing/section.html", told)


def _after(row: "Balancing", number: int, last: int, *, stay: bool) -> HttpResponse:
    """Go to the next section, or to the whole after the last."""
    if stay or number == last:
        return redirect("balancing:assessment", row.id)
    return redirect("balancing:section", row.id, number + 1)


@policy(Permission.SEE)
def history(request: HttpRequest, key: str, question: str) -> HttpResponse:
    """Show every answer ever given to a question."""
    row = queries.balancing(key, by=actor(request))
    asked = queries.template_of(row).question(question)
    told = {
        "title": said(asked.text),
        "answers": queries.history(row, question),
        "trail": trail(row),
    }
    return render(request, "balancing/history.html", told)


@policy(Permission.DRAFT_ASSESSMENT)
@require_POST
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """Send the text to the camera council."""
    actions.submit(balancing=key, by=actor(request), at=now())
    messages.success(request, _("The text is with the camera council."))
    return redirect("balancing:assessment", key)


@policy(Permission.DRAFT_ASSESSMENT)
@require_POST
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Take the text back from the council."""
    actions.take_back(balancing=key, by=actor(request), at=now())
    messages.success(request, _("The text is a draft again."))
    return redirect("balancing:assessment", key)


@policy(Permission.FINALISE_ASSESSMENT)
@require_POST
def finalise(request: HttpRequest, key: str) -> HttpResponse:
    """Make the text final."""
    actions.finalise(balancing=key, by=actor(request), at=now())
    messages.success(request, _("The text is final, and its hash is on the record."))
    return redirect("balancing:assessment", key)


@policy(Permission.DRAFT_ASSESSMENT)
@require_POST
def revise(request: HttpRequest, key: str) -> HttpResponse:
    """Begin a new version from the final one, with the reports on the camera's effect."""
    by = actor(request)
    row = queries.balancing(key, by=by)
    known = {EFFECT: evaluation.reports_on(row.camera, by=by)}
    made = actions.revise(balancing=row.id, evidence=known, by=by, at=now())
    messages.success(request, _("A new version is begun."))
    return redirect("balancing:assessment", made.id)
