"""From the journal to the control wing: at least once, in order for each account.

Woken by the journal, not by a timer. What is not yet forwarded is a row of the journal, so a
restart goes on where the last run stopped. The alarm's id is the Idempotency-Key: the control
wing may get an alarm twice and must take it once.

Accounts take turns, one alarm each, so that a storm from one, or one whose alarm is refused
for now, does not hold up another.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

import aiohttp

from vaka.core.errors import BadInput
from vaka.edge.alarms import wire
from vaka.edge.alarms.alarm import Alarm, to_json
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.rows import Reader

log = logging.getLogger(__name__)

# So many alarms, each of another account, are under way at once.
_AT_ONCE = 8
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 30.0  # seconds
# The control wing will never take these: trying again would hold up the account for ever.
_NEVER = frozenset({400, 413, 415, 422})


class Outcome(StrEnum):
    """What became of one attempt."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"


@dataclass
class _Backlog:
    """How far one account has come, and how long it waits after a failure."""

    after: int = 0
    pause: float = _FIRST_PAUSE


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
        self._reader = Reader(journal.folder)
        self._clock = clock
        self._told = told
        self._backlogs: dict[str | None, _Backlog] = {}
        self._turns: asyncio.Queue[str | None] = asyncio.Queue()

    async def run(self) -> None:
        """Forward until cancelled."""
        self._journal.listen(self._appended)
        for account in self._reader.accounts_waiting():
            self._wait(account)
        timeout = aiohttp.ClientTimeout(total=10)
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=self._headers) as session,
            asyncio.TaskGroup() as tasks,
        ):
            for _ in range(_AT_ONCE):
                tasks.create_task(self._serve(session))

    def _appended(self, alarms: Sequence[Alarm]) -> None:
        for alarm in alarms:
            if alarm.protocol != wire.NULL:
                self._wait(alarm.account)

    def _wait(self, account: str | None) -> None:
        """Let an account that was not waiting for a turn wait for one."""
        if account not in self._backlogs:
            self._backlogs[account] = _Backlog()
            self._turns.put_nowait(account)

    async def _serve(self, session: aiohttp.ClientSession) -> None:
        while True:
            account = await self._turns.get()
            backlog = self._backlogs[account]
            found = self._reader.next_waiting(account, after=backlog.after)
            if found is None:
                del self._backlogs[account]
                continue
            position, alarm = found
            if await self._settled(position, alarm, session):
                self._backlogs[account] = _Backlog(after=position)
                self._turns.put_nowait(account)
            else:
                # Jitter, so that accounts and receivers do not all come back at once.
                pause = backlog.pause * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
                backlog.pause = min(backlog.pause * 2, _LONGEST_PAUSE)
                asyncio.get_running_loop().call_later(pause, self._turns.put_nowait, account)

    async def _settled(
        self, position: int, alarm: Alarm, session: aiohttp.ClientSession
    ) -> bool:
        """Send one alarm; return whether it is done with."""
        outcome, why = await self._post(alarm, session)
        self._told(outcome)
        if outcome is Outcome.TAKEN:
            self._journal.mark_forwarded(position, at=self._clock())
        elif outcome is Outcome.REFUSED:
            log.error("The control wing refuses alarm %s: %s", alarm.id, why)
            self._journal.mark_refused(position, why, at=self._clock())
        else:
            log.warning("Alarm %s waits for the control wing: %s", alarm.id, why)
        return outcome is not Outcome.LATER

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
