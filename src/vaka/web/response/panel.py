"""What the console and the printed page show of one incident, put in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext

from vaka.municipality.rules import EVERY_BOARD, Actor, Permission, may
from vaka.operation.queries import Offered
from vaka.response import queries
from vaka.response.rules import cards, codes
from vaka.response.rules.calling import Channel
from vaka.response.rules.incidents import Finding, Outcome, State
from vaka.web.maps import Map, layer

if TYPE_CHECKING:
    from vaka.response.models import Alarm, Contact, Incident, Plan, ResourceUse


# In a storm one incident has thousands, and the newest say what goes on.
MOST_ALARMS = 100


@dataclass(frozen=True)
class AlarmLine:
    """One alarm as a sentence, with what was sent beside it."""

    alarm: "Alarm"
    says: str


@dataclass(frozen=True)
class StepLine:
    """One step that applies: whether it is done, by which answer, and whether it is next."""

    step: cards.Step
    done: bool
    answer: str
    here: bool


@dataclass(frozen=True)
class Whom:
    """A contact that can be sent, by which ways; `planned` when the plan says so now."""

    contact: "Contact"
    channels: Sequence[Channel]
    planned: bool


@dataclass(frozen=True)
class Panel:
    """Everything about one incident that its panel shows."""

    incident: "Incident"
    alarms: Sequence[AlarmLine]
    earlier: int
    steps: Sequence[StepLine]
    left: int
    cameras: Sequence[Offered]
    contacts: Sequence[Whom]
    findings: Sequence[Finding]
    history: Sequence[queries.Line]
    plans: "Sequence[Plan]"
    resources: Sequence[queries.Stock]
    uses: "Sequence[ResourceUse]"
    may_handle: bool
    outcomes: Sequence[Outcome]
    place: Map | None
    problem: str = ""

    @property
    def is_new(self) -> bool:
        """Return whether it waits for somebody to take it."""
        return self.incident.state == State.NEW

    @property
    def is_mine_to_handle(self) -> bool:
        """Return whether steps can be checked off and the incident closed."""
        return self.may_handle and self.incident.state == State.ACKNOWLEDGED


def panel(row: "Incident", *, by: Actor, at: datetime, problem: str = "") -> Panel:
    """Return the panel of an incident for that person."""
    steps, answers = queries.steps(row), queries.answers(row)
    board = row.site.board_id if row.site else EVERY_BOARD
    alarms = queries.alarms(row)
    newest = list(alarms.reverse()[:MOST_ALARMS])
    return Panel(
        incident=row,
        alarms=[AlarmLine(alarm, says(alarm)) for alarm in reversed(newest)],
        earlier=alarms.count() - len(newest),
        steps=step_lines(steps, answers),
        left=len(cards.remaining(steps, answers)),
        cameras=queries.cameras(row, by=by, at=at),
        contacts=whom(row, at=at) if row.state == State.ACKNOWLEDGED else (),
        findings=list(Finding),
        history=queries.history(row),
        plans=queries.plans_for(row, by=by),
        resources=_to_draw_on(row, by),
        uses=list(queries.uses_of(row.uses.all())),
        may_handle=may(by, Permission.HANDLE_INCIDENT, board=board),
        outcomes=list(Outcome),
        place=place(row),
        problem=problem,
    )


def _to_draw_on(row: "Incident", by: Actor) -> Sequence[queries.Stock]:
    """Return what may be drawn on now, once the incident is taken on."""
    taken = row.state == State.ACKNOWLEDGED
    return queries.stock(queries.resources_for(row, by=by)) if taken else ()


def step_lines(steps: Sequence[cards.Step], answers: dict[str, str]) -> list[StepLine]:
    """Return the steps that apply; the first undone one is where the operator stands."""
    applying = cards.applying(steps, answers)
    here = next((step.key for step in applying if step.key not in answers), None)
    return [
        StepLine(step, step.key in answers, answers.get(step.key, ""), step.key == here)
        for step in applying
    ]


def whom(row: "Incident", *, at: datetime) -> list[Whom]:
    """Return whom one can send: first those of the call-out plan at this hour, by its order."""
    planned: dict[str, list[Channel]] = {}
    for line in queries.called(row, at=at):
        planned.setdefault(line.contact_id, []).append(Channel(line.channel))
    board = row.site.board_id if row.site else EVERY_BOARD
    rows = {contact.id: contact for contact in queries.reachable(board)}
    first = [Whom(rows[key], channels, planned=True) for key, channels in planned.items()]
    rest = [
        Whom(contact, _ways(contact), planned=False)
        for key, contact in rows.items()
        if key not in planned
    ]
    return [*first, *rest]


def _ways(contact: "Contact") -> list[Channel]:
    ways = {
        Channel.PHONE: contact.phone,
        Channel.SMS: contact.phone,
        Channel.EMAIL: contact.email,
        Channel.WEBHOOK: contact.webhook,
    }
    return [channel for channel, address in ways.items() if address]


def says(alarm: "Alarm") -> str:
    """Return what the alarm's code says, in the reader's language."""
    said = codes.meaning(protocol=alarm.protocol, code=alarm.code, qualifier=alarm.qualifier)
    return said.en if (get_language() or "").startswith("en") else said.sv


def place(row: "Incident") -> Map | None:
    """Return the map of the site, with the positions that the alarms gave, or its middle."""
    site = row.site
    if site is None:
        return None
    points = queries.points(row) or [(site.longitude, site.latitude)]
    return Map(
        title=site.name,
        summary=gettext("The place of the incident: %(address)s") % {"address": site.address},
        area=layer([site.outline]),
        points=layer([{"type": "Point", "coordinates": list(at)} for at in points]),
        unit=gettext("Alarm"),
    )
