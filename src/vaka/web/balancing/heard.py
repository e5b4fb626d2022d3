"""Pages of who is heard before the decision: the impact on data protection, the employees."""

from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.balancing import actions, queries
from vaka.balancing.documents.impact import impact_paper
from vaka.balancing.rules.hearing import Form, Risk
from vaka.balancing.rules.states import State
from vaka.law.se.impact import CRITERIA, LIST
from vaka.municipality.rules import Permission, may
from vaka.paper.blocks import Paper, as_data
from vaka.paper.docx import paper_docx
from vaka.paper.pdf import paper_pdf
from vaka.web.acting import actor, now
from vaka.web.balancing.kinds import Day
from vaka.web.balancing.pages import Entering, address, enter, trail
from vaka.web.papers import DOCX, PDF, handed_out
from vaka.web.policy import policy

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing


class AdviceForm(forms.Form):
    """What the data protection officer advises."""

    risk = forms.ChoiceField(
        label=gettext_lazy("The risk that is left"),
        widget=forms.RadioSelect,
        choices=[
            (Risk.ACCEPTABLE, gettext_lazy("acceptable")),
            (Risk.HIGH, gettext_lazy("high: the authority is consulted first")),
        ],
    )
    text = forms.CharField(label=gettext_lazy("Your advice"), widget=forms.Textarea)


class OpinionForm(forms.Form):
    """What the employees' representatives said."""

    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200)
    form = forms.ChoiceField(
        label=gettext_lazy("How they were heard"),
        widget=forms.RadioSelect,
        choices=[
            (Form.NEGOTIATED, gettext_lazy("negotiated under MBL 11–14 §§")),
            (Form.CONSULTED, gettext_lazy("heard without negotiation")),
        ],
    )
    held_on = forms.DateField(label=gettext_lazy("Day"), widget=Day(format="%Y-%m-%d"))
    text = forms.CharField(
        label=gettext_lazy("What they said"),
        help_text=gettext_lazy("Positions, not names of persons."),
        widget=forms.Textarea,
    )


@policy(Permission.SEE)
def impact(request: HttpRequest, key: str) -> HttpResponse:
    """Show the impact assessment as it is drawn from the answers, and the officer's advice."""
    by = actor(request)
    row = queries.balancing(key, by=by)
    met = {each.criterion.code: each for each in queries.impact_criteria(row)}
    asked = {each.id: each for each in queries.template_of(row).questions()}
    told = {
        "balancing": row,
        "trail": trail(row),
        "need": queries.impact_need(row),
        "criteria": [
            (each, asked[met[each.code].question] if each.code in met else None)
            for each in CRITERIA
        ],
        "list": LIST,
        "lacking": queries.impact_is_lacking(row),
        "advice": queries.impact_advice(row),
        "paper": as_data(_paper(row)),
        "may_advise": row.state != State.DRAFT
        and by.id not in queries.authors(row)
        and queries.impact_advice(row) is None
        and may(by, Permission.ADVISE_ON_IMPACT, board=row.board_id),
    }
    return render(request, "balancing/impact.html", told)


def _paper(row: "Balancing") -> Paper:
    return impact_paper(row, on=timezone.localtime(now()).date())


def _name(row: "Balancing") -> str:
    """Return the name of the paper's file, without its ending."""
    return f"{row.case.reference if row.case else row.id}-konsekvensbedomning"


@policy(Permission.SEE)
def impact_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the impact assessment as PDF."""
    row = queries.balancing(key, by=actor(request))
    return handed_out(paper_pdf(_paper(row)), f"{_name(row)}.pdf", PDF)


@policy(Permission.SEE)
def impact_docx(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the impact assessment as DOCX, to edit."""
    row = queries.balancing(key, by=actor(request))
    return handed_out(paper_docx(_paper(row)), f"{_name(row)}.docx", DOCX)


@policy(Permission.ADVISE_ON_IMPACT)
def advise_on_impact(request: HttpRequest, key: str) -> HttpResponse:
    """Advise on the impact, as data protection officer."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.ADVISE_ON_IMPACT)
    form = AdviceForm(request.POST or None)
    words = Entering(
        title=_("Advise on the impact"),
        lead=_("The advice is given on the text as it is now, and stands in the paper."),
        submit=_("Give the advice"),
        done=_("The advice is given."),
        back=reverse("balancing:impact", args=[row.id]),
    )
    return enter(
        request,
        form,
        lambda: actions.advise_on_impact(
            balancing=row.id,
            risk=Risk(form.cleaned_data["risk"]),
            text=form.cleaned_data["text"],
            by=by,
            at=now(),
        ),
        words,
        trail(row),
    )


@policy(Permission.DRAFT_ASSESSMENT)
def employees(request: HttpRequest, key: str) -> HttpResponse:
    """Attach what the employees' representatives said."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.DRAFT_ASSESSMENT)
    form = OpinionForm(request.POST or None)
    words = Entering(
        title=_("Attach the employees' opinion"),
        lead=_(
            "Where a workplace is watched the employer negotiates before the decision "
            "(KBL 21 §, MBL 11–14 §§). Without it no decision can be entered."
        ),
        submit=_("Attach"),
        done=_("The opinion is attached."),
        back=address(row),
    )
    return enter(
        request,
        form,
        lambda: actions.attach_employees_opinion(
            balancing=row.id,
            organisation=form.cleaned_data["organisation"],
            form=Form(form.cleaned_data["form"]),
            held_on=form.cleaned_data["held_on"],
            text=form.cleaned_data["text"],
            by=by,
            at=now(),
        ),
        words,
        trail(row),
    )
