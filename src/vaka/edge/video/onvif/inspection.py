"""Everything that a technician asks of one camera, in one conversation."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from vaka.core.errors import BadInput
from vaka.edge.video.health import Clocks
from vaka.edge.video.ingest.addresses import Allowed, admit
from vaka.edge.video.onvif import wire
from vaka.edge.video.onvif.device import Device
from vaka.edge.video.onvif.errors import NotDone
from vaka.edge.video.onvif.wire import CameraMask, MaskOptions, Profile


@dataclass(frozen=True)
class Stream:
    """A profile, with where it is, without a login, and whether a gateway may go there."""

    profile: Profile
    address: str
    admitted: bool


@dataclass(frozen=True)
class Source:
    """What masks a source can have and has; None when it can have none."""

    token: str
    options: MaskOptions | None
    masks: tuple[CameraMask, ...]


@dataclass(frozen=True)
class Inspection:
    """What a camera says of itself."""

    ahead: timedelta
    streams: tuple[Stream, ...]
    sources: tuple[Source, ...]

    @property
    def clock_is_off(self) -> bool:
        """Return whether its clock differs from ours by more than it may."""
        return Clocks(self.ahead.total_seconds()).are_off

    def facts(self) -> dict[str, object]:
        """Return it as JSON."""
        return {
            "clock_ahead_seconds": round(self.ahead.total_seconds(), 1),
            "clock_is_off": self.clock_is_off,
            "profiles": [
                {**asdict(each.profile), "address": each.address, "admitted": each.admitted}
                for each in self.streams
            ],
            "sources": [asdict(each) for each in self.sources],
        }


def inspect(device: Device, networks: Iterable[Allowed]) -> Inspection:
    """Return what a camera says of itself. Errors as of `Device`."""
    ahead, profiles = device.ahead(), device.profiles()
    allowed = tuple(networks)
    sources = dict.fromkeys(each.source for each in profiles if each.source)
    return Inspection(
        ahead,
        tuple(_stream(device, each, allowed) for each in profiles),
        tuple(_source(device, each) for each in sources),
    )


def _stream(device: Device, profile: Profile, allowed: tuple[Allowed, ...]) -> Stream:
    named = device.stream_uri(profile.token)
    try:
        admit(named, allowed)
    except BadInput:
        return Stream(profile, without_login(named), admitted=False)
    return Stream(profile, without_login(named), admitted=True)


def _source(device: Device, source: str) -> Source:
    if not device.has(wire.MEDIA2):
        return Source(source, None, ())
    try:
        options = device.mask_options(source)
        return Source(source, options, tuple(device.masks(source)))
    except NotDone:
        return Source(source, None, ())


def without_login(named: str) -> str:
    """Return an address that a camera names, without what is not to be shown."""
    try:
        parts = urlsplit(named)
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return ""
    told = parts._replace(netloc=host, fragment="").geturl()
    return told if told.isprintable() else ""
