"""One camera under its terms: connected, recorded and shown only while they permit."""

import logging
import threading
from collections.abc import Callable, Container, Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from vaka.core.period import Period
from vaka.core.verdict import Verdict
from vaka.edge.video import enforcement
from vaka.edge.video.enforcement import LIVE, Doubt, Hand, Moment
from vaka.edge.video.health import Health, State
from vaka.edge.video.ingest.addresses import Allowed, admit
from vaka.edge.video.ingest.connection import NO_PICTURE, Ingest
from vaka.edge.video.ingest.readers import Readers
from vaka.edge.video.ingest.rtsp.stream import Stream
from vaka.edge.video.live.viewers import Live
from vaka.edge.video.media.flow import Flow
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.outbox import Outbox
from vaka.edge.video.privacy.masking import Masking, Masks
from vaka.edge.video.recording.recorder import Licence, Recorder
from vaka.edge.video.recording.vault import Vault
from vaka.edge.video.sight.aim import Aim
from vaka.edge.video.sight.aims import Aims
from vaka.edge.video.sight.comparison import Sight
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.sight.watch import Watch
from vaka.terms.document import Act
from vaka.terms.orders import CameraOrder
from vaka.terms.tickets import Ticket

log = logging.getLogger(__name__)
# Without pictures for so long a camera that should send them is said to have stalled.
QUIET = timedelta(seconds=5)


