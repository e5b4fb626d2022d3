"""Two at once: one alarm, one incident, one who has it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connections

from tests.stages.response_story import planned, published, reached, registered, take
from vaka.core.errors import Conflict
from vaka.municipality.rules import Role
from vaka.record import queries as record
from vaka.response import actions
from vaka.response.models import Alarm, Incident, Message, StepCheck, WatchEntry
from vaka.response.rules.incidents import Outcome

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6


def at_once(*verbs):
    """Run the verbs at the same instant, each in a thread; return results and conflicts."""
    start = Barrier(len(verbs))

    def run(verb):
        start.wait()
        try:
            return verb()
        except Conflict as conflict:
            return conflict
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(run, verbs))


@pytest.fixture
def ready(site, founder, at: datetime):
    registered(site, founder, at)
    published(founder, at)


def test_the_same_key_at_once_is_one_alarm(ready, at: datetime) -> None:
    receipts = at_once(*[lambda: take("a", at)] * MANY)
    assert sum(receipt.new for receipt in receipts) == 1
    assert Alarm.objects.count() == Incident.objects.count() == 1


def test_hard_case_14_one_alarm_by_many_paths_at_once_is_one_incident(
    ready, at: datetime
) -> None:
    at_once(*[lambda n=n: take(f"path-{n}", at, receiver=str(n)) for n in range(MANY)])
    assert Alarm.objects.filter(duplicate_of=None).count() == 1
    assert Incident.objects.count() == 1


def test_many_zones_at_once_are_one_incident(ready, at: datetime) -> None:
    at_once(*[lambda n=n: take(f"k{n}", at, sequence=f"{n:04}", zone=str(n)) for n in range(6)])
    assert Incident.objects.get().alarms.count() == 6
    assert record.audit().holds


def test_many_operators_at_once_and_one_has_it(ready, person, at: datetime) -> None:
    key = take("a", at).incident
    operators = [person(Role.OPERATOR) for _ in range(MANY)]
    answers = at_once(
        *[lambda o=o: actions.acknowledge(incident=key, by=o, at=at) for o in operators]
    )
    holder = Incident.objects.get().acknowledged_by
    conflicts = [answer for answer in answers if isinstance(answer, Conflict)]
    assert len(conflicts) == MANY - 1
    assert {conflict.subject for conflict in conflicts} == {holder.name}


def test_a_step_at_once_is_checked_once_and_closing_happens_once(
    ready, person, at: datetime
) -> None:
    key = take("a", at).incident
    one, two = person(Role.OPERATOR), person(Role.OPERATOR)
    actions.acknowledge(incident=key, by=one, at=at)

    def check(by):
        return actions.check_step(incident=key, step="look", answer="Ja", by=by, at=at)

    def close(by):
        return actions.close(incident=key, outcome=Outcome.TEST, reason="Prov", by=by, at=at)

    for verb in (check, close):
        answers = at_once(partial(verb, one), partial(verb, two))
        assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert StepCheck.objects.count() == 1


def test_lines_written_at_once_are_all_kept(ready, person, at: datetime) -> None:
    key = take("a", at).incident
    operator = person(Role.OPERATOR)
    at_once(
        *[
            lambda n=n: actions.write_entry(incident=key, text=f"rad {n}", by=operator, at=at)
            for n in range(MANY)
        ]
    )
    assert WatchEntry.objects.count() == MANY
    assert record.audit().holds


def test_many_workers_at_once_escalate_once_and_send_each_message_once(
    ready, founder, at: datetime
) -> None:
    take("a", at)
    planned(reached(founder, at), None, founder, at)
    due = at + timedelta(seconds=90)
    assert sum(at_once(*[lambda: actions.escalate_due(at=due)] * MANY)) == 1
    key = Message.objects.get().id
    claims = at_once(*[lambda: actions.claim_message(message=key, at=due)] * MANY)
    assert sum(claim is not None for claim in claims) == 1


def test_an_operator_and_the_escalation_at_once_never_both_have_it(
    ready, founder, person, at: datetime
) -> None:
    key = take("a", at).incident
    planned(reached(founder, at), None, founder, at)
    operator, due = person(Role.OPERATOR), at + timedelta(seconds=90)
    at_once(
        lambda: actions.acknowledge(incident=key, by=operator, at=due),
        lambda: actions.escalate_due(at=due),
    )
    row = Incident.objects.get()
    assert row.acknowledged_by_id == operator.id
    assert Message.objects.count() == row.escalated
