"""From the journal to the control wing: at least once, in order for each account.

Woken by the journal, not by a timer. What is not yet forwarded is a row of the journal, so a
restart goes on where the last run stopped. The alarm's id is its idempotency key: the control
wing may get an alarm twice and must take it once.

Accounts take turns, and all that wait have an equal share of a batch, so that a storm from one
does not hold up another, nor one from thousands that nobody knows those who are (`turns`). A
batch that is not taken as a whole goes again one by one: what one alarm has about it is its own
account's trouble alone.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from urllib.parse import urlsplit

import aiohttp
import msgspec

from vaka.core.errors import BadInput, VakaError
from vaka.edge.alarms import wire
from vaka.edge.alarms.alarm import Alarm, to_json
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.rows import Reader
from vaka.edge.alarms.turns import FAMILIAR_AFTER, Heard, Standing, Turns, Waiting

log = logging.getLogger(__name__)

# While the control wing stores a batch, an operator's act waits: a tenth of a second.
BATCH = 128
# So many batches are under way at once: one that hangs does not hold up the next.
_AT_ONCE = 2
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 30.0  # seconds
# The control wing will never take this: trying again would hold up the account for ever.
_NEVER = frozenset({400, 413, 415, 422})
# Something that was sent is to blame. All else says that the control wing is away.
_TO_BLAME = _NEVER | {500}


class Outcome(StrEnum):
    """What became of one attempt."""

    TAKEN = "taken"
    REFUSED = "refused"
    LATER = "later"


class _Answer(msgspec.Struct, frozen=True):
    """What the control wing says of one alarm of a batch; without a problem it has it."""

    problem: str


_answers = msgspec.json.Decoder(list[_Answer])


@dataclass(eq=False)
class _NotTaken(VakaError):
    """None of what was sent is known to be taken."""

    why: str
    status: int = 0  # none: it did not answer


@dataclass
class _Backlog:
    """How far one account has come, how long it waits after a failure, and how it goes then."""

    standing: Standing
    after: int = 0
    pause: float = _FIRST_PAUSE
    alone: bool = False


@dataclass(frozen=True)
class _Share:
    """An account's part of a batch: alarms, each with its position in the journal."""

    account: str | None
    alarms: list[tuple[int, Alarm]]


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
        self._address = url.rstrip("/") + "/api/alarm-batches"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._journal = journal
        self._reader = Reader(journal.folder)
        self._clock = clock
        self._told = told
        self._backlogs: dict[str | None, _Backlog] = {}
        self._turns = Turns()
        self._heard = Heard()

    async def run(self) -> None:
        """Forward until cancelled."""
        self._journal.listen(self._appended)
        # Who sends but signs of life sends one a day; the day before yesterday shows them all.
        since = self._clock() - 2 * FAMILIAR_AFTER
        heard = await asyncio.to_thread(self._reader.first_heard, since=since)
        self._heard.remember(heard)
        waiting = await asyncio.to_thread(self._reader.accounts_waiting)
        for account, known in waiting.items():
            self._wait(account, known=known)
        timeout = aiohttp.ClientTimeout(total=10)
        async with (
            aiohttp.ClientSession(timeout=timeout, headers=self._headers) as session,
            asyncio.TaskGroup() as tasks,
        ):
            for _ in range(_AT_ONCE):
                tasks.create_task(self._serve(session))

    def _appended(self, alarms: Sequence[Alarm]) -> None:
        for alarm in alarms:
            self._heard.hear(alarm.account, at=alarm.received_at)
            if alarm.protocol != wire.NULL:
                self._wait(alarm.account, known=alarm.known)

    def _wait(self, account: str | None, *, known: bool) -> None:
        """Let an account that was not waiting for a turn wait for one."""
        if account in self._backlogs:
            return
        familiar = known or self._heard.is_familiar(account, at=self._clock())
        self._backlogs[account] = _Backlog(Standing.KNOWN if familiar else Standing.STRANGE)
        self._wait_again(account)

    def _wait_again(self, account: str | None) -> None:
        self._turns.enter(account, self._backlogs[account].standing)

    async def _serve(self, session: aiohttp.ClientSession) -> None:
        while True:
            if batch := self._batch(await self._turns.line()):
                await self._settle(batch, session)

    def _batch(self, line: Waiting) -> list[_Share]:
        """Return an equal share of each account in a line, from the one whose turn it is."""
        share = max(1, BATCH // len(line))
        batch: list[_Share] = []
        room = BATCH
        while line and room:
            account = line.popleft()
            backlog = self._backlogs[account]
            if backlog.alone and batch:
                line.append(account)
                return batch
            most = 1 if backlog.alone else min(share, room)
            found = self._reader.next_waiting(account, after=backlog.after, most=most)
            if found:
                batch.append(_Share(account, found))
                room -= len(found)
            else:
                del self._backlogs[account]
            if backlog.alone:
                return batch
        return batch

    async def _settle(self, batch: list[_Share], session: aiohttp.ClientSession) -> None:
        """Send a batch, and let its accounts wait for their next turn, or their next try."""
        sent = [one for share in batch for one in share.alarms]
        try:
            problems = await self._post([alarm for _, alarm in sent], session)
        except _NotTaken as problem:
            if problem.status in _NEVER and len(sent) == 1:
                problems = [problem.why]
            else:
                self._not_taken(batch, sent, problem)
                return
        for (position, alarm), why in zip(sent, problems, strict=True):
            self._done(position, alarm, why)
        for share in batch:
            before = self._backlogs[share.account]
            self._backlogs[share.account] = _Backlog(before.standing, share.alarms[-1][0])
            self._wait_again(share.account)

    def _done(self, position: int, alarm: Alarm, problem: str) -> None:
        if problem:
            log.error("The control wing refuses alarm %s: %s", alarm.id, problem)
            self._told(Outcome.REFUSED)
            self._journal.mark_refused(position, problem, at=self._clock())
        else:
            self._told(Outcome.TAKEN)
            self._journal.mark_forwarded(position, at=self._clock())

    def _not_taken(
        self, batch: list[_Share], sent: list[tuple[int, Alarm]], problem: _NotTaken
    ) -> None:
        log.warning(
            "%s alarms from %s on wait for the control wing: %s",
            len(sent),
            sent[0][1].id,
            problem.why,
        )
        for _ in sent:
            self._told(Outcome.LATER)
        for share in batch:
            backlog = self._backlogs[share.account]
            if problem.status in _TO_BLAME and len(sent) > 1:
                backlog.alone = True
                self._wait_again(share.account)
                continue
            # Jitter, so that accounts and receivers do not all come back at once.
            pause = backlog.pause * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
            backlog.pause = min(backlog.pause * 2, _LONGEST_PAUSE)
            asyncio.get_running_loop().call_later(pause, self._wait_again, share.account)

    async def _post(self, alarms: list[Alarm], session: aiohttp.ClientSession) -> list[str]:
        """Return for each alarm why the control wing refuses it; empty when it has it.

        :raises _NotTaken: when it has perhaps none of them.
        """
        try:
            async with session.post(
                self._address,
                data=msgspec.json.encode([to_json(alarm) for alarm in alarms]),
                headers={"Content-Type": "application/json"},
                allow_redirects=False,
            ) as response:
                told = await response.read()
                if response.status != HTTPStatus.OK:
                    said = told[:200].decode(errors="replace")
                    raise _NotTaken(f"{response.status} {said}", response.status)
            problems = [answer.problem for answer in _answers.decode(told)]
        except (aiohttp.ClientError, TimeoutError, msgspec.MsgspecError) as problem:
            raise _NotTaken(type(problem).__name__) from problem
        if len(problems) != len(alarms):
            raise _NotTaken(f"it answers for {len(problems)} of {len(alarms)}")
        return problems
