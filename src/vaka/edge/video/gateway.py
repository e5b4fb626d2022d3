"""The gateway: every camera of one place under its terms, in one process."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from vaka.core.alone import alone
from vaka.core.period import Period
from vaka.edge.video import enforcement
from vaka.edge.video.camera import Camera
from vaka.edge.video.centre import Centre
from vaka.edge.video.clock import Clock, Reading, wall_clock
from vaka.edge.video.enforcement import Moment
from vaka.edge.video.ingest.addresses import Allowed
from vaka.edge.video.ingest.readers import Readers
from vaka.edge.video.media.sound import Tracks
from vaka.edge.video.metrics import Metrics
from vaka.edge.video.onvif.visiting import Visits
from vaka.edge.video.outbox import Outbox
from vaka.edge.video.recording.footage import Footage
from vaka.edge.video.recording.index import Segment
from vaka.edge.video.recording.vault import Vault
from vaka.edge.video.sight.aims import Aims
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.terms.orders import Orders
from vaka.terms.signature import KeySet

log = logging.getLogger(__name__)

ASK_EVERY, TICK_EVERY, REPORT_EVERY, DISPOSE_EVERY = 0.3, 0.5, 0.3, 1.0
SAY_HEALTH_EVERY = timedelta(seconds=30)


@dataclass(frozen=True)
class Settings:
    """What a gateway is told when it starts."""

    gateway: str
    centre_url: str
    token: str
    folder: Path
    trusted: KeySet
    networks: tuple[Allowed, ...]
    authorities: Path | None = None


class Gateway:
    """Runs its cameras, the vault and the line to the centre."""

    def __init__(
        self, settings: Settings, *, wall: Callable[[], datetime] = wall_clock
    ) -> None:
        folder = settings.folder
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = alone(folder, who="gateway")
        self._settings, self._wall = settings, wall
        self._clock = Clock(folder / "clock", wall=wall)
        self._vault = Vault(folder, kept=self._kept, disposed=self._disposed)
        self._outbox = Outbox(folder)
        self._aims, self._glimpses = Aims(folder), Glimpses()
        self._visits = Visits(folder, settings.networks, settings.authorities, wall)
        self._centre = Centre(
            settings.centre_url,
            gateway=settings.gateway,
            token=settings.token,
            trusted=settings.trusted,
            folder=folder,
            outbox=self._outbox,
        )
        self._readers = Readers()
        self._turn = asyncio.Lock()
        self._obeyed: Orders | None = None
        self._said = datetime.min.replace(tzinfo=UTC)
        self.began = wall()
        self.trusted = settings.trusted
        self.cameras: dict[str, Camera] = {}
        self.reading: Reading = self._clock.read()
        self.metrics = Metrics(lambda: list(self.cameras.values()), lambda: self.reachable)

    @property
    def reachable(self) -> bool:
        """Return whether the centre answered the last time it was asked."""
        return self._centre.reachable

    def moment(self) -> Moment:
        """Return this instant as the terms are asked about it."""
        self.reading = self._clock.read()
        heard = self._centre.told.heard if self._centre.told else self.reading.now
        return Moment(self.reading.now, self.reading.doubtful, heard)

    async def run(self) -> None:
        """Run until cancelled; then close every open segment. Its server stops before it."""
        mended = await asyncio.to_thread(self._vault.mend)
        for segment in mended.completed:
            log.warning("Segment %s was open at the last stop and is whole now", segment.id)
        for lost in mended.lost:
            log.warning("Segment %s had no whole picture and is gone", lost.id)
        for segment in (*mended.completed, *mended.lost):
            # What was open shows that we recorded until then, and did not stop of our own will.
            facts = {"reason": "gateway-down"}
            self._outbox.put("recording.stopped", segment.camera, facts, at=segment.ends)
        try:
            async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as tasks:
                # What was revoked while we were away is heard before anything is permitted.
                await self._centre.ask(session, now=self.reading.now)
                tasks.create_task(_every(ASK_EVERY, lambda: self._ask(session)))
                tasks.create_task(_every(REPORT_EVERY, lambda: self._centre.report(session)))
                tasks.create_task(_every(TICK_EVERY, self._tick))
                tasks.create_task(_every(DISPOSE_EVERY, self._dispose))
        finally:
            await asyncio.to_thread(self._stop)

    async def _ask(self, session: aiohttp.ClientSession) -> None:
        """Hear what the centre says; what is new in it is obeyed at once."""
        await self._centre.ask(session, now=self.reading.now)
        if self._centre.told and self._centre.told.orders is not self._obeyed:
            await self._tick()

    async def _tick(self) -> None:
        """Obey what was last heard, and let every camera do what its terms say now."""
        async with self._turn:
            await asyncio.to_thread(self._obey_and_tick)

    def _obey_and_tick(self) -> None:
        told = self._centre.told
        if told and told.orders is not self._obeyed:
            self._obey(told.orders)
        moment = self.moment()
        say = moment.now - self._said >= SAY_HEALTH_EVERY and self._centre.reachable
        for camera in list(self.cameras.values()):
            self._tick_one(camera, moment, say=say)
        if say:
            self._said = moment.now

    def _tick_one(self, camera: Camera, moment: Moment, *, say: bool) -> None:
        """Let one camera do what its terms say; what fails with it ends no other's turn."""
        try:
            camera.tick(moment)
            if say:
                camera.say_health(moment.now)
        except Exception:
            log.exception("Camera %s failed", camera.name)

    def _obey(self, told: Orders) -> None:
        """Take new orders: each camera its own; one that is no longer ours is left."""
        self._obeyed = told
        orders = {order.camera: order for order in told.cameras}
        for gone in self.cameras.keys() - orders.keys():
            self.cameras.pop(gone).stop(reason="no-such-camera", at=self.reading.now)
        for name, order in orders.items():
            self._vault.hold(name, order.holds)
            hand = enforcement.take_in_hand(order, self._settings.trusted)
            if name in self.cameras:
                self.cameras[name].obey(order, hand)
                continue
            self.cameras[name] = Camera(
                order,
                hand,
                vault=self._vault,
                outbox=self._outbox,
                aims=self._aims,
                glimpses=self._glimpses,
                visits=self._visits,
                networks=self._settings.networks,
                authorities=self._settings.authorities,
                clock=self._wall,
                readers=self._readers,
            )

    async def _dispose(self) -> None:
        """Dispose of what is due; hidden, not destroyed, while the clock is unsettled."""
        if self.reading.settled:
            await asyncio.to_thread(self._dispose_now)

    def _dispose_now(self) -> None:
        self._vault.dispose(at=self.reading.now)

    def _kept(self, segment: Segment) -> None:
        facts = {
            "segment": segment.id,
            "start": segment.starts.isoformat(),
            "end": segment.ends.isoformat(),
            "bytes": segment.bytes,
            "sha256": segment.sha256,
        }
        self._outbox.put("segment.kept", segment.camera, facts, at=segment.ends)

    def _disposed(self, segment: Segment) -> None:
        due = self.reading.now >= segment.dispose_at
        why = "keeping time is up" if due else "its file was not there"
        facts = {"segment": segment.id, "why": why}
        self._outbox.put("segment.disposed", segment.camera, facts, at=self.reading.now)
        self.metrics.disposed.inc()

    def footage(
        self,
        camera: str,
        span: Period,
        tracks: Tracks = Tracks.PICTURES,
        *,
        follows: Callable[[datetime], bool] | None = None,
    ) -> Footage:
        """Return what is kept of a camera's stretch of time, now, and what `follows` it."""
        now = self.moment().now
        return Footage(
            self._vault.kept(camera),
            lambda each: self._vault.read(each.id, at=now),
            span,
            tracks,
            follows=follows,
        )

    def view_ended(self, camera: str, ticket: str, reason: str, seconds: float) -> None:
        """Tell the centre that a view ended."""
        facts = {"ticket": ticket, "reason": reason, "seconds": round(seconds, 1)}
        self._outbox.put("view.ended", camera, facts, at=self.reading.now)

    def _stop(self) -> None:
        for camera in self.cameras.values():
            camera.stop(reason="gateway-stopped", at=self._wall())
        self._readers.close()
        self._visits.close()
        self._glimpses.stop()
        self._vault.close()
        self._outbox.close()
        self._aims.close()
        os.close(self._lock)


async def _every(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work again and again; one failure is logged and does not end it."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("Something in the gateway failed")
        await asyncio.sleep(seconds)
