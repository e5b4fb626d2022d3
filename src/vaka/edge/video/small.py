"""A camera's small stream: for walls of pictures, connected to only while somebody looks.

What holds for the first stream holds for it: the same terms, masks and widest picture. It is
shown only while the first is read and trusted, only from the machine that sends the first, and
only once it has been seen to show the same view (ADR 32). Else a viewer gets the first.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from vaka.core.errors import BadInput
from vaka.core.period import Period
from vaka.edge.video.enforcement import Hand
from vaka.edge.video.health import State
from vaka.edge.video.ingest.addresses import Address, Allowed, admit
from vaka.edge.video.ingest.connection import NO_PICTURE, Ingest
from vaka.edge.video.ingest.readers import Readers
from vaka.edge.video.live.viewers import Live, Viewer
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.onvif.trust import Trust
from vaka.edge.video.privacy.masking import Masking, Outlets
from vaka.edge.video.sight.aim import Aim
from vaka.edge.video.sight.comparison import Sight
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.sight.likeness import Likeness
from vaka.edge.video.sight.watch import Watch
from vaka.terms.orders import CameraOrder

# Who has waited for so long gets the first stream, and so does who comes soon after.
PATIENCE_SECONDS, ASK_AGAIN_SECONDS = 5.0, 0.05
REST = timedelta(minutes=1)
NEVER = datetime.min.replace(tzinfo=UTC)
ELSEWHERE = "it is not where the first stream is"
MEND_ELSEWHERE = "Give an address of the same machine, under TLS if the first is"
NOT_ALIKE = "it does not show what the first stream shows"

Trouble = tuple[State, str]


class Small:
    """The small stream of one camera: `obey` and `tick` as the camera's, `join` to look."""

    def __init__(
        self,
        order: CameraOrder,
        hand: Hand,
        aim: Aim,
        *,
        glimpses: Glimpses,
        networks: Iterable[Allowed],
        authorities: Path | None,
        clock: Callable[[], datetime],
        readers: Readers,
    ) -> None:
        self.live = Live()
        # Why somebody who wanted it got the first stream instead, until it comes again.
        self.trouble: Trouble | None = None
        self._order, self._hand, self._aim = order, hand, aim
        self._glimpses, self._clock, self._readers = glimpses, clock, readers
        self._networks, self._authorities = tuple(networks), authorities
        self._lock = threading.Lock()
        self._line: _Line | None = None
        self._shows: Period | None = None
        self._waiting, self._rests_until = 0, NEVER

    def obey(self, order: CameraOrder, hand: Hand) -> None:
        """Take new orders; another address, view or treatment means another connection."""
        before = _asked(self._order, self._hand)
        self._order, self._hand = order, hand
        if _asked(order, hand) != before:
            self.leave()
            self.trouble, self._rests_until = None, NEVER

    def tick(self, shows: Period | None) -> None:
        """Be connected while somebody looks and it may be shown; else leave."""
        self._shows = shows
        self.live.allow(shows)
        if shows is None or not (self._waiting or self.live.viewers):
            self.leave()
        elif self._line is None and self._order.small_address:
            self._line = self._begun()
            self._line.ingest.start()

    def leave(self) -> None:
        """Leave the camera; nothing that is on its way is shown."""
        with self._lock:
            line, self._line = self._line, None
            self.live.end()
        if line is not None:
            line.ingest.stop()
            line.masking.stop()

    async def join(self) -> Viewer | None:
        """Return a new viewer once there are pictures to be shown; None when none come."""
        if not self.is_offered:
            return None
        with self._awaited():
            for _ in range(round(PATIENCE_SECONDS / ASK_AGAIN_SECONDS)):
                if self.live.newest():
                    self.trouble = None
                    return self.live.join()
                if self._line and self._line.trouble:
                    break
                await asyncio.sleep(ASK_AGAIN_SECONDS)
        line = self._line
        self.trouble = (line and line.trouble) or (State.STALLED, NO_PICTURE)
        self._rests_until = self._clock() + REST
        return None

    @property
    def is_offered(self) -> bool:
        """Return whether there is one that can be shown, as far as is known."""
        if not self._order.small_address or self._shows is None:
            return False
        if self._hand.keeps_to_presets:
            # Which masks a picture needs is known of the first stream's pictures alone.
            return False
        known = self._hand.may_look_anywhere or self._aim.sight in (Sight.SAME, Sight.COVERED)
        return known and self._clock() >= self._rests_until

    @contextlib.contextmanager
    def _awaited(self) -> Iterator[None]:
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def _begun(self) -> "_Line":
        name = f"{self._order.camera}/small"
        likeness = None if self._hand.may_look_anywhere else Likeness(self._aim)
        line = _Line(
            likeness=likeness,
            watch=Watch(name, likeness, self._glimpses, tell=_nobody) if likeness else None,
            masking=Masking(
                name,
                self._hand.treatment.masks,
                self._hand.treatment.widest,
                out=Outlets(
                    keep=_nobody,
                    show=lambda source, sample: self._deliver(line, source, sample),
                    rest=_nobody,
                    hide=self.live.end,
                ),
                # Masks that a camera proves are those of its first stream.
                trust=Trust,
            ),
            ingest=Ingest(
                name,
                partial(self._where, self._order),
                take=lambda source, sample: self._take(line, source, sample),
                tell=lambda state, reason: self._told(line, state, reason),
                watched=lambda: True,
                clock=self._clock,
                readers=self._readers,
            ),
        )
        return line

    def _where(self, order: CameraOrder) -> Address:
        """Return the judged address: the same machine's as the first, reached as safely."""
        judge = partial(admit, allowed=self._networks, authorities=self._authorities)
        first, small = judge(order.address), judge(order.small_address or "")
        if _machine(first) != _machine(small):
            raise BadInput("camera address", ELSEWHERE, MEND_ELSEWHERE)
        return small

    def _take(self, line: "_Line", source: Source, sample: Sample) -> None:
        """Take a sample from the thread that reads."""
        if line.watch is not None:
            line.watch.take(source, sample)
        shows = self._shows
        # Read after the hour: that it came before it is the camera's word.
        if shows is not None and self._clock() in shows:
            line.masking.put(source, sample)
        if line is not self._line:
            # It was left meanwhile: what masks it may have begun anew.
            line.masking.stop()

    def _deliver(self, line: "_Line", source: Source, sample: Sample) -> None:
        """Show a sample, masked as the terms say, once it is known what it shows."""
        with self._lock:
            if line is not self._line:
                return
            vouched = line.vouched(source, sample)
            if not vouched:
                self.live.end()
            for each in vouched:
                self.live.take(*each)

    def _told(self, line: "_Line", state: State, reason: str) -> None:
        """Hear that a connection ended."""
        line.broken = state, reason
        self.live.end()


