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
from vaka.edge.video.enforcement import LIVE, Doubt, Hand, Moment, Treatment
from vaka.edge.video.health import Health, State
from vaka.edge.video.ingest.addresses import Allowed, admit
from vaka.edge.video.ingest.connection import NO_PICTURE, Ingest
from vaka.edge.video.ingest.readers import Readers
from vaka.edge.video.ingest.rtsp.stream import Stream
from vaka.edge.video.live.viewers import Live
from vaka.edge.video.media.flow import Flow
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.outbox import Outbox
from vaka.edge.video.privacy.masking import Masking
from vaka.edge.video.recording.recorder import Licence, Recorder
from vaka.edge.video.recording.vault import Vault
from vaka.edge.video.sight.aim import Aim
from vaka.edge.video.sight.aims import Aims
from vaka.edge.video.sight.airlock import Airlock
from vaka.edge.video.sight.comparison import Sight
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.sight.stances import NOWHERE, Expected, Stances
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
        # Held by who takes up other terms, or turns to another preset.
        self._turn = threading.Lock()
        self._masking = self._masking_by(hand.treatment)
        self._outbox, self._clock = outbox, clock
        self._networks, self._authorities = tuple(networks), authorities
        self._readers = readers
        self._recorder, self._vault = Recorder(order.camera, vault), vault
        self._flow = Flow()
        self._aim = Aim(order.camera, aims)
        self._watch = Watch(order.camera, self._aim, glimpses)
        self._stances = Stances(order.camera, aims)
        self._airlock = Airlock(
            order.camera, self._stances, glimpses, let_through=self._let_through
        )
        # The preset whose masks are burnt in.
        self._masked_for = NOWHERE
        self._expect(order, hand)
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
        with self._turn:
            before, self._order, self._hand = self._hand, order, hand
            self._expect(order, hand)
            if (hand.treatment, hand.presets) != (before.treatment, before.presets):
                self._airlock.clear()
                self._mask_as(hand, NOWHERE)

    def _expect(self, order: CameraOrder, hand: Hand) -> None:
        """Take what it should see: one view, or that of each preset."""
        self._aim.expect(order.view or "", hand.treatment.masks)
        self._stances.expect(
            Expected(each.preset, each.view, hand.presets[each.preset].masks)
            for each in order.stands
            if each.preset in hand.presets
        )

    def _mask_as(self, hand: Hand, preset: str) -> None:
        """Mask so from now on; no picture masked otherwise goes on."""
        masking = self._masking_by(hand.presets.get(preset, hand.treatment))
        with self._lock:
            before, self._masking = self._masking, masking
            self._masked_for = preset
            self._recorder.stop()
            self.live.end()
        before.stop()

    def _masking_by(self, treatment: Treatment) -> Masking:
        masking = Masking(
            self._order.camera,
            treatment.masks,
            treatment.widest,
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
        if self._hand.keeps_to_presets:
            return Doubt.BETWEEN_PRESETS if self._airlock.stands == NOWHERE else ""
        return Doubt.VIEW_CHANGED if self._sight == Sight.MOVED else ""

    @property
    def _sight(self) -> Sight:
        """Return what it sees; a camera that the terms let move has no view to keep to."""
        return Sight.UNKNOWN if self._hand.may_look_anywhere else self._aim.sight

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
        self._airlock.clear()
        self._masking.stop()
        self._trouble = None
        self._recorder.stop()
        self.live.end()

    def _take(self, source: Source, sample: Sample) -> None:
        """Take a sample from the thread that reads; in doubt it is looked at, no more."""
        self._flow.put(source, sample)
        if self._hand.keeps_to_presets:
            self._trouble, self._last_sample = None, sample.at
            self._airlock.take(source, sample)
            return
        if not self._hand.may_look_anywhere:
            self._watch.take(source, sample)
        if self._doubt():
            self._trouble, self._last_sample = None, sample.at
            self._masking.stop()
            return
        self._mask(self._masking, source, sample)

    def _let_through(self, preset: str, source: Source, sample: Sample) -> None:
        """Take a sample of a preset from the thread that looks."""
        with self._turn:
            if preset not in self._hand.presets:
                return
            if preset != self._masked_for:
                self._mask_as(self._hand, preset)
            masking = self._masking
        self._mask(masking, source, sample)

    def _mask(self, masking: Masking, source: Source, sample: Sample) -> None:
        now = self._clock()
        if any(span and now in span for span in (self._records, self._shows)):
            # Of one read after the hour, that it came before it is the camera's word.
            masking.put(source, sample)

    def _deliver(self, masking: Masking, source: Source, sample: Sample) -> None:
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
        if (doubt := self._doubt()) == Doubt.BETWEEN_PRESETS:
            # That it moves is no fault of a camera that may.
            return State.OUTSIDE_TERMS, doubt
        if doubt:
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
