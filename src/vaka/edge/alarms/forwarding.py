"""From the journal to the control wing: at least once, in order for each account.

Woken by the journal, not by a timer. What is not yet forwarded is a row of the journal, so a
restart goes on where the last run stopped. The alarm's id is the Idempotency-Key: the control
wing may get an alarm twice and must take it once.
"""

import asyncio
import logging
import random
import zlib
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

import aiohttp

from vaka.core.errors import BadInput
from vaka.edge.alarms.alarm import Alarm, to_json
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.rows import Reader

log = logging.getLogger(__name__)

# An account always takes the same lane, and a lane sends one alarm at a time.
LANES = 8
_LANE_LENGTH = 64
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 30.0  # seconds
# The control wing will never take these: trying again would hold up the account for ever.
_NEVER = frozenset({400, 413, 415, 422})


class Outcome(StrEnum):
    """What became of one attempt."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"


class Forwarder:
    """Sends what waits in a journal to one control wing."""

    def __init__(
        self,
        journal: Journal,
        *,
        url: str,
        token: str,
        clock: Callable[[], datetime],
        told: Callable[[Outcome], None],
    ) -> None:
        """Prepare to send to `url`; `told` hears of every attempt.

        :raises BadInput: when the address is not http or https.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise BadInput("--forward-to", f"{url} is no address", "Give http(s)://HOST:PORT")
        self._address = url.rstrip("/") + "/api/alarms"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._journal = journal
        self._clock = clock
        self._told = told
        self._lanes: list[asyncio.Queue[tuple[int, Alarm]]] = [
            asyncio.Queue(_LANE_LENGTH) for _ in range(LANES)
        ]

    async def run(self) -> None:
        """Forward until cancelled."""
        timeout = aiohttp.ClientTimeout(total=10)
        reader = Reader(self._journal.folder)
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=self._headers) as session,
            asyncio.TaskGroup() as tasks,
        ):
            for lane in self._lanes:
                tasks.create_task(self._drive(lane, session))
            tasks.create_task(self._load(reader))

    async def _load(self, reader: Reader) -> None:
        after = 0
        while True:
            # Cleared before reading: what is appended meanwhile wakes us again.
            self._journal.appended.clear()
            waiting = await asyncio.to_thread(reader.waiting, after=after, most=_LANE_LENGTH)
            for position, alarm in waiting:
                await self._lanes[_lane(alarm)].put((position, alarm))
                after = position
            if not waiting:
                await self._journal.appended.wait()

    async def _drive(
        self, lane: asyncio.Queue[tuple[int, Alarm]], session: aiohttp.ClientSession
    ) -> None:
        while True:
            position, alarm = await lane.get()
            await self._deliver(position, alarm, session)

    async def _deliver(
        self, position: int, alarm: Alarm, session: aiohttp.ClientSession
    ) -> None:
        pause = _FIRST_PAUSE
        while True:
            outcome, why = await self._post(alarm, session)
            self._told(outcome)
            if outcome is Outcome.TAKEN:
                await self._journal.mark_forwarded(position, at=self._clock())
                return
            if outcome is Outcome.REFUSED:
                log.error("The control wing refuses alarm %s: %s", alarm.id, why)
                await self._journal.mark_refused(position, why, at=self._clock())
                return
            log.warning("Alarm %s waits for the control wing: %s", alarm.id, why)
            # Jitter, so that lanes and receivers do not all come back at once.
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - no secret
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _post(self, alarm: Alarm, session: aiohttp.ClientSession) -> tuple[Outcome, str]:
        try:
            async with session.post(
                self._address,
                json=to_json(alarm),
                headers={"Idempotency-Key": alarm.id},
                allow_redirects=False,
            ) as response:
                if response.status in {200, 201}:
                    return Outcome.TAKEN, ""
                why = f"{response.status} {(await response.text())[:200]}"
                return (Outcome.REFUSED if response.status in _NEVER else Outcome.LATER), why
        except (aiohttp.ClientError, TimeoutError, UnicodeDecodeError) as problem:
            return Outcome.LATER, type(problem).__name__


def _lane(alarm: Alarm) -> int:
    return zlib.crc32((alarm.account or "").encode()) % LANES
