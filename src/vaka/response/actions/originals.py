"""Which alarm another repeats, among those stored before and those taken in with it."""

from bisect import insort
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter

from vaka.response.models import Alarm
from vaka.response.rules import repeats
from vaka.response.rules.incidents import Received


class Originals:
    """The alarms that some others may repeat, read at two looks."""

    def __init__(self, alarms: Sequence[Received]) -> None:
        told = [alarm.duplicate_of for alarm in alarms if alarm.duplicate_of]
        rows = Alarm.objects.select_related("duplicate_of").filter(key__in=told)
        self._by_key = {row.key: row for row in rows} if told else {}
        self._alike: dict[str, list[Alarm]] = defaultdict(list)
        for row in _near(alarms):
            self._alike[row.digest].append(row)

    def of(self, alarm: Received) -> Alarm | None:
        """Return the alarm that this one repeats: as its receiver says, or as we see."""
        told = self._by_key.get(alarm.duplicate_of or "")
        if told is not None and told.account.upper() == (alarm.account or "").upper():
            return told.duplicate_of or told
        alike = self._alike[alarm.digest]
        return next((row for row in alike if repeats.same(alarm.sending, _sending(row))), None)

    def add(self, row: Alarm) -> None:
        """Let those that come after repeat this one too."""
        self._by_key[row.key] = row
        if row.duplicate_of_id is None:
            insort(self._alike[row.digest], row, key=attrgetter("received_at"))


def _near(alarms: Sequence[Received]) -> Sequence[Alarm]:
    """Return the originals of the same content, received within a day of any of the alarms."""
    if not alarms:
        return ()
    received = [alarm.received_at for alarm in alarms]
    span = min(received) - repeats.KEPT_FOR, max(received) + repeats.KEPT_FOR
    digests = {alarm.digest for alarm in alarms}
    alike = Alarm.objects.filter(digest__in=digests, received_at__range=span, duplicate_of=None)
    return list(alike.order_by("received_at"))


def _sending(row: Alarm) -> repeats.Sending:
    return repeats.Sending(row.sequence or None, row.occurred_at, row.received_at)
