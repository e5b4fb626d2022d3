"""The incidents of alarms that are taken in together, found or opened.

The caller's transaction carries it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache

from django.db.models import Q

from vaka.core.ids import new_id
from vaka.record.rules import Act, Kind
from vaka.response.models import Escalation, Incident, Transmitter
from vaka.response.queries.action_cards import card_for
from vaka.response.queries.handling_rules import handling_of
from vaka.response.rules import incidents as rules
from vaka.response.rules.codes import IncidentKind
from vaka.response.rules.handling import Handling
from vaka.response.rules.incidents import Received, State

# An alarm, and the transmitter in use that has its account.
Arrival = tuple[Received, Transmitter | None]


class Correlation:
    """Which incident each of some alarms belongs to, asked in their order.

    What is opened joins `acts`, to which who asks adds the acts of the alarms.
    """

    def __init__(self, arrivals: Iterable[Arrival], *, at: datetime) -> None:
        self.acts: list[Act] = []
        self._at = at
        # A rule is read once for all alarms of its kind.
        self._rule = cache(handling_of)
        self._open: dict[tuple[str | None, str | None], list[Incident]] = defaultdict(list)
        self._rows: dict[str, Incident] = {}
        self._changed: dict[str, int] = {}  # by which of the acts
        self._escalations: list[Escalation] = []
        for row in self._candidates(
            [one for one in arrivals if rules.may_join(one[0].meaning)]
        ):
            self._note(row)

    def _candidates(self, arrivals: Sequence[Arrival]) -> Iterable[Incident]:
        """Return the open incidents that one of the alarms may join, at one look.

        They are locked, and before the record is: who handles one does it in that order.
        """
        if not arrivals:
            return ()
        handlings = [self._handling(alarm, source) for alarm, source in arrivals]
        within = max(each.within for each in handlings)
        received = [alarm.received_at for alarm, _ in arrivals]
        here = Q(site__in={source.site_id for _, source in arrivals if source})
        if any(source is None for _, source in arrivals):
            here |= Q(site=None)
        return (
            Incident.objects.select_for_update()
            .filter(
                here,
                kind__in={kind for each in handlings for kind in (each.kind, *each.joins)},
                state__in=[State.NEW, State.ACKNOWLEDGED],
                last_alarm_at__range=(min(received) - within, max(received) + within),
            )
            .order_by("id")
        )

    def incident_for(self, alarm: Received, source: Transmitter | None) -> str | None:
        """Return the incident that an alarm joins or opens; None when it does neither."""
        said = alarm.meaning
        if not rules.may_join(said):
            return None
        site, handling = source.site_id if source else None, self._handling(alarm, source)
        known = rules.joined(
            [
                rules.Open(row.id, row.site_id, IncidentKind(row.kind), row.last_alarm_at)
                # An exercise and what is real are never one incident.
                for row in self._open[site, alarm.exercise]
            ],
            site=site,
            kind=said.kind,
            at=alarm.received_at,
            within=handling.within,
            joins=handling.joins,
        )
        if known is not None or not rules.opens_incident(said):
            return known
        return self._opened(alarm, source, handling)

    def joined_by(self, incident: str, alarm: Received, source: Transmitter | None) -> None:
        """Let the incident know of one more alarm, whose act is the next.

        It may make the incident more urgent, never less.
        """
        row = self._rows[incident]
        if row.kind != alarm.meaning.kind and rules.opens_incident(alarm.meaning):
            row.priority = min(row.priority, self._handling(alarm, source).priority)
        row.last_alarm_at = max(row.last_alarm_at, alarm.received_at)
        self._changed[incident] = len(self.acts)

    def save(self, numbers: Sequence[int]) -> None:
        """Store what was opened and joined; the record has given the `acts` these numbers."""
        for key, act in self._changed.items():
            self._rows[key].changed = numbers[act]
        Incident.objects.bulk_create(
            (self._rows[key] for key in self._changed),
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["last_alarm_at", "changed", "priority"],
        )
        Escalation.objects.bulk_create(self._escalations)

    def _handling(self, alarm: Received, source: Transmitter | None) -> Handling:
        return self._rule(alarm.meaning.kind, site_kind=source.site.kind if source else "")

    def _note(self, row: Incident) -> None:
        self._rows[row.id] = row
        self._open[row.site_id, row.exercise_id].append(row)

    def _opened(self, alarm: Received, source: Transmitter | None, handling: Handling) -> str:
        """Open an incident at the transmitter's site, with the card and rule that hold now."""
        site, key = source.site if source else None, new_id(at=self._at)
        facts = {
            "kind": handling.kind,
            "priority": handling.priority,
            "site": site.id if site else None,
            "exercise": alarm.exercise,
        }
        self.acts.append(Act(Kind.INCIDENT_OPENED, "receiver", key, self._at, facts))
        row = Incident(
            id=key,
            site=site,
            place=rules.place(alarm, source.places if source else {})[:200],
            exercise_id=alarm.exercise,
            kind=handling.kind,
            priority=handling.priority,
            card=card_for(kind=handling.kind, site=site),
            opened_at=alarm.received_at,
            last_alarm_at=alarm.received_at,
        )
        # From when we have it: what was delayed on its way is not late by our doing.
        self._escalations += [
            Escalation(id=new_id(at=self._at), incident=row, step=step, due_at=self._at + after)
            for step, after in enumerate(handling.escalations, start=1)
        ]
        self._note(row)
        return key
