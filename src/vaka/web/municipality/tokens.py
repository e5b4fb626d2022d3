"""Pages of the tokens of organisations: which there are, one issued and shown once, revoked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.municipality import actions, queries
from vaka.municipality.rules import Actor, Permission
from vaka.municipality.rules.tokens import LONGEST, PREFIX, WARNED, Scope, Wanted
from vaka.web.acting import actor, now
from vaka.web.municipality.forms import DAY, midnight, offer, offer_boards
from vaka.web.municipality.views import crumbs, form_page, posted, taken
from vaka.web.policy import policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.municipality.models import AccessToken

OWN = "own"


class TokenForm(forms.Form):
    """For whom a token is, for what, why and until when."""

    partner = forms.ChoiceField(label=gettext_lazy("Whose"))
    name = forms.CharField(
        label=gettext_lazy("Which system"),
        max_length=100,
        help_text=gettext_lazy(
            "A gateway or receiver by its own name, as its settings say it."
        ),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it is for"), widget=forms.CheckboxSelectMultiple
    )
    accounts = forms.CharField(
        label=gettext_lazy("Accounts of the transmitters"),
        required=False,
        help_text=gettext_lazy(
            "Only for who sends alarms: those that it may send for, with spaces between."
        ),
    )
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=400,
        help_text=gettext_lazy("The agreement or decision by which it is given."),
    )
    board = forms.ChoiceField(
        label=gettext_lazy("Board"),
        help_text=gettext_lazy("It answers for the token, and is told before it lapses."),
    )
    ends_at = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("At most a year from now. It can be revoked at any time."),
    )

    def offering(self, by: Actor) -> Self:
        """Offer partners, scopes, and the boards that the administrator administers."""
        whose = self.fields["partner"]
        assert isinstance(whose, forms.ChoiceField)
        partners = [(row.id, row.name) for row in queries.partners()]
        whose.choices = [(OWN, _("a system of our own")), *partners]
        offer(self, "scopes", Scope, "token-scope")
        offer_boards(self, queries.boards(by=by, permission=Permission.ADMINISTER))
        return self

    def wanted(self) -> Wanted:
        """Return the token as it is asked for."""
        told, last = self.cleaned_data, self.cleaned_data["ends_at"]
        assert isinstance(last, date)
        return Wanted(
            name=told["name"],
            why=told["why"],
            scopes=frozenset(map(Scope, told["scopes"])),
            ends_at=midnight(last + DAY),
            board=told["board"],
            partner="" if told["partner"] == OWN else told["partner"],
            accounts=tuple(told["accounts"].upper().split()),
        )


class RevokeForm(forms.Form):
    """Why a token is revoked."""

    why = forms.CharField(label=gettext_lazy("Why it is revoked"), max_length=400)


@dataclass(frozen=True)
class Shown:
    """A token on a page: whether it opens anything, and how much of its time has passed."""

    row: "AccessToken"
    last: date
    state: str
    days: int
    percent: int


def shown(row: "AccessToken", *, at: datetime) -> Shown:
    """Return how a token stands at that instant."""
    left, whole = row.ends_at - at, row.ends_at - row.issued_at
    if row.revoked_at is not None:
        state = "revoked"
    elif left <= timedelta():
        state = "lapsed"
    else:
        state = "ending" if left <= WARNED else "in-use"
    passed = (at - row.issued_at) / whole
    return Shown(
        row,
        queries.last_day(row),
        state,
        max(left.days, 0),
        round(100 * min(max(passed, 0), 1)),
    )


@policy(Permission.ADMINISTER)
def index(request: HttpRequest) -> HttpResponse:
    """Show the tokens: those in use, that which ends first first, and those that are not."""
    at = now()
    rows = [shown(row, at=at) for row in queries.tokens(by=actor(request))]
    told = {
        "open": [one for one in rows if one.state in ("in-use", "ending")],
        "over": [one for one in reversed(rows) if one.state in ("revoked", "lapsed")],
        "prefix": PREFIX,
        "trail": crumbs(),
    }
    return render(request, "municipality/tokens.html", told)


@policy(Permission.ADMINISTER)
def add(request: HttpRequest) -> HttpResponse:
    """Issue a token, and show it: this once, in this answer, and kept nowhere."""
    by = actor(request)
    form = TokenForm(posted(request), initial=_like(request, by)).offering(by)
    made: list[actions.Issued] = []

    def issue() -> None:
        made.append(actions.issue_token(form.wanted(), by=by, at=now()))

    if taken(request, form, issue, _("The token is issued.")):
        told = {"token": made[0].token, "text": made[0].text, "trail": _trail()}
        answer = render(request, "municipality/token_issued.html", told)
        answer["Cache-Control"] = "no-store"
        return answer
    return form_page(
        request,
        form,
        title=_("Issue a token"),
        lead=_(
            "By it a system proves itself to the API. It is for one system and one purpose."
        ),
        submit=_("Issue"),
        back=reverse("municipality:tokens"),
        trail=_trail(),
    )


@policy(Permission.ADMINISTER)
def token(request: HttpRequest, key: str) -> HttpResponse:
    """Show one token, and revoke it."""
    by, at = actor(request), now()
    row, form = queries.token(key, by=by), RevokeForm(posted(request))

    def revoke() -> None:
        actions.revoke_token(token=key, **form.cleaned_data, by=by, at=at)

    if taken(request, form, revoke, _("The token is revoked, and opens nothing any longer.")):
        return redirect("municipality:tokens")
    told = {
        "token": shown(row, at=at),
        "prefix": PREFIX,
        "form": form,
        "trail": _trail(),
    }
    status = 400 if form.errors else 200
    return render(request, "municipality/token.html", told, status=status)


def _like(request: HttpRequest, by: Actor) -> dict[str, object]:
    """Return what is filled in: a year, and what an earlier token says that this follows."""
    told: dict[str, object] = {"ends_at": timezone.localdate() + LONGEST - 2 * DAY}
    if key := request.GET.get("like"):
        row = queries.token(key, by=by)
        told |= {
            "partner": row.partner_id or OWN,
            "name": row.name,
            "scopes": row.scopes,
            "accounts": " ".join(row.accounts),
            "why": row.why,
            "board": row.board_id,
        }
    return told


def _trail() -> list[Crumb]:
    return crumbs(Crumb(_("Tokens"), reverse("municipality:tokens")))
