"""Sockets of the receiver: frames in, answers out, nothing answered before it is durable."""

import asyncio
import logging
import socket
from collections import deque
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from time import perf_counter

from vaka.edge.alarms.accounts import Accounts
from vaka.edge.alarms.frame import Framer
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.metrics import Metrics
from vaka.edge.alarms.reception import Finding, Reception, receive
from vaka.edge.alarms.supervision import Supervision

log = logging.getLogger(__name__)

# A connection has so many frames before the disk at once; the rest waits for its turn, so a
# flood from one transmitter cannot delay another's alarm by more than one commit.
TURN = 16
_MOST_WAITING = 4 * TURN
_MOST_DATAGRAMS = 1024


class Desk:
    """Turns frames into durable alarms and their answers."""

    def __init__(
        self,
        journal: Journal,
        accounts: Accounts,
        supervision: Supervision,
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self.metrics = metrics
        self._journal = journal
        self._accounts = accounts
        self._supervision = supervision
        self._clock = clock

    def take(self, frames: list[bytes], answer: Callable[[bytes | None], None]) -> None:
        """Receive the frames; call `answer` once, with bytes to send, or None when not kept."""
        begun, at = perf_counter(), self._clock()
        receptions = [receive(raw, accounts=self._accounts, at=at) for raw in frames]
        for reception in receptions:
            self._note(reception)
        alarms = [alarm for reception in receptions for alarm in reception.alarms]
        alarms += [
            restored
            for reception in receptions
            if reception.finding is Finding.ACCEPTED
            for restored in self._supervision.heard(reception.account, at=at)
        ]
        answers = b"".join(reception.answer or b"" for reception in receptions)
        if not alarms:
            answer(answers)
            return

        def kept(done: asyncio.Future[None]) -> None:
            if done.cancelled() or (problem := done.exception()):
                log.critical("Not kept, so not acknowledged: %s", problem)
                answer(None)
                return
            self.metrics.alarms.inc(len(alarms))
            self.metrics.durable.observe(perf_counter() - begun)
            answer(answers)

        self._journal.append(alarms).add_done_callback(kept)

    def _note(self, reception: Reception) -> None:
        self.metrics.found(reception.finding)
        if reception.finding is not Finding.ACCEPTED:
            log.info("%s, account %s: %s", *_words(reception))
        for alarm in reception.alarms[:1]:
            if alarm.deviations:
                log.info("account %s deviates: %s", alarm.account, ", ".join(alarm.deviations))


class Line(asyncio.Protocol):
    """One TCP connection of a transmitter."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._framer = Framer()
        self._frames: deque[bytes] = deque()
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; a peer that vanishes is found by keepalive."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._desk.metrics.connections.inc()

    def data_received(self, data: bytes) -> None:
        """Take what came, whole messages or parts."""
        self._frames.extend(self._framer.feed(data))
        if len(self._frames) > _MOST_WAITING and self._transport:
            self._transport.pause_reading()
        if not self._busy:
            self._next_turn()

    def connection_lost(self, _exc: Exception | None) -> None:
        """End; what is before the disk is kept, and what is not has no answer."""
        self._transport = None
        self._frames.clear()
        self._desk.metrics.connections.dec()

    def _next_turn(self) -> None:
        if not self._frames:
            return
        turn = list(islice(self._frames, TURN))
        for _ in turn:
            self._frames.popleft()
        self._busy = True
        self._desk.take(turn, self._answer)

    def _answer(self, answers: bytes | None) -> None:
        self._busy = False
        if self._transport is None:
            return
        if answers is None:
            # Without an answer the transmitter tries again, or takes its second path.
            self._transport.abort()
            return
        if answers:
            self._transport.write(answers)
        if len(self._frames) <= TURN:
            self._transport.resume_reading()
        self._next_turn()


class Datagrams(asyncio.DatagramProtocol):
    """The UDP side: one datagram is one message, answered to where it came from."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting = 0
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # The event loop's own class does not say that it is a DatagramTransport (Python 3.11).
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take one datagram."""
        if self._waiting >= _MOST_DATAGRAMS:
            self._desk.metrics.dropped.inc()
            return
        framer = Framer()
        frames = framer.feed(data) + framer.finish()
        if not frames:
            return
        self._waiting += 1

        def answer(answers: bytes | None) -> None:
            self._waiting -= 1
            if answers and self._transport:
                self._transport.sendto(answers, addr)

        self._desk.take(frames, answer)

    def connection_lost(self, _exc: Exception | None) -> None:
        """End."""
        self._transport = None


def _words(reception: Reception) -> tuple[str, str, str]:
    return reception.finding.value, reception.account or "unknown", reception.problem
