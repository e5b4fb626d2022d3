"""Pages of the action plan: begin, add points, decide, follow up, print."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from vaka.core.errors import Conflict
from vaka.measures import actions, queries
from vaka.measures.rules.action_plans import Point, Progress
from vaka.measures.rules.agreements import LONGEST_LINE, LONGEST_TEXT
from vaka.municipality.rules import Actor, Permission, may
from vaka.needs import queries as needs
from vaka.paper.pdf import paper_pdf
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.measures.plan_paper import paper
from vaka.web.needs.crime import prevention
from vaka.web.needs.crime_forms import ResolvedForm
from vaka.web.papers import PDF, handed_out
from vaka.web.policy import policy
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.measures.models import ActionPlan

TONES = {
    Progress.NOT_BEGUN: "refuse",
    Progress.UNDER_WAY: "warn",
    Progress.DONE: "ok",
    Progress.DROPPED: "idle",
}


class PointForm(forms.Form):
    """What is to be done, against what, by whom, by when, by which measure."""

    problem = forms.CharField(
        label=gettext_lazy("Problem in the picture"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    responsible = forms.CharField(
        label=gettext_lazy("By whom"),
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("A board, a department, an organisation."),
    )
    due = forms.DateField(
        label=gettext_lazy("By which day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Registered measure"),
        required=False,
        help_text=gettext_lazy("If it is among the measures already."),
    )

    def offer(self, by: Actor) -> "PointForm":
        """Offer the measures at the sites that the actor sees."""
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        found = queries.measures_to_plan(by=by)
        named = [(str(row.pk), f"{row.site.name}: {row.title}") for row in found]
        field.choices = [("", "—"), *named]
        return self

    def point(self) -> Point:
        """Return what was filled in."""
        return Point(**self.cleaned_data)


class FollowUpForm(forms.Form):
    """How far a point has come."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    progress = forms.ChoiceField(label=gettext_lazy("How far has it come?"))
    note = forms.CharField(
        label=gettext_lazy("What was done, and what came of it"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def offer(self) -> "FollowUpForm":
        """Offer how far a point can have come, in the reader's language."""
        field = self.fields["progress"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.value, in_words(each, "progress")) for each in Progress]
        return self


@policy(Permission.LEAD_PREVENTION)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a plan on the picture that was decided last."""
    try:
        plan = actions.begin_plan(by=actor(request), at=now())
    except Conflict as problem:
        messages.error(request, in_words(problem.reason, "reason"))
        return redirect("measures:prevention")
    return redirect("measures:plan", plan.pk)


@policy(Permission.SEE)
@require_GET
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """Show a plan: each point, how far it has come, and what was said before."""
    by = actor(request)
    row = queries.action_plan(key, by=by)
    read = {"sha256": queries.plan_fingerprint(row)}
    return _page(request, row, PointForm().offer(by), ResolvedForm(initial=read))


def _page(
    request: HttpRequest, row: "ActionPlan", point: PointForm, resolved: ResolvedForm
) -> HttpResponse:
    by, draft = actor(request), row.decided_on is None
    may_lead = may(by, Permission.LEAD_PREVENTION, board=row.board_id)
    may_decide = may(by, Permission.RECORD_RESOLUTION, board=row.board_id)
    today, newest = queries.local_day(now()), needs.last_picture()
    told = {
        "plan": row,
        "points": [
            (each, _tone(each), each.is_late(today), _form_of(each))
            for each in queries.followed(row)
        ],
        "due": queries.plan_follow_up_due(row),
        "is_intact": draft or row.sha256 == queries.plan_fingerprint(row),
        "newer": newest if newest and newest.pk != row.picture_id else None,
        "may_follow_up": may_lead and not draft,
        "point_form": point if may_lead and draft else None,
        "form": resolved if may_decide and draft else None,
        "trail": [prevention()],
    }
    wrong = point.errors or resolved.errors
    return render(request, "measures/plan.html", told, status=400 if wrong else 200)


def _form_of(each: queries.Followed) -> FollowUpForm:
    number = each.point.number
    return FollowUpForm(auto_id=f"id_{number}_%s", initial={"number": number}).offer()


def _tone(each: queries.Followed) -> str:
    return TONES[Progress(each.newest.progress)] if each.newest else "idle"


@policy(Permission.LEAD_PREVENTION)
@require_POST
def add_point(request: HttpRequest, key: str) -> HttpResponse:
    """Add a point to a draft."""
    by = actor(request)
    row = queries.action_plan(key, by=by)
    form = PointForm(request.POST).offer(by)

    def add() -> None:
        actions.add_point(form.point(), plan=key, by=by, at=now())

    if accepted(form, add):
        messages.success(request, _("The point is in the plan."))
        return redirect("measures:plan", key)
    return _page(
        request, row, form, ResolvedForm(initial={"sha256": queries.plan_fingerprint(row)})
    )


@policy(Permission.LEAD_PREVENTION)
@require_POST
def remove_point(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take a point out of a draft."""
    try:
        actions.remove_point(plan=key, number=number, by=actor(request), at=now())
    except Conflict as problem:
        messages.error(request, in_words(problem.reason, "reason"))
    return redirect("measures:plan", key)


@policy(Permission.RECORD_RESOLUTION)
@require_POST
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Enter that a body decided the plan."""
    by = actor(request)
    row = queries.action_plan(key, by=by)
    form = ResolvedForm(request.POST)

    def enter() -> None:
        read = form.cleaned_data["sha256"]
        actions.decide_plan(form.resolved(), plan=key, sha256=read, by=by, at=now())

    if accepted(form, enter):
        messages.success(request, _("The plan is decided, and its points cannot change."))
        return redirect("measures:plan", key)
    return _page(request, row, PointForm().offer(by), form)


@policy(Permission.LEAD_PREVENTION)
@require_POST
def follow_up(request: HttpRequest, key: str) -> HttpResponse:
    """Say how far a point of the plan has come."""
    by = actor(request)
    queries.action_plan(key, by=by)
    form = FollowUpForm(request.POST).offer()

    def say() -> None:
        told = form.cleaned_data
        actions.follow_up_point(
            plan=key,
            number=told["number"],
            progress=Progress(told["progress"]),
            note=told["note"],
            by=by,
            at=now(),
        )

    if accepted(form, say):
        messages.success(request, _("The follow-up is on the record."))
    else:
        messages.error(request, _("Say how far the point has come."))
    return redirect("measures:plan", key)


@policy(Permission.SEE)
@require_GET
def print_plan(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out a plan as PDF."""
    row = queries.action_plan(key, by=actor(request))
    return handed_out(paper_pdf(paper(row, at=now())), "atgardsplan.pdf", PDF)
