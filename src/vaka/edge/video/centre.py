"""The line to the centre: signed orders down, events up. It may be cut for days."""

import asyncio
import logging
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import aiohttp

from vaka.edge.video.durable import write_file
from vaka.edge.video.outbox import Outbox
from vaka.terms.orders import Orders, verify_orders
from vaka.terms.permits import Reason
from vaka.terms.signature import KeySet, Untrusted

log = logging.getLogger(__name__)
PATIENCE = aiohttp.ClientTimeout(total=5)
# After a restart we count from the last note, so a late one only makes us stop earlier.
NOTE_EVERY = timedelta(seconds=10)
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """The orders last heard, and when the centre was last heard from."""

    orders: Orders
    heard: datetime


class Centre:
    """What the centre has told this gateway, kept on disk, and a way to ask and report."""

    def __init__(
        self,
        url: str,
        *,
        gateway: str,
        token: str,
        trusted: KeySet,
        folder: Path,
        outbox: Outbox,
    ) -> None:
        self._url, self._gateway, self._trusted, self._outbox = url, gateway, trusted, outbox
        self._headers = {"Authorization": f"Bearer {token}"}
        self._orders_file = folder / "orders.jws"
        self._heard_file = folder / "heard"
        self._tag, self._installation = "", _installation(folder / "installation")
        self._noted = NEVER
        self.told = self._kept()
        self.reachable = False

    async def ask(self, session: aiohttp.ClientSession, *, now: datetime) -> None:
        """Hear what the centre says; on disk before `told` is so.

        Orders that are not the centre's own, or are older than those we have, are not taken.
        """
        headers = self._headers | ({"If-None-Match": self._tag} if self._tag else {})
        where = f"{self._url}/api/edge/orders"
        asking = {"gateway": self._gateway, "installation": self._installation}
        try:
            async with session.get(
                where, params=asking, headers=headers, timeout=PATIENCE
            ) as answer:
                if answer.status == HTTPStatus.CONFLICT:
                    self._silenced(now)
                    return
                if answer.status == HTTPStatus.NOT_MODIFIED and self.told:
                    self._heard(self.told.orders, now)
                    return
                answer.raise_for_status()
                self._take(await answer.text(), answer.headers.get("ETag", ""), now)
        except (aiohttp.ClientError, TimeoutError) as problem:
            if self.reachable:
                log.warning("The centre cannot be heard: %s", type(problem).__name__)
            self.reachable = False
        except Untrusted as doubt:
            log.error("Orders were not taken: %s", doubt)
            self.reachable = False

    def _silenced(self, now: datetime) -> None:
        """Have no cameras while another installation speaks as this gateway.

        The orders on disk stay, and none that are older than them are taken.
        """
        orders = self.told.orders if self.told else Orders(self._gateway, NEVER, ())
        if orders.cameras or not self.told:
            log.error("Another speaks as %s: this one has no cameras", self._gateway)
            # Told once: what is the same need not be obeyed again at each answer.
            orders = replace(orders, cameras=())
        self._tag, self.reachable = "", True
        self.told = Told(orders, now)

    def _take(self, text: str, tag: str, now: datetime) -> None:
        orders = verify_orders(text, self._trusted)
        if orders.gateway != self._gateway:
            raise Untrusted(Reason.MALFORMED, "they are for another gateway")
        if self.told and orders.issued < self.told.orders.issued:
            raise Untrusted(Reason.SUPERSEDED, "they are older than those we have")
        write_file(self._orders_file, text.encode("ascii"))
        self._tag = tag
        self._heard(orders, now)

    def _heard(self, orders: Orders, now: datetime) -> None:
        self.reachable = True
        self.told = Told(orders, now)
        if now - self._noted >= NOTE_EVERY:
            self._heard_file.write_text(now.isoformat(), "ascii")
            self._noted = now

    async def report(self, session: aiohttp.ClientSession) -> None:
        """Send the oldest events, and forget those that the centre has."""
        events = await asyncio.to_thread(self._outbox.oldest)
        if not events:
            return
        body = {"gateway": self._gateway, "events": [event.body for event in events]}
        where = f"{self._url}/api/edge/events"
        try:
            async with session.post(
                where, json=body, headers=self._headers, timeout=PATIENCE
            ) as answer:
                answer.raise_for_status()
                taken = (await answer.json())["taken"]
        except (aiohttp.ClientError, TimeoutError):
            return
        await asyncio.to_thread(self._outbox.taken, taken)

    def _kept(self) -> Told | None:
        """Return what was heard before this process began, if it is still to be trusted."""
        try:
            orders = verify_orders(self._orders_file.read_text("ascii"), self._trusted)
        except (OSError, UnicodeDecodeError):
            return None
        except Untrusted as doubt:
            log.error("The orders on disk were not taken: %s", doubt)
            return None
        try:
            heard = datetime.fromisoformat(self._heard_file.read_text("ascii"))
        except (OSError, ValueError):
            heard = orders.issued
        return Told(orders, heard.astimezone(UTC))


def _installation(file: Path) -> str:
    """Return what tells this folder's gateway from another of the same name, kept in a file."""
    if not file.exists():
        write_file(file, secrets.token_hex(8).encode("ascii"))
    return file.read_text("ascii")
