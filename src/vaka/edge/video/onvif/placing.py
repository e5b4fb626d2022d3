"""Masks put into a camera, and looked for there: one conversation over ONVIF.

Masks that others made are left alone. Those that we made and that mask nothing of the terms
any more are used again or taken away, once those that are wanted are there.
"""

from collections.abc import Sequence
from typing import Protocol

from vaka.edge.video.onvif import wire
from vaka.edge.video.onvif.device import Device
from vaka.edge.video.onvif.line import path_of
from vaka.edge.video.onvif.masks import OPAQUE, CannotMask, covers, missing, rings
from vaka.edge.video.onvif.wire import CameraMask

Masks = Sequence[Sequence[tuple[float, float]]]


class Own(Protocol):
    """The tokens of our masks in one device."""

    def __contains__(self, token: str) -> bool: ...
    def add(self, token: str) -> None:
        """Remember one."""

    def discard(self, token: str) -> None:
        """Forget one."""


class NotKept(Exception):
    """A camera took a mask, and has it not."""

    def __init__(self) -> None:
        super().__init__("it took the masks, and does not have them")


def source_of(device: Device, stream: str) -> str:
    """Return the token of the source whose masks cover a stream. Errors as of `Device`.

    :raises CannotMask: when it knows no masks; when it has several sources, and the stream is
        at none of their paths.
    """
    if not device.has(wire.MEDIA2):
        raise CannotMask("no-masks", "it knows no masks (Media2)")
    profiles = [each for each in device.profiles() if each.source]
    if len({each.source for each in profiles}) == 1:
        return profiles[0].source
    for each in profiles:
        if path_of(device.stream_uri(each.token)) == path_of(stream):
            return each.source
    raise CannotMask("source-unknown", "which of its sources the stream is of is not known")


def put_right(device: Device, source: str, masks: Masks, own: Own) -> bool:
    """Make a camera mask what the terms mask; return whether it did so already.

    Errors as of `Device`.

    :raises CannotMask: when it has no such masks.
    :raises NotKept: when it does not have them though it took them.
    """
    found = device.masks(source)
    gone = missing(found, masks)
    idle = [each.token for each in found if each.token in own and not _serves(each, masks)]
    try:
        _put(device, source, masks, gone, idle, own)
    finally:
        for token in idle:
            device.delete_mask(token)
            own.discard(token)
    if gone and missing(device.masks(source), masks):
        raise NotKept
    return not gone


def _serves(found: CameraMask, masks: Masks) -> bool:
    return any(covers(found, mask) for mask in masks)


def _put(
    device: Device,
    source: str,
    masks: Masks,
    gone: Sequence[int],
    idle: list[str],
    own: Own,
) -> None:
    """Put in the masks that are gone, of those that are idle as far as there are some."""
    if not gone:
        return
    options = device.mask_options(source)
    wanted = rings(masks, options)
    for place in gone:
        token = idle.pop() if idle else ""
        own.add(
            device.put(CameraMask(token, source, wanted[place], OPAQUE, enabled=True), options)
        )
