"""The work against crime, led by a board: who leads it, a picture, a plan, each decided."""

from datetime import date, datetime, timedelta

from vaka.measures import actions as measures
from vaka.measures import queries
from vaka.measures.models import ActionPlan
from vaka.measures.rules.action_plans import Point
from vaka.measures.rules.strategic import Attended, Session
from vaka.municipality.rules import Actor
from vaka.needs import actions as needs
from vaka.needs.models import Coordination, CrimePicture
from vaka.needs.rules.crime_picture import Resolved, Written

POINT = Point("Stölder i garaget", "Ny belysning", "Servicenämnden", date(2027, 1, 1))
SESSION = Session(
    on=date(2026, 2, 27),
    led_by="Kommundirektören",
    attended=(Attended("Polisen", "lokalpolisområdeschef"),),
    dealt_with="Lägesbilden.",
    minutes="Rådet ställde sig bakom den.",
)


def written(**told) -> Written:
    """Return a whole picture of two years."""
    parts = {
        "extent": "Stölderna är flest.",
        "consequences": "Cyklar säljs inte längre här.",
        "other": "Ett nytt bostadsområde byggs.",
        "analysis": "Stölderna följer skymningen.",
    }
    return Written(**{"first_year": 2024, "last_year": 2025, **parts, **told})


def resolved(at: datetime) -> Resolved:
    """Return that the executive board decided the day before."""
    return Resolved("Kommunstyrelsen", (at - timedelta(days=1)).date(), "§ 12")


def led(board: str, *, by: Actor, at: datetime) -> Coordination:
    """Say that a board leads the work."""
    return needs.name_coordination(
        board=board,
        function="Brottsförebyggande samordnare",
        contact="samordnare@example.org",
        starts=at.date(),
        by=by,
        at=at,
    )


def pictured(*, author: Actor, secretary: Actor, at: datetime, **told) -> CrimePicture:
    """Write a picture and enter that it was decided."""
    draft = needs.draft_picture(written(**told), by=author, at=at)
    return needs.decide_picture(
        resolved(at), picture=draft.id, sha256=draft.sha256, by=secretary, at=at
    )


def planned(*, author: Actor, secretary: Actor, at: datetime) -> ActionPlan:
    """Plan two points and enter that the plan was decided."""
    plan = measures.begin_plan(by=author, at=at)
    for _ in range(2):
        measures.add_point(POINT, plan=plan.id, by=author, at=at)
    read = queries.plan_fingerprint(plan)
    return measures.decide_plan(resolved(at), plan=plan.id, sha256=read, by=secretary, at=at)
