"""The page of the whole work against crime: each duty of 2023:196, how it stands, when next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from vaka.measures import queries
from vaka.measures.rules.action_plans import SETTLED, plan_due
from vaka.municipality.rules import Actor, Permission, may
from vaka.needs import queries as needs
from vaka.needs.rules.crime_picture import due_again, picture_due
from vaka.web.acting import actor, now
from vaka.web.policy import policy

if TYPE_CHECKING:
    from vaka.measures.models import ActionPlan
    from vaka.needs.models import Coordination

SESSIONS_SHOWN = REPORTS_SHOWN = 10


@dataclass(frozen=True)
class Stretch:
    """The time from what was decided or followed up to when it is due again, in percent."""

    name: str
    starts: date
    due: date
    left: float
    width: float
    late: bool


@dataclass(frozen=True)
class Calendar:
    """The stretches on one line of time, with the first days of years, and today."""

    stretches: Sequence[Stretch]
    years: Sequence[tuple[int, float]]
    today: float


def calendar(told: Sequence[tuple[str, date, date]], *, today: date) -> Calendar | None:
    """Return what was done and when it is due again on one line; None when nothing was."""
    if not told:
        return None
    first = min(starts for _name, starts, _due in told)
    last = max([today, *(due for _name, _starts, due in told)]) + timedelta(days=60)

    def place(day: date) -> float:
        return round(100 * (day - first).days / (last - first).days, 2)

    stretches = [
        Stretch(name, starts, due, place(starts), place(due) - place(starts), due < today)
        for name, starts, due in told
    ]
    years = [(year, place(date(year, 1, 1))) for year in range(first.year + 1, last.year + 1)]
    return Calendar(stretches, years, place(today))


@policy(Permission.SEE)
@require_GET
def prevention(request: HttpRequest) -> HttpResponse:
    """Show each duty with its section: the picture, the plan, agreements, council, reports."""
    by, at = actor(request), now()
    led, today = needs.led(at=at), queries.local_day(at)
    told = {
        "led": led,
        "today": today,
        "pictures": needs.crime_pictures(by=by),
        "plans": [(row, _progress(row)) for row in queries.action_plans(by=by)],
        **_due(led, today),
        "agreements": [
            (row, queries.agreement_due(row, at=at)) for row in queries.agreements(by=by)
        ],
        "without": queries.without_agreement(by=by, at=at),
        "sessions": queries.strategic_meetings(by=by)[:SESSIONS_SHOWN],
        "reports": queries.prevention_reports(by=by)[:REPORTS_SHOWN],
        "report_due": queries.report_due(by=by, at=at),
        "may_lead": _leads(led, by),
        "drafting": _drafting(led, by),
    }
    return render(request, "measures/prevention.html", told)


def _leads(led: "Coordination | None", by: Actor) -> bool:
    return led is not None and may(by, Permission.LEAD_PREVENTION, board=led.board_id)


def _drafting(led: "Coordination | None", by: Actor) -> set[str]:
    """Return what the leading board has a draft of: each can have one at a time."""
    if led is None:
        return set()
    of_board = {"board": led.board_id, "decided_on": None}
    rows = {"picture": needs.crime_pictures(by=by), "plan": queries.action_plans(by=by)}
    return {name for name, each in rows.items() if each.filter(**of_board).exists()}


def _progress(plan: "ActionPlan") -> tuple[int, int]:
    """Return how many of a plan's points are done or dropped, and how many there are."""
    points = queries.followed(plan)
    return sum(each.looked.progress in SETTLED for each in points), len(points)


def _due(led: "Coordination | None", today: date) -> dict[str, object]:
    """Return what was decided last and when it is due again, also on a line of time."""
    picture, plan = needs.last_picture(), queries.last_plan()
    drawn: list[tuple[str, date, date]] = []
    found: dict[str, object] = {"last_picture": picture, "last_plan": plan}
    if picture and picture.decided_on:
        found["picture_due"] = again = due_again(picture.decided_on)
        drawn.append((_("Situation picture"), picture.decided_on, again))
    elif led:
        found["picture_due"] = picture_due(None, led_since=led.starts_on)
    if plan and (looked := queries.plan_followed_up(plan)):
        found["plan_due"] = again = due_again(looked)
        drawn.append((_("Follow-up of the plan"), looked, again))
    elif picture and picture.decided_on:
        found["plan_due"] = plan_due(picture.decided_on)
    return {**found, "calendar": calendar(drawn, today=today)}
