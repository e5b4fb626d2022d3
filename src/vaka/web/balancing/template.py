"""Pages of the template: what is asked, what has changed, and the municipality's own part."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from vaka.balancing import actions, queries
from vaka.balancing.rules.own import KINDS, Asked
from vaka.balancing.rules.states import State
from vaka.law.templates import FILES, template
from vaka.municipality.rules import Permission, may
from vaka.web.acting import actor, now
from vaka.web.balancing.pages import Entering, address, enter, home, tabs, trail
from vaka.web.balancing.routines import may_keep
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words, said


class QuestionForm(forms.Form):
    """A question of the municipality's own."""

    section = forms.TypedChoiceField(label=gettext_lazy("Section"), coerce=int)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of answer"),
    )
    sv = forms.CharField(label=gettext_lazy("The question in Swedish"), max_length=300)
    en = forms.CharField(
        label=gettext_lazy("The question in English"), max_length=300, required=False
    )
    source = forms.CharField(
        label=gettext_lazy("On what ground is it asked?"),
        help_text=gettext_lazy("A law, a policy, a resolution."),
        max_length=200,
    )
    required = forms.BooleanField(
        label=gettext_lazy("It must be answered before the text is sent to the council"),
        required=False,
    )

    def offer(self) -> "QuestionForm":
        """Offer the sections and the kinds in the reader's language."""
        sections = queries.newest_template().sections
        self._choose(
            "section", [(str(s.number), f"{s.number}. {said(s.title)}") for s in sections]
        )
        self._choose("kind", [(kind, in_words(kind, "answer-kind")) for kind in KINDS])
        return self

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def asked(self) -> Asked:
        """Return the question that was written."""
        return Asked(**self.cleaned_data)


class EndForm(forms.Form):
    """Why a question is asked no more."""

    reason = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3})
    )


@policy(Permission.SEE)
def whole(request: HttpRequest) -> HttpResponse:
    """Show what is asked now, and which of it is the municipality's own."""
    versions = list(FILES)
    own = {row.question: row for row in queries.own_questions()}
    told = {
        "template": queries.newest_template(),
        "versions": versions,
        "own": own,
        "ended": [row for row in own.values() if row.ended],
        "edition": queries.edition(),
        "may_keep": may_keep(actor(request)),
        "tabs": tabs("template"),
        "trail": home(),
    }
    return render(request, "balancing/template.html", told)


def _trail() -> list[Crumb]:
    return [*home(), Crumb(_("The template"), reverse("balancing:template"))]


@policy(Permission.KEEP_ROUTINES)
def add_question(request: HttpRequest) -> HttpResponse:
    """Ask something more in what is begun from now on."""
    by = actor(request)
    form = QuestionForm(request.POST or None).offer()
    words = Entering(
        title=_("Add a question of our own"),
        lead=_(
            "It is asked in every balancing test that is begun from now on. What is begun "
            "already keeps its questions, and is told of the new one."
        ),
        submit=_("Add"),
        done=_("The question is added."),
        back=reverse("balancing:template"),
    )
    return enter(
        request,
        form,
        lambda: actions.add_question(form.asked(), by=by, at=now()),
        words,
        _trail(),
    )


@policy(Permission.KEEP_ROUTINES)
def end_question(request: HttpRequest, own: str) -> HttpResponse:
    """Ask one of the municipality's own questions no more."""
    by = actor(request)
    asked = queries.newest_template().question(own)
    form = EndForm(request.POST or None)
    words = Entering(
        title=_("End the question"),
        lead=said(asked.text),
        submit=_("End it"),
        done=_("The question is asked no more in what is begun from now on."),
        back=reverse("balancing:template"),
    )
    return enter(
        request,
        form,
        lambda: actions.end_question(
            question=asked.id, reason=form.cleaned_data["reason"], by=by, at=now()
        ),
        words,
        _trail(),
    )


@policy(Permission.SEE)
def changed(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the newest template asks otherwise than a balancing was asked."""
    by = actor(request)
    row = queries.balancing(key, by=by)
    sections = {each.number: said(each.title) for each in template(row.template).sections}
    found = queries.since(row)
    told = {
        "balancing": row,
        "newest": queries.newest_template(row.site.kind),
        "edition": queries.edition(),
        "changes": [(each, sections[each.section]) for each in found],
        "may_renew": row.state == State.DRAFT
        and bool(found)
        and may(by, Permission.DRAFT_ASSESSMENT, board=row.board_id),
        "trail": trail(row),
    }
    return render(request, "balancing/changed.html", told)


@policy(Permission.DRAFT_ASSESSMENT)
@require_POST
def renew(request: HttpRequest, key: str) -> HttpResponse:
    """Move a draft to what is asked now."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.DRAFT_ASSESSMENT)
    actions.renew(balancing=row.id, by=by, at=now())
    messages.success(request, _("The text is asked what the newest template asks."))
    return redirect(address(row))
