"""Pages of the camera council: advise on a text, and answer the advice."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.balancing import actions, queries
from vaka.balancing.rules.checklist import SOURCES, Check
from vaka.balancing.rules.states import Stance
from vaka.municipality.rules import Permission
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.balancing.reading import findings_by_question, whole
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words


class ReviewForm(forms.Form):
    """What the council went through, what it advises, and why."""

    checklist = forms.MultipleChoiceField(
        label=gettext_lazy("Found in order"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    stance = forms.ChoiceField(
        label=gettext_lazy("Advice"),
        widget=forms.RadioSelect,
        choices=[
            (Stance.SUPPORTS, gettext_lazy("supports")),
            (Stance.SUPPORTS_WITH_CHANGES, gettext_lazy("supports with changes")),
            (Stance.OPPOSES, gettext_lazy("opposes")),
        ],
    )
    reasons = forms.CharField(label=gettext_lazy("Reasons"), widget=forms.Textarea)

    def offer_checks(self) -> "ReviewForm":
        """Offer the checklist in the reader's language, each with its source."""
        field = self.fields["checklist"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (check, f"{in_words(check, 'check')} ({SOURCES[check]})") for check in Check
        ]
        return self


class ReplyForm(forms.Form):
    """The author's answer to advice."""

    text = forms.CharField(label=gettext_lazy("Reply"), widget=forms.Textarea)


@policy(Permission.REVIEW_ASSESSMENT)
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Advise on a balancing, its text and the guidance beside."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.REVIEW_ASSESSMENT)
    form = ReviewForm(request.POST or None).offer_checks()
    if accepted(
        form,
        lambda: actions.review(
            balancing=row.id,
            stance=Stance(form.cleaned_data["stance"]),
            reasons=form.cleaned_data["reasons"],
            checklist=form.cleaned_data["checklist"],
            by=by,
            at=now(),
        ),
    ):
        messages.success(request, _("The advice is given."))
        return redirect("balancing:assessment", row.id)
    back = reverse("balancing:assessment", args=[row.id])
    found = queries.findings(row, by=by, at=now())
    told = {
        "balancing": row,
        "form": form,
        "sections": whole(row, findings_by_question(found)),
        "found": found,
        "cancel": back,
        "trail": [
            Crumb(row.site.name, back),
        ],
    }
    return render(request, "balancing/review.html", told)


@policy(Permission.DRAFT_ASSESSMENT)
def reply(request: HttpRequest, key: str, advice: str) -> HttpResponse:
    """Answer the council's advice."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.DRAFT_ASSESSMENT)
    given = queries.one_advice(row, advice)
    form = ReplyForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.reply(advice=given.id, text=form.cleaned_data["text"], by=by, at=now()),
    ):
        messages.success(request, _("The reply is entered."))
        return redirect("balancing:assessment", row.id)
    back = reverse("balancing:assessment", args=[row.id])
    told = {
        "form": form,
        "title": _("Reply to the council"),
        "lead": given.reasons,
        "submit": _("Enter the reply"),
        "cancel": back,
        "trail": [
            Crumb(row.site.name, back),
        ],
    }
    return render(request, "balancing/form.html", told)
