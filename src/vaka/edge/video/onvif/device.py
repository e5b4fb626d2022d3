"""A camera asked over ONVIF. Everything here blocks, for some seconds at most."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from vaka.edge.video.ingest.addresses import Address
from vaka.edge.video.ingest.rtsp.errors import Garbled, LoginRefused
from vaka.edge.video.onvif import soap, wire
from vaka.edge.video.onvif.errors import NotDone
from vaka.edge.video.onvif.line import UNAUTHORIZED, Line, path_of
from vaka.edge.video.onvif.wire import CameraMask, MaskOptions, Profile

USUAL_PATH = "/onvif/device_service"
KIND = "application/soap+xml; charset=utf-8"
NOT_AUTHORIZED = frozenset({"NotAuthorized", "FailedAuthentication"})
# A camera says the second that it is in, so that on average half of it has passed.
HALF_A_SECOND = timedelta(seconds=0.5)


@dataclass(frozen=True)
class Snapshot:
    """A picture as a camera itself makes it; what kind is its word."""

    kind: str
    data: bytes


class Device:
    """One camera; its services are asked for once, its login when it asks for one.

    Every method raises, beside what it says itself: `NotDone` when the camera does not do it,
    `Garbled` when it answers nonsense, `LoginRefused`, `Redirected`, `BadInput` when it is not
    proved to be the camera, `OSError` when it is away.
    """

    def __init__(self, address: Address, *, clock: Callable[[], datetime]) -> None:
        self._address, self._clock = address, clock
        self._line = Line(address)
        self._path = USUAL_PATH if address.path == "/" else address.path
        self._services: dict[str, str] | None = None
        self._ahead = timedelta(0)
        # Cameras that ask for no digest want the proof in the message.
        self._proves_in_message = False

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def ahead(self) -> timedelta:
        """Return how far the camera's clock is ahead of ours, to the second."""
        asked = self._clock()
        told = wire.device_clock(self._asked(self._path, _device("GetSystemDateAndTime")))
        middle = asked + (self._clock() - asked) / 2
        self._ahead = told + HALF_A_SECOND - middle
        return self._ahead

    def identity(self) -> str:
        """Return which device it is, by its own word: make, model, serial number."""
        asked = _device("GetDeviceInformation")
        return wire.device_information(self._answered(self._path, asked))

    def has(self, space: str) -> bool:
        """Return whether the camera has a service."""
        return space in self._known()

    def profiles(self) -> list[Profile]:
        """Return the streams that it offers."""
        if not self.has(wire.MEDIA2):
            return wire.profiles(self._media(wire.asking(wire.MEDIA, "GetProfiles")))
        every = wire.asking(wire.MEDIA2, "GetProfiles", Type="All")
        return wire.profiles(self._media(every))

    def stream_uri(self, profile: str) -> str:
        """Return where a stream is, as the camera says; it may hold a login."""
        if self.has(wire.MEDIA2):
            asked = wire.asking(
                wire.MEDIA2, "GetStreamUri", Protocol="RTSP", ProfileToken=profile
            )
        else:
            asked = wire.stream_setup(profile)
        return wire.uri(self._media(asked))

    def snapshot(self, profile: str) -> Snapshot:
        """Return a picture that the camera makes of a stream, masked as it masks.

        :raises Garbled: also when it is no picture.
        """
        space = self._media_space()
        asked = wire.asking(space, "GetSnapshotUri", ProfileToken=profile)
        told = self._line.get(path_of(wire.uri(self._media(asked))))
        if told.status != 200 or not told.kind.startswith("image/"):
            raise Garbled("what it gives as a picture is none")
        return Snapshot(told.kind, told.body)

    def mask_options(self, source: str) -> MaskOptions:
        """Return what masks a source of the camera can have."""
        asked = wire.asking(wire.MEDIA2, "GetMaskOptions", ConfigurationToken=source)
        return wire.mask_options(self._media(asked))

    def masks(self, source: str) -> list[CameraMask]:
        """Return the masks of a source."""
        asked = wire.asking(wire.MEDIA2, "GetMasks", ConfigurationToken=source)
        return [each for each in wire.masks(self._media(asked)) if each.source == source]

    def put(self, mask: CameraMask, options: MaskOptions) -> str:
        """Give it a mask, and return its token; one with a token is changed, another made."""
        if mask.token:
            self._media(wire.mask_to_set("SetMask", mask, options))
            return mask.token
        return wire.token(self._media(wire.mask_to_set("CreateMask", mask, options)))

    def delete_mask(self, token: str) -> None:
        """Take a mask away."""
        self._media(wire.asking(wire.MEDIA2, "DeleteMask", Token=token))

    def _media_space(self) -> str:
        return wire.MEDIA2 if self.has(wire.MEDIA2) else wire.MEDIA

    def _media(self, asked: Element) -> Element:
        named = self._known().get(self._media_space())
        if named is None:
            raise NotDone(soap.name(asked), "NoSuchService")
        return self._answered(path_of(named), asked)

    def _known(self) -> dict[str, str]:
        if self._services is None:
            every = _device("GetServices", IncludeCapability="false")
            self._services = wire.services(self._answered(self._path, every))
        return self._services

    def _answered(self, path: str, asked: Element) -> Element:
        """Return the answer to a question, proved to be ours when the camera asks for that."""
        if self._proves_in_message:
            return self._proved(path, asked)
        try:
            return self._asked(path, asked)
        except NotDone as fault:
            if fault.code not in NOT_AUTHORIZED:
                raise
        if not self._address.user:
            raise LoginRefused("it asks for a login, and its address has none")
        # The proof names an instant by the camera's clock, which it tells everybody.
        self.ahead()
        answer = self._proved(path, asked)
        self._proves_in_message = True
        return answer

    def _proved(self, path: str, asked: Element) -> Element:
        try:
            return self._asked(path, asked, self._proof())
        except NotDone as fault:
            if fault.code in NOT_AUTHORIZED:
                raise LoginRefused("it refuses our login") from None
            raise

    def _proof(self) -> Element:
        by_its_clock = self._clock() + self._ahead
        return soap.username_token(self._address.user, self._address.password, by_its_clock)

    def _asked(self, path: str, asked: Element, *headers: Element) -> Element:
        what = soap.name(asked)
        told = self._line.post(path, soap.request(asked, *headers), KIND)
        if told.status == UNAUTHORIZED:
            raise NotDone(what, "NotAuthorized")
        return soap.answer(told.body, what)


def _device(what: str, **fields: str) -> Element:
    return wire.asking(wire.DEVICE, what, **fields)
