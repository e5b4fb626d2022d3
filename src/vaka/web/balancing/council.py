"""Pages of the camera council: advise on a text, ask of its answers, and be answered."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vaka.balancing import actions, queries
from vaka.balancing.rules.checklist import SOURCES, Check
from vaka.balancing.rules.states import Stance, State
from vaka.municipality.rules import Permission
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.balancing.pages import Entering, address, enter, trail
from vaka.web.balancing.reading import findings_by_question, whole
from vaka.web.policy import policy
from vaka.web.words import in_words, said


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
    found = queries.findings(row, by=by, at=now())
    told = {
        "balancing": row,
        "form": form,
        "sections": whole(row, findings_by_question(found)),
        "found": found,
        "may_comment": row.state == State.IN_REVIEW and by.id not in queries.authors(row),
        "may_settle": row.state == State.IN_REVIEW,
        "cancel": address(row),
        "trail": trail(row),
    }
    return render(request, "balancing/review.html", told)


@policy(Permission.DRAFT_ASSESSMENT)
def reply(request: HttpRequest, key: str, advice: str) -> HttpResponse:
    """Answer the council's advice."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.DRAFT_ASSESSMENT)
    given = queries.one_advice(row, advice)
    form = ReplyForm(request.POST or None)
    words = Entering(
        title=_("Reply to the council"),
        lead=given.reasons,
        submit=_("Enter the reply"),
        done=_("The reply is entered."),
        back=address(row),
    )
    return enter(
        request,
        form,
        lambda: actions.reply(advice=given.id, text=form.cleaned_data["text"], by=by, at=now()),
        words,
        trail(row),
    )


class CommentForm(forms.Form):
    """What the council asks of an answer."""

    text = forms.CharField(
        label=gettext_lazy("What do you ask?"), widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    """What the author answers."""

    text = forms.CharField(
        label=gettext_lazy("Answer"), widget=forms.Textarea(attrs={"rows": 4})
    )


@policy(Permission.REVIEW_ASSESSMENT)
def comment(request: HttpRequest, key: str, question: str) -> HttpResponse:
    """Ask something of one answer."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.REVIEW_ASSESSMENT)
    asked = queries.template_of(row).question(question)
    form = CommentForm(request.POST or None)
    words = Entering(
        title=said(asked.text),
        lead=_("The author answers in writing before the text is final."),
        submit=_("Ask the author"),
        done=_("The comment is entered."),
        back=f"{address(row)}#{asked.id}",
    )
    return enter(
        request,
        form,
        lambda: actions.comment(
            balancing=row.id,
            question=asked.id,
            text=form.cleaned_data["text"],
            by=by,
            at=now(),
        ),
        words,
        trail(row),
    )


@policy(Permission.DRAFT_ASSESSMENT)
def answer_comment(request: HttpRequest, key: str, comment: str) -> HttpResponse:
    """Answer what the council asked."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.DRAFT_ASSESSMENT)
    asked = queries.one_comment(row, comment)
    form = AnswerForm(request.POST or None)
    words = Entering(
        title=_("Answer the council"),
        lead=asked.text,
        submit=_("Enter the answer"),
        done=_("The answer is entered."),
        back=f"{address(row)}#{asked.question}",
    )
    return enter(
        request,
        form,
        lambda: actions.answer_comment(
            comment=asked.id, text=form.cleaned_data["text"], by=by, at=now()
        ),
        words,
        trail(row),
    )


@policy(Permission.REVIEW_ASSESSMENT)
@require_POST
def settle_comment(request: HttpRequest, key: str, comment: str) -> HttpResponse:
    """Hold the answer to be enough."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.REVIEW_ASSESSMENT)
    asked = queries.one_comment(row, comment)
    actions.settle_comment(comment=asked.id, by=by, at=now())
    messages.success(request, _("The comment is settled."))
    return redirect(f"{address(row)}#{asked.question}")