class _Line:
    """One connection: what reads it, what masks it, and whether it shows the view."""

    def __init__(
        self,
        *,
        ingest: Ingest,
        masking: Masking,
        likeness: Likeness | None,
        watch: Watch | None,
    ) -> None:
        self.ingest, self.masking, self.watch = ingest, masking, watch
        self.broken: Trouble | None = None
        self._likeness = likeness
        self._held: list[tuple[Source, Sample]] = []

    @property
    def trouble(self) -> Trouble | None:
        """Return why it cannot be shown, when that is known."""
        seen = self._likeness.sight if self._likeness else Sight.UNKNOWN
        if self.broken or seen == Sight.UNKNOWN or self._is_alike:
            return self.broken
        return State.VIEW_CHANGED, NOT_ALIKE

    @property
    def _is_alike(self) -> bool:
        return self._likeness is None or self._likeness.is_settled

    def vouched(self, source: Source, sample: Sample) -> list[tuple[Source, Sample]]:
        """Return what may be shown with this sample; until it is known, a group is held."""
        if sample.key:
            self._held = []
        self._held.append((source, sample))
        if not self._is_alike:
            return []
        held, self._held = self._held, []
        return held


def _nobody(*_: object) -> None:
    """Keep nothing and tell nobody: a small stream is shown, no more."""


def _asked(order: CameraOrder, hand: Hand) -> tuple[object, ...]:
    """Return all that a connection depends on."""
    where = order.address, order.small_address, order.view
    return *where, hand.treatment, hand.may_look_anywhere, hand.keeps_to_presets


def _machine(address: Address) -> tuple[object, ...]:
    return address.scheme, address.host, address.fingerprint