class Camera:
    """A camera of this gateway: `obey` takes new orders, `tick` comes many times a second."""

    def __init__(
        self,
        order: CameraOrder,
        hand: Hand,
        *,
        vault: Vault,
        outbox: Outbox,
        aims: Aims,
        glimpses: Glimpses,
        networks: Iterable[Allowed],
        authorities: Path | None,
        clock: Callable[[], datetime],
        readers: Readers,
    ) -> None:
        self.live = Live()
        self._order, self._hand = order, hand
        self._lock = threading.Lock()
        self._masking = self._masking_by(hand)
        self._outbox, self._clock = outbox, clock
        self._networks, self._authorities = tuple(networks), authorities
        self._readers = readers
        self._recorder, self._vault = Recorder(order.camera, vault), vault
        self._flow = Flow()
        self._aim = Aim(order.camera, aims)
        self._aim.expect(order.view or "", _masks(hand))
        self._watch = Watch(order.camera, self._aim, glimpses)
        self._ingest: Ingest | None = None
        self._trouble: tuple[State, str] | None = None
        self._recording: Verdict | None = None
        # From when until when its pictures may be kept, and be shown.
        self._records: Period | None = None
        self._shows: Period | None = None
        self._last_sample: datetime | None = None
        self._connected_at: datetime | None = None
        self.health: Health | None = None

    @property
    def name(self) -> str:
        """Return its id."""
        return self._order.camera

    @property
    def stream(self) -> Stream | None:
        """Return what is read of it, while it is connected to."""
        return self._ingest.stream if self._ingest else None

    @property
    def hand(self) -> Hand:
        """Return the terms that it obeys."""
        return self._hand

    def obey(self, order: CameraOrder, hand: Hand) -> None:
        """Take new orders; a new address means a new connection."""
        if order.address != self._order.address:
            self._disconnect()
        if _treatment(hand) != _treatment(self._hand):
            self._mask_as(hand)
        self._aim.expect(order.view or "", _masks(hand))
        self._order, self._hand = order, hand

    def _mask_as(self, hand: Hand) -> None:
        """Mask as these terms say from now on; no picture masked otherwise goes on."""
        with self._lock:
            before, self._masking = self._masking, self._masking_by(hand)
            self._recorder.stop()
            self.live.end()
        if before is not None:
            before.stop()

    def _masking_by(self, hand: Hand) -> Masking | None:
        if hand.terms is None:
            return None
        masking = Masking(
            self._order.camera,
            *_treatment(hand),
            take=lambda source, sample: self._deliver(masking, source, sample),
        )
        return masking

    def tick(self, moment: Moment) -> None:
        """Do what the terms say at this moment: connect or leave, record or not."""
        record = enforcement.may_record(self._hand, moment)
        show = enforcement.may_show(self._hand, moment)
        doubt = self._doubt()
        trusted = enforcement.unless(record, doubt)
        self._records = enforcement.stretch(self._records, trusted, moment.now)
        self._shows = enforcement.stretch(
            self._shows, enforcement.unless(show, doubt), moment.now
        )
        self._recorder.allow(self._licence())
        self.live.allow(self._shows)
        # Also in doubt of what it sees: only its pictures can end that.
        if record.permitted or show.permitted:
            self._connect(moment.now)
        else:
            self._disconnect()
        self._tell_recording(trusted, moment.now)
        self._tell_health(self._state(record, show, moment.now), moment.now)

    def may_view(self, ticket: Ticket, acts: Container[Act], moment: Moment) -> Verdict:
        """Return whether a ticket opens one of these acts now; live only what is trusted."""
        verdict = enforcement.may_view(self._hand, ticket, acts, moment)
        return enforcement.unless(verdict, self._doubt() if ticket.act in LIVE else "")

    def _doubt(self) -> str:
        """Return why what it sees may be neither kept nor shown, or nothing."""
        return Doubt.VIEW_CHANGED if self._sight == Sight.MOVED else ""

    @property
    def _sight(self) -> Sight:
        """Return what it sees; a camera that the terms let move has no view to keep to."""
        return Sight.UNKNOWN if _may_move(self._hand) else self._aim.sight

    def stop(self, *, reason: str, at: datetime) -> None:
        """Leave the camera, and close what is open."""
        # Before the line is cut: a picture on its way must not begin a segment after it.
        self._recorder.allow(None)
        self._disconnect()
        if self._recording and self._recording.permitted:
            self._tell_recording(Verdict(permitted=False, reason=reason, until=None), at)

    def _licence(self) -> Licence | None:
        terms = self._hand.terms
        if self._records is None or terms is None:
            return None
        return Licence(terms.id, self._records, timedelta(hours=terms.retention_hours))

    def _connect(self, now: datetime) -> None:
        if self._ingest is not None:
            return
        self._trouble, self._connected_at, self._last_sample = None, now, None
        # Looking up a name may take long: that is done where it is connected, not here.
        self._ingest = Ingest(
            self._order.camera,
            partial(admit, self._order.address, self._networks, authorities=self._authorities),
            take=self._take,
            tell=self._told,
            watched=lambda: self.live.viewers > 0,
            clock=self._clock,
            readers=self._readers,
        )
        self._ingest.start()

    def _disconnect(self) -> None:
        if self._ingest is not None:
            self._ingest.stop()
            self._ingest = None
        if self._masking is not None:
            self._masking.stop()
        self._trouble = None
        self._recorder.stop()
        self.live.end()

    def _take(self, source: Source, sample: Sample) -> None:
        """Take a sample from the thread that reads; in doubt it is looked at, no more."""
        self._flow.put(source, sample)
        if not _may_move(self._hand):
            self._watch.take(source, sample)
        masking = self._masking
        if self._doubt():
            self._trouble, self._last_sample = None, sample.at
            if masking is not None:
                masking.stop()
            return
        now = self._clock()
        if not any(span and now in span for span in (self._records, self._shows)):
            # Read after the hour: that it came before it is the camera's word.
            return
        if masking is not None:
            masking.put(source, sample)
        else:
            self._deliver(None, source, sample)

    def _deliver(self, masking: Masking | None, source: Source, sample: Sample) -> None:
        """Keep and show a sample, if it is masked as the terms now say."""
        with self._lock:
            if masking is not self._masking:
                return
            self._trouble, self._last_sample = None, sample.at
            self._recorder.take(source, sample)
            self.live.take(source, sample)

    def _told(self, state: State, reason: str) -> None:
        """Hear that a connection ended."""
        self._trouble = state, reason
        self._recorder.stop()
        self.live.end()

    def _state(self, record: Verdict, show: Verdict, now: datetime) -> tuple[State, str]:
        if not (record.permitted or show.permitted):
            waiting = record.reason in (Doubt.NO_TERMS, Doubt.OTHER_CAMERA)
            state = State.WAITING_FOR_TERMS if waiting else State.OUTSIDE_TERMS
            return state, record.reason
        if self._trouble:
            return self._trouble
        seen = self._last_sample or self._connected_at or now
        if now - seen > QUIET:
            return State.STALLED, NO_PICTURE
        if self._doubt():
            return State.VIEW_CHANGED, ""
        if self._sight == Sight.COVERED:
            return State.COVERED, ""
        if record.permitted and self._recorder.failing:
            return State.LIVE_ONLY, "the gateway's disk does not take video"
        return (State.RECORDING if record.permitted else State.LIVE_ONLY), ""

    def _tell_health(self, told: tuple[State, str], now: datetime) -> None:
        state, reason = told
        if self.health and (self.health.state, self.health.reason) == told:
            return
        self.health = Health(state, reason, now)
        self.say_health(now)

    def say_health(self, now: datetime) -> None:
        """Tell the centre how the camera is, and what came from it since that was told."""
        if self.health is None:
            return
        facts: dict[str, object] = {"state": self.health.state, "reason": self.health.reason}
        if measured := self._flow.tell():
            facts["measured"] = {**measured.facts(), "free_bytes": self._vault.free_bytes}
        self._outbox.put("camera.health", self._order.camera, facts, at=now)

    def _tell_recording(self, record: Verdict, now: datetime) -> None:
        """Tell the centre when recording becomes permitted, or ceases to be, and why."""
        before = self._recording.permitted if self._recording else False
        if before != record.permitted:
            kind = "recording.started" if record.permitted else "recording.stopped"
            self._outbox.put(kind, self._order.camera, {"reason": record.reason}, at=now)
        self._recording = record


def _treatment(hand: Hand) -> tuple[Masks, int]:
    """Return what is done to a picture: what is covered, how many pixels wide it may be."""
    return _masks(hand), hand.widest


def _masks(hand: Hand) -> Masks:
    """Return what the terms cover of the picture."""
    return hand.terms.view.masks if hand.terms else ()


def _may_move(hand: Hand) -> bool:
    return hand.terms is not None and hand.terms.uses.movable
