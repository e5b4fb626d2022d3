"""One camera's own server, asked again and again over one line: its clock and its masks."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from vaka.core.errors import BadInput
from vaka.edge.video.ingest.addresses import DEVICE, STREAM, Allowed, admit
from vaka.edge.video.onvif.device import Device
from vaka.edge.video.onvif.placing import Masks, put_right, source_of
from vaka.edge.video.onvif.tokens import Tokens
from vaka.terms.orders import CameraOrder

CLOCK_EVERY_SECONDS = 60.0
MEND_HOST = "Give the address of the machine that the pictures come from"


@dataclass(frozen=True)
class Errand:
    """What is wanted of a camera: where it and its pictures are, what it is to mask.

    `view` names the confirmation of what it sees: with another the camera may be another.
    """

    camera: str
    device: str
    stream: str
    masks: Masks
    view: str

    @classmethod
    def of(cls, order: CameraOrder, masks: Masks) -> "Errand | None":
        """Return what orders want of a camera; None when nobody knows where it answers."""
        if order.device_address is None:
            return None
        view = order.view or ""
        return cls(order.camera, order.device_address, order.address, masks, view)

    def __repr__(self) -> str:
        """Leave the addresses out: they may carry passwords."""
        return f"Errand({self.camera})"


@dataclass(frozen=True)
class Surroundings:
    """What every conversation needs of its gateway."""

    networks: tuple[Allowed, ...]
    authorities: Path | None
    tokens: Tokens
    clock: Callable[[], datetime]


class Conversation:
    """With one camera, about one errand."""

    def __init__(self, errand: Errand, around: Surroundings) -> None:
        self._errand, self._around = errand, around
        self._busy = threading.Lock()
        self._device: Device | None = None
        self._source: str | None = None
        self._own: _Own | None = None
        self._told_time = float("-inf")
        # How far the camera's clock is ahead of ours, in seconds, when it last said.
        self.ahead_seconds: float | None = None

    def visit(self) -> bool:
        """Ask how the clock is, and make the masks right; return whether they were so already.

        Errors as of `Device` and `put_right`. After one the line is a new one.
        """
        with self._busy:
            try:
                device = self._device = self._device or self._connected()
                self._ask_time(device)
                return self._ask_masks(device)
            except BaseException:
                self._close()
                raise

    def close(self) -> None:
        """Hang up, once what is being asked is answered."""
        with self._busy:
            self._close()

    def _close(self) -> None:
        if self._device is not None:
            self._device.close()
        self._device = self._source = self._own = None

    def _connected(self) -> Device:
        """Return the device at its address, if the pictures come from the same machine.

        :raises BadInput: when an address is no camera's, or they do not.
        """
        errand, around = self._errand, self._around
        where, pictures = (
            admit(address, around.networks, speech=speech, authorities=around.authorities)
            for address, speech in ((errand.device, DEVICE), (errand.stream, STREAM))
        )
        if where.host != pictures.host:
            raise BadInput("camera address", "it is another machine", MEND_HOST)
        return Device(where, clock=around.clock)

    def _ask_time(self, device: Device) -> None:
        if time.monotonic() - self._told_time < CLOCK_EVERY_SECONDS:
            return
        self.ahead_seconds = device.ahead().total_seconds()
        self._told_time = time.monotonic()

    def _ask_masks(self, device: Device) -> bool:
        errand = self._errand
        own = self._own = self._own or _Own(self._around.tokens, errand.camera, device)
        if not (errand.masks or own):
            return True
        if self._source is None:
            self._source = source_of(device, errand.stream)
        return put_right(device, self._source, errand.masks, own)


class _Own:
    """The tokens of our masks in one device."""

    def __init__(self, tokens: Tokens, camera: str, device: Device) -> None:
        self._tokens, self._place = tokens, (camera, device.identity())
        self._known = tokens.of(*self._place)

    def __contains__(self, token: str) -> bool:
        return token in self._known

    def __len__(self) -> int:
        return len(self._known)

    def add(self, token: str) -> None:
        self._known.add(token)
        self._tokens.add(*self._place, token)

    def discard(self, token: str) -> None:
        self._known.discard(token)
        self._tokens.discard(*self._place, token)
