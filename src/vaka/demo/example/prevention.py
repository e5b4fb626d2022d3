"""The work against crime: who leads it, the picture, the plan, the council, the report."""

from dataclasses import replace
from datetime import date, timedelta

from vaka.demo.example import days
from vaka.demo.example.organisation import ADMINISTRATOR, who
from vaka.measures import actions as measures
from vaka.measures import queries
from vaka.measures.rules.action_plans import Point, Progress
from vaka.measures.rules.strategic import Report, Session, attended
from vaka.needs import actions as needs
from vaka.needs import queries as pictures
from vaka.needs.rules.crime_picture import Resolved, Written

# The minutes came some days after the meeting.
MET, AT = date(2025, 4, 29), days.MEASURES
WRITTEN = {
    "extent": (
        "Det som rapporteras mest på torget och i garaget är stölder av cyklar, skadegörelse "
        "och misstänkt narkotikahantering. Övriga delar av kommunen rapporterar för lite för "
        "att kunna jämföras."
    ),
    "consequences": (
        "Cyklister väljer bort garaget på kvällen. Reparationer av skadegörelse tar tid från "
        "annan drift. Föräldrar i torgets närhet säger att barnen går omvägar."
    ),
    "other": (
        "Ett bostadsområde med 400 lägenheter byggs norr om torget till 2027. Polisområdet "
        "har färre patruller på kvällstid under sommaren."
    ),
    "analysis": (
        "Stölderna följer mörkret och de timmar då garaget saknar personal. Narkotikan syns "
        "där den eftersöks, och siffran stiger med sökandet. Det som går att påverka är "
        "belysning, närvaro och hur snabbt skador lagas. Anmälningsbenägenheten är okänd."
    ),
}
POINTS = (
    Point(
        "Cykelstölder i garaget på kvällen",
        "Ny belysning och låsbara ramfästen i hela garaget",
        "Serviceförvaltningen",
        date(2025, 12, 31),
    ),
    Point(
        "Skadegörelse och oro på torget",
        "Trygghetsvärdar på torget fredag och lördag kväll",
        "Fastighets- och gatukontoret",
        date(2026, 6, 30),
    ),
    Point(
        "Ungdomar som dras in i narkotikahandeln",
        "Fältarbetare i skolorna runt torget, tillsammans med socialtjänsten",
        "Stadskontoret",
        date(2027, 5, 31),
    ),
)
SAID = (
    (Progress.DONE, "Belysningen är på plats. Ramfästena kom i november."),
    (Progress.UNDER_WAY, "Två värdar sedan mars. Lördagarna saknar bemanning."),
    (Progress.NOT_BEGUN, "Tjänsten är utlyst för tredje gången."),
)
PRESENT = """\
Polisområde Exempel: lokalpolisområdeschef
Räddningstjänsten Exempel: räddningschef
Serviceförvaltningen: förvaltningschef
"""


def draft(*, board: str) -> str:
    """Have a board lead the work, and draft its picture; return its id."""
    _lead(board)
    by, at = who("samordnare", days.PROBLEMS), days.PROBLEMS
    stated = tuple(str(row.pk) for row in pictures.citable(by=by))
    written = Written(
        **WRITTEN,
        first_year=2023,
        last_year=2024,
        statements=stated,
        others=("Polisområde Exempel: lokal lägesbild hösten 2024",),
    )
    return needs.draft_picture(written, by=by, at=at).id


def decide(picture: str) -> str:
    """Enter that the executive board decided its picture, and a plan on it; return the plan."""
    by, secretary, at = who("samordnare", AT), who("sekreterare", AT), AT
    read = pictures.crime_picture(picture, by=secretary).sha256
    resolved = Resolved("Kommunstyrelsen", MET, "§ 88")
    needs.decide_picture(resolved, picture=picture, sha256=read, by=secretary, at=at)
    plan = measures.begin_plan(by=by, at=at)
    for point in POINTS:
        measures.add_point(point, plan=plan.id, by=by, at=at)
    resolved, read = replace(resolved, item="§ 89"), queries.plan_fingerprint(plan)
    measures.decide_plan(resolved, plan=plan.id, sha256=read, by=secretary, at=at)
    return plan.id


def follow_up(plan: str) -> None:
    """Say how far each point had come, and what the councils were told."""
    at = days.FOLLOWED_UP
    by = who("samordnare", at)
    for number, (progress, note) in enumerate(SAID, 1):
        measures.follow_up_point(
            plan=plan, number=number, progress=progress, note=note, by=by, at=at
        )
    yesterday = (at - timedelta(days=1)).date()
    met = Session(
        on=yesterday,
        led_by="Stadsdirektören",
        attended=attended(PRESENT),
        dealt_with="Uppföljningen av åtgärdsplanen, punkt för punkt.",
        minutes="Rådet vill att bemanningen på lördagar löses före sommaren.",
    )
    measures.enter_session(met, by=by, at=at)
    told = Report(yesterday, "Åtgärdsplanens läge efter nio månader.", 2025)
    measures.enter_report(told, by=by, at=at)


def _lead(board: str) -> None:
    needs.name_coordination(
        board=board,
        function="Brottsförebyggande samordnare vid stadskontoret",
        contact="brottsforebyggande@exempelstad.example",
        starts=days.FOUNDED.date(),
        by=who(ADMINISTRATOR, days.PROBLEMS),
        at=days.PROBLEMS,
    )
