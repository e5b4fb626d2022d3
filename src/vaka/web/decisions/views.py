"""Pages of decisions: what is in force, one decision as a human reads it, decide and revoke."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.balancing import queries as balancing
from vaka.cases import queries as cases
from vaka.decisions import actions, queries, rules, signer
from vaka.decisions.rules import Condition
from vaka.municipality.rules import Permission, may
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.balancing import reading as weighed
from vaka.web.decisions import exempting, reading
from vaka.web.decisions.forms import DecideForm, RevokeForm
from vaka.web.policy import policy
from vaka.web.stages import Crumb

if TYPE_CHECKING:
    from vaka.decisions.models import Decision

SOON = timedelta(days=180)
RUNNING = (Condition.IN_FORCE, Condition.LAPSING, Condition.NOT_BEGUN, Condition.NOT_ISSUED)


@policy(Permission.SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show which decisions are in force, lapse soon, have lapsed or are revoked."""
    by, at = actor(request), now()
    rows = queries.overview(by=by, at=at)
    told = {
        "running": [row for row in rows if row.condition in RUNNING],
        "over": [row for row in rows if row.condition not in RUNNING],
        "offered": queries.offered(by=by),
        "lapsing": queries.lapsing(by=by, before=(at + SOON).date(), at=at),
    }
    return render(request, "decisions/index.html", told)


@policy(Permission.SEE)
def decision(request: HttpRequest, key: str) -> HttpResponse:
    """Show one decision: its terms in words and as a week, and what they permit now."""
    by, at = actor(request), now()
    row = queries.row_of(queries.decision(key, by=by), at=at)
    board = row.decision.board_id
    told = {
        "row": row,
        "trail": [Crumb(_("Decisions"), reverse("decisions:index"))],
        "issued": queries.issued(row.decision),
        "appeals": queries.appeals(row.decision),
        "transfer": queries.transfer_of(row.decision),
        "exemptions": exempting.told(row.decision, at=at),
        "may_exempt": may(by, Permission.ISSUE_TERMS, board=board),
        "may_hand_over": row.condition in rules.RUNNING
        and may(by, Permission.ISSUE_TERMS, board=board),
        "joint_with": queries.joint_with(row.decision),
        "limits": weighed.limits(row.decision.balancing),
        "may_issue": may(by, Permission.ISSUE_TERMS, board=board)
        and (
            row.condition in (Condition.NOT_ISSUED, Condition.NOT_BEGUN)
            or (row.condition == Condition.REVOKED and not queries.stands_revoked(row.decision))
        ),
        "may_appeal": may(by, Permission.REVOKE_TERMS, board=board),
        "may_revoke": row.terms is not None
        and row.condition in (Condition.IN_FORCE, Condition.LAPSING, Condition.NOT_BEGUN)
        and may(by, Permission.REVOKE_TERMS, board=board),
    }
    if row.terms:
        terms = signer.read(row.terms.text)
        standing = queries.standing(row.terms.id, at=at)
        told |= {
            "terms": terms,
            "week": reading.week(terms),
            "hours": reading.hours_in_words(terms),
            "uses": reading.uses_now(terms, at=at, standing=standing),
        }
    return render(request, "decisions/decision.html", told)


@policy(Permission.SEE)
def download(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the signed terms as a file."""
    terms = queries.issued_terms(key, by=actor(request), permission=Permission.SEE)
    answer = HttpResponse(terms.text, content_type="application/jose")
    answer["Content-Disposition"] = f'attachment; filename="{terms.id}.terms"'
    return answer


@policy(Permission.ISSUE_TERMS)
def decide(request: HttpRequest, balancing_id: str) -> HttpResponse:
    """Enter a decision on a final balancing, and sign its terms."""
    by = actor(request)
    weighed = balancing.balancing(balancing_id, by=by, permission=Permission.ISSUE_TERMS)
    form = DecideForm(request.POST or None).offer(
        list(cases.granted_by(weighed.board_id, case=weighed.case_id, by=by))
    )
    made: list[Decision] = []
    if accepted(
        form,
        lambda: made.append(
            actions.decide(balancing_id=weighed.id, by=by, at=now(), **form.cleaned_data)
        ),
    ):
        actions.issue_terms(decision=made[0].id, by=by, at=now())
        messages.success(request, _("The decision is entered, and its terms are signed."))
        return redirect("decisions:decision", made[0].id)
    told = {
        "form": form,
        "title": _("Decide on the camera at %(site)s") % {"site": weighed.site.name},
        "submit": _("Decide and sign the terms"),
        "cancel": reverse("balancing:assessment", args=[weighed.id]),
        "trail": [Crumb(_("Decisions"), reverse("decisions:index"))],
    }
    return render(request, "decisions/form.html", told)


@policy(Permission.ISSUE_TERMS)
@require_POST
def issue(request: HttpRequest, key: str) -> HttpResponse:
    """Sign the terms of a decision."""
    actions.issue_terms(decision=key, by=actor(request), at=now())
    messages.success(request, _("The terms are signed."))
    return redirect("decisions:decision", key)


@policy(Permission.REVOKE_TERMS)
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Revoke issued terms, with a reason."""
    by = actor(request)
    terms = queries.issued_terms(key, by=by, permission=Permission.REVOKE_TERMS)
    form = RevokeForm(request.POST or None)
    if accepted(
        form,
        lambda: actions.revoke(
            terms=terms.id, reason=form.cleaned_data["reason"], by=by, at=now()
        ),
    ):
        messages.success(request, _("The decision is revoked. The camera stops."))
        return redirect("decisions:decision", terms.decision_id)
    back = reverse("decisions:decision", args=[terms.decision_id])
    told = {
        "form": form,
        "title": _("Revoke the decision"),
        "submit": _("Revoke"),
        "cancel": back,
        "trail": [
            Crumb(_("Decision"), back),
        ],
    }
    return render(request, "decisions/form.html", told)
