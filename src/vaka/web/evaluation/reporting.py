"""The page where a board's yearly or interim report is chosen and printed."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.evaluation.rules.accounts import FIRST_YEAR, LAST_YEAR, Part, span
from vaka.measures.queries import local_day
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.paper.pdf import paper_pdf
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.evaluation import yearly
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words


class AccountForm(forms.Form):
    """Whose report, and of which time."""

    board = forms.ChoiceField(label=gettext_lazy("Board"))
    year = forms.IntegerField(
        label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    part = forms.ChoiceField(label=gettext_lazy("Time"), widget=forms.RadioSelect)

    def offer(self, by: Actor) -> "AccountForm":
        """Offer the boards that the actor sees."""
        boards = municipality.boards(by=by)
        self._choices("board", [(str(each.pk), each.name) for each in boards])
        self._choices("part", [(each.value, in_words(each, "part")) for each in Part])
        return self

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


@policy(Permission.SEE)
def choose(request: HttpRequest) -> HttpResponse:
    """Choose a report; with a board and a year in the address it is handed out as PDF."""
    by, at = actor(request), now()
    first = {"year": local_day(at).year, "part": Part.YEAR}
    form = AccountForm(request.GET if "board" in request.GET else None, initial=first).offer(by)
    made: list[bytes] = []

    def print_it() -> None:
        chosen = form.cleaned_data
        told = yearly.Told(
            board=municipality.board(chosen["board"], by=by),
            span=span(chosen["year"], Part(chosen["part"]), today=local_day(at)),
            by=by,
            at=at,
        )
        made.append(paper_pdf(yearly.paper(told)))

    if form.is_bound and accepted(form, print_it):
        name = f"rapport-{form.cleaned_data['year']}-{form.cleaned_data['part']}.pdf"
        disposition = f'attachment; filename="{name}"'
        return HttpResponse(
            made[0],
            content_type="application/pdf",
            headers={"Content-Disposition": disposition},
        )
    told = {"form": form, "trail": [Crumb(_("Evaluations"), reverse("evaluation:index"))]}
    return render(request, "evaluation/account.html", told, status=400 if form.errors else 200)
