"""The same alarm sent three times over two paths is one alarm (hard case 14), for real."""

from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import settings
from msgspec.structs import replace

from tests.servers.receiving import Receiver, ask, receiver
from tests.stages.response_story import registered
from vaka.edge.alarms.wire import Message
from vaka.response.models import Alarm, Incident

pytestmark = pytest.mark.django_db(transaction=True)


def arrived(count: int) -> list[Alarm]:
    """Return the alarms of the control wing, when there are so many."""
    deadline = monotonic() + 20
    while Alarm.objects.count() < count and monotonic() < deadline:
        sleep(0.02)
    return list(Alarm.objects.all())


def sent(running: Receiver, message: Message) -> None:
    with running.connect() as line:
        assert ask(line, message).token == "ACK"


def test_one_alarm_over_two_receivers_is_one_incident(
    address, site, founder, at: datetime, tmp_path: Path
) -> None:
    registered(site, founder, at)
    told = {"VAKA_EDGE_TOKEN": settings.EDGE_TOKEN}
    wing = ["--forward-to", "http://{}:{}".format(*address)]
    for folder in ("fibre", "mobile"):
        (tmp_path / folder).mkdir()
    now = datetime.now(UTC).replace(microsecond=0)
    alarm = Message("SIA-DCS", "0417", "0028", data=("#0028|Nri1/BA05",), timestamp=now)
    with (
        receiver(tmp_path / "fibre", *wing, **told) as fibre,
        receiver(tmp_path / "mobile", *wing, **told) as mobile,
    ):
        # The answer over fibre was lost, so the panel says it again, and then over mobile,
        # whose module adds its own number of line and leaves out the time.
        sent(fibre, alarm)
        sent(fibre, alarm)
        sent(mobile, replace(alarm, receiver="2", line="1", timestamp=None))
        alarms = arrived(3)
        # Which path was first at the control wing is chance.
        (original,) = [each for each in alarms if each.duplicate_of_id is None]
        assert {each.duplicate_of_id for each in alarms} == {None, original.id}
        assert Incident.objects.get().id == original.incident_id

        # A receiver that is killed forwards again what it cannot know was taken.
        mobile.process.kill()
        mobile.process.wait(10)
    with receiver(tmp_path / "mobile", *wing, **told) as mobile:
        sent(mobile, replace(alarm, sequence="0418", data=("#0028|Nri1/BA06",)))
        assert len(arrived(4)) == 4
    assert Incident.objects.count() == 1
    assert Alarm.objects.filter(duplicate_of=None).count() == 2
