"""Sockets of the receiver: frames in, answers out, nothing answered before it is durable."""

import asyncio
import logging
import socket
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime
from time import perf_counter

from vaka.core.errors import VakaError
from vaka.edge.alarms.accounts import Accounts
from vaka.edge.alarms.alarm import Alarm
from vaka.edge.alarms.frame import Framer
from vaka.edge.alarms.journal import Journal
from vaka.edge.alarms.metrics import Metrics
from vaka.edge.alarms.reception import Finding, Reception, receive
from vaka.edge.alarms.rota import TURN, Rota, Sender, Sent
from vaka.edge.alarms.supervision import Supervision

log = logging.getLogger(__name__)

# A line with so many messages waiting is not read from until it has been served.
_MOST_WAITING = 4 * TURN
# One address may not take the connections and datagrams that others need.
_MOST_LINES = 1024
_MOST_DATAGRAMS = 1024
# How an account departs from the standard is said once; accounts may be invented without end.
_MOST_SAID = 10_000


class Desk:
    """Turns what senders sent into durable alarms and their answers, a round at a time."""

    def __init__(
        self,
        journal: Journal,
        accounts: Accounts,
        supervision: Supervision,
        metrics: Metrics,
        clock: Callable[[], datetime],
    ) -> None:
        self.metrics = metrics
        self.clock = clock
        self.lines: Counter[str] = Counter()  # open, by address
        self._journal = journal
        self._accounts = accounts
        self._supervision = supervision
        self._rota = Rota()
        self._said: set[tuple[str | None, str]] = set()
        self._called = False

    def enter(self, sender: Sender) -> None:
        """Serve a sender that was not waiting, when all that is ready now has been read."""
        self._rota.enter(sender)
        self._call()

    def _call(self) -> None:
        if self._rota and not self._called:
            self._called = True
            asyncio.get_running_loop().call_soon(self._serve)

    def _serve(self) -> None:
        """Keep one round, all in one commit, and answer it."""
        begun, at = perf_counter(), self.clock()
        self._called = False
        served = [
            (sender, [self._received(one, at) for one in sent])
            for sender, sent in self._rota.next_round()
        ]
        receptions = [one for _, received in served for one in received]
        self.metrics.found(one.finding for one in receptions)
        alarms = [alarm for one in receptions for alarm in one.alarms]
        if self._kept(alarms, at):
            self.metrics.kept(len(alarms), seconds=perf_counter() - begun)
            for sender, received in served:
                sender.replied(received)
        else:
            for sender, _ in served:
                sender.replied(None)
        self._call()

    def _received(self, sent: Sent, at: datetime) -> Reception:
        reception = (
            sent
            if isinstance(sent, Reception)
            else receive(sent, accounts=self._accounts, at=at)
        )
        if reception.finding is Finding.ACCEPTED:
            self._supervision.heard(reception.account, reception.protocol, at=at)
            self._note_deviations(reception)
        else:
            log.info("%s, account %s: %s", *_words(reception))
        return reception

    def _note_deviations(self, reception: Reception) -> None:
        """Say what the installer of a panel should hear, once for each account."""
        # The events of one message are alike in how it departs.
        for deviation in reception.alarms[0].deviations if reception.alarms else ():
            self.metrics.deviated(deviation)
            said = (reception.account, deviation)
            if said not in self._said and len(self._said) < _MOST_SAID:
                self._said.add(said)
                log.warning("Account %s departs from the standard: %s", *said)

    def _kept(self, alarms: list[Alarm], at: datetime) -> bool:
        """Keep the alarms, and the restorals of who is heard again; return whether they are."""
        restored = self._supervision.restored(at=at)
        if not alarms and not restored:
            return True
        try:
            self._journal.append(alarms + restored)
        except VakaError as problem:
            log.critical("Not kept, so not acknowledged: %s", problem)
            return False
        self._supervision.noted(restored)
        return True


class Line(asyncio.Protocol):
    """One TCP connection of a transmitter."""

    def __init__(self, desk: Desk) -> None:
        self.address = ""
        self.waiting: deque[Sent] = deque()
        self._desk = desk
        self._framer = Framer()
        self._transport: asyncio.Transport | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; a peer that vanishes is found by keepalive."""
        # uvloop's own class does not say that it is a Transport.
        line: asyncio.Transport = transport  # type: ignore[assignment]
        self._transport = line
        self.address = str(line.get_extra_info("peername")[0])
        sock = line.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self._desk.metrics.connections.inc()
        self._desk.lines[self.address] += 1
        if self._desk.lines[self.address] > _MOST_LINES:
            log.warning("%s has %s connections: no more", self.address, _MOST_LINES)
            line.abort()

    def data_received(self, data: bytes) -> None:
        """Take what came, whole messages or parts."""
        frames = self._framer.feed(data)
        if not frames or self._transport is None:
            return
        idle = not self.waiting
        self.waiting.extend(frames)
        if len(self.waiting) > _MOST_WAITING:
            self._paused = True
            self._transport.pause_reading()
        if idle:
            self._desk.enter(self)

    def replied(self, receptions: list[Reception] | None) -> None:
        """Send the answers to what is durable now."""
        if self._transport is None:
            return
        if receptions is None:
            # Without an answer the transmitter tries again, or takes its second path.
            self._transport.abort()
            return
        answers = b"".join([one.answer for one in receptions if one.answer])
        if answers:
            self._transport.write(answers)
        if self._paused and len(self.waiting) <= TURN:
            self._paused = False
            self._transport.resume_reading()

    def connection_lost(self, _exc: Exception | None) -> None:
        """End; what is before the disk is kept, and what is not has no answer."""
        self._transport = None
        self.waiting.clear()
        self._desk.metrics.connections.dec()
        self._desk.lines[self.address] -= 1
        if not self._desk.lines[self.address]:
            del self._desk.lines[self.address]


class Datagram:
    """One datagram, which is one message, answered to where it came from."""

    def __init__(
        self, frames: list[bytes], address: str, answer: Callable[[bytes], None]
    ) -> None:
        self.address = address
        self.waiting: deque[Sent] = deque(frames)
        self._answer = answer

    def replied(self, receptions: list[Reception] | None) -> None:
        """Send the answer to what is durable now."""
        self._answer(b"".join([one.answer for one in receptions or () if one.answer]))


class Datagrams(asyncio.DatagramProtocol):
    """The UDP side."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: Counter[str] = Counter()  # datagrams, by address
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        # The event loop's own class does not say that it is a DatagramTransport (Python 3.11).
        self._transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take one datagram."""
        address = addr[0]
        if self._waiting[address] >= _MOST_DATAGRAMS:
            self._desk.metrics.dropped.inc()
            return
        framer = Framer()
        frames = framer.feed(data) + framer.finish()
        if not frames:
            return
        self._waiting[address] += 1

        def answer(answers: bytes) -> None:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]
            if answers and self._transport:
                self._transport.sendto(answers, addr)

        self._desk.enter(Datagram(frames, address, answer))

    def connection_lost(self, _exc: Exception | None) -> None:
        """End."""
        self._transport = None


def _words(reception: Reception) -> tuple[str, str, str]:
    return reception.finding.value, reception.account or "unknown", reception.problem
