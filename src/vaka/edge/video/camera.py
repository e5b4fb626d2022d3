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
from vaka.edge.video.health import MOVABLE, Clocks, Health, MaskedBy, State
from vaka.edge.video.ingest.addresses import Allowed, admit
from vaka.edge.video.ingest.connection import NO_PICTURE, Ingest
from vaka.edge.video.ingest.readers import Readers
from vaka.edge.video.ingest.rtsp.stream import Stream
from vaka.edge.video.live.viewers import Live
from vaka.edge.video.media.flow import Flow
from vaka.edge.video.media.source import Sample, Source
from vaka.edge.video.onvif.conversation import Errand
from vaka.edge.video.onvif.visiting import Visiting, Visits
from vaka.edge.video.outbox import Outbox
from vaka.edge.video.privacy.masking import Masking, Outlets
from vaka.edge.video.recording.gaps import Why
from vaka.edge.video.recording.recorder import Licence, Recorder
from vaka.edge.video.recording.telling import Telling
from vaka.edge.video.recording.vault import Vault
from vaka.edge.video.sight.aim import Aim
from vaka.edge.video.sight.aims import Aims
from vaka.edge.video.sight.airlock import Airlock
from vaka.edge.video.sight.comparison import Sight, is_bare
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.sight.outline import Outline
from vaka.edge.video.sight.stances import NOWHERE, Expected, Stances
from vaka.edge.video.sight.watch import Watch
from vaka.edge.video.small import Small, Trouble
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
        visits: Visits,
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
        self._visiting = Visiting(order.camera, visits)
        self._masking = self._masking_by(hand.treatment)
        self._outbox, self._clock = outbox, clock
        self._networks, self._authorities = tuple(networks), authorities
        self._readers = readers
        self._recorder, self._vault = Recorder(order.camera, vault), vault
        self._flow, self._telling = Flow(), Telling(order.camera, outbox)
        self._aim = Aim(order.camera, aims)
        self._watch = Watch(order.camera, self._aim, glimpses, tell=self._looked)
        self._stances = Stances(order.camera, aims)
        self._airlock = Airlock(
            order.camera, self._stances, glimpses, let_through=self._let_through
        )
        # The preset whose masks are burnt in.
        self._masked_for = NOWHERE
        self._expect(order, hand)
        self.small = Small(
            order,
            hand,
            self._aim,
            glimpses=glimpses,
            networks=networks,
            authorities=authorities,
            clock=clock,
            readers=readers,
        )
        self._ingest: Ingest | None = None
        self._trouble: Trouble | None = None
        # From when until when its pictures may be kept, and be shown.
        self._records: Period | None = None
        self._shows: Period | None = None
        self._last_sample: datetime | None = None
        self._connected_at: datetime | None = None
        self._masked_by: MaskedBy | None = None
        self._said: tuple[Trouble, Trouble | None, MaskedBy | None] | None = None
        self.health: Health | None = None

    @property
    def name(self) -> str:
        """Return its id."""
        return self._order.camera

    @property
    def viewers(self) -> int:
        """Return how many look at either of its streams."""
        return self.live.viewers + self.small.live.viewers

    @property
    def stream(self) -> Stream | None:
        """Return what is read of it, while it is connected to."""
        return self._ingest.stream if self._ingest else None

    @property
    def hand(self) -> Hand:
        """Return the terms that it obeys."""
        return self._hand

    @property
    def masked_by(self) -> MaskedBy | None:
        """Return who makes the masks of the terms; None when there are none, or no pictures."""
        if self._ingest is None:
            return None
        return self._masking.masked_by(MOVABLE if self._hand.may_move else self._visiting.why)

    def obey(self, order: CameraOrder, hand: Hand) -> None:
        """Take new orders; a new address means a new connection."""
        if order.address != self._order.address:
            self._disconnect()
        with self._turn:
            before, self._order, self._hand = self._hand, order, hand
            self._expect(order, hand)
            # Under other terms what still waits to be kept is not kept either.
            if (hand.terms, hand.treatment, hand.presets) != (
                before.terms,
                before.treatment,
                before.presets,
            ):
                alike = (hand.treatment, hand.presets) == (before.treatment, before.presets)
                self._telling.gaps.because(Why.TERMS_CHANGED if alike else Why.MASKS_CHANGED)
                self._airlock.clear()
                self._mask_as(hand, NOWHERE)
        self.small.obey(order, hand)

    def _expect(self, order: CameraOrder, hand: Hand) -> None:
        """Take what it should see, one view or that of each preset, and mask by itself."""
        # First: for other masks no trust holds that was there for these.
        masks = () if hand.may_move else hand.treatment.masks
        self._visiting.expect(Errand.of(order, masks))
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
        out = Outlets(
            keep=lambda source, sample: self._keep(masking, source, sample),
            show=lambda source, sample: self._show(masking, source, sample),
            rest=lambda: self._rest(masking),
            hide=self.live.end,
        )
        masking = Masking(
            self._order.camera,
            treatment.masks,
            treatment.widest,
            out=out,
            trust=lambda: self._visiting.trust,
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
        self.small.tick(self._shows if self._delivers(moment.now) else None)
        self._telling.tell(trusted, moment.now)
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
        self.small.leave()
        self._disconnect()
        self._telling.end(reason, at)

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
        self._visiting.begin()
        self._ingest.start()

    def _disconnect(self) -> None:
        if self._ingest is not None:
            self._ingest.stop()
            self._ingest = None
            self._visiting.end()
        self._airlock.clear()
        self._masking.stop()
        self._trouble = None
        self._recorder.stop()
        self.live.end()

    def _take(self, source: Source, sample: Sample) -> None:
        """Take a sample from the thread that reads; in doubt it is looked at, no more."""
        self._flow.put(source, sample)
        self._telling.gaps.came(sample.at, lost=self.stream.lost if self.stream else 0)
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

    def _looked(self, found: Outline) -> None:
        """Hear what it sees; a camera that masks by itself shows nothing under its masks."""
        if masks := self._hand.treatment.masks:
            self._visiting.looked(bare=is_bare(found, masks))

    def _keep(self, masking: Masking, source: Source, sample: Sample) -> None:
        """Keep a sample, if it is masked as the terms now say."""
        with self._lock:
            if masking is self._masking:
                self._recorder.take(source, sample)
                if (span := self._records) and self._recorder.is_writing:
                    self._telling.gaps.kept(source, sample.at, since=span.start)

    def _show(self, masking: Masking, source: Source, sample: Sample) -> None:
        """Show a sample, if it is masked as the terms now say."""
        with self._lock:
            if masking is self._masking:
                self._trouble, self._last_sample = None, sample.at
                self.live.take(source, sample)

    def _rest(self, masking: Masking) -> None:
        """Close what is being recorded: nothing more of that stream comes."""
        with self._lock:
            if masking is self._masking:
                self._recorder.stop()

    def _told(self, state: State, reason: str) -> None:
        """Hear that a connection ended; another is made in a while."""
        self._trouble = state, reason
        self._recorder.stop()
        self.live.end()
        self._visiting.renew()
        self._masking.end()

    def _delivers(self, now: datetime) -> bool:
        """Return whether pictures come from it: what it sees vouches for its small stream."""
        last = None if self._trouble else self._last_sample
        return last is not None and now - last <= QUIET

    def _state(self, record: Verdict, show: Verdict, now: datetime) -> Trouble:
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
        return self._state_of_pictures(record)

    def _state_of_pictures(self, record: Verdict) -> Trouble:
        """Return how a camera is whose pictures come, and may be kept or shown."""
        if self._sight == Sight.COVERED:
            return State.COVERED, ""
        if record.permitted and self._recorder.failing:
            return State.NOT_STORED, "the gateway's disk does not take video"
        if self._visiting.has_lost:
            return State.MASKS_LOST, ""
        return (State.RECORDING if record.permitted else State.LIVE_ONLY), ""

    def _tell_health(self, told: Trouble, now: datetime) -> None:
        self._masked_by = self.masked_by
        said = told, self.small.trouble, self._masked_by
        if said == self._said:
            return
        if self.health is None or (self.health.state, self.health.reason) != told:
            self.health = Health(*told, now)
        self._said = said
        self.say_health(now)

    def say_health(self, now: datetime) -> None:
        """Tell the centre how the camera is, and what came from it since that was told."""
        if self.health is None:
            return
        facts: dict[str, object] = {"state": self.health.state, "reason": self.health.reason}
        if small := self.small.trouble:
            facts["small"] = {"state": small[0], "reason": small[1]}
        if measured := self._flow.tell():
            facts["measured"] = {**measured.facts(), "free_bytes": self._vault.free_bytes}
        facts["masks"] = self._masked_by.facts() if self._masked_by else None
        facts["device"] = self._clocks().facts()
        self._outbox.put("camera.health", self._order.camera, facts, at=now)

    def _clocks(self) -> Clocks:
        stream, own = self.stream, self._visiting.ahead_seconds
        return Clocks(own, stream.ahead_seconds, stream.lost) if stream else Clocks(own)
