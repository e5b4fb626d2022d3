"""Pouring live pictures to one viewer, until somebody says why not."""

import asyncio
import contextlib
import socket
from collections.abc import Callable
from datetime import timedelta

from aiohttp import web

from vaka.edge.video.live.viewers import StreamEnded, TooSlow, Viewer
from vaka.edge.video.media.fragments import Fragments, Muxer
from vaka.edge.video.media.sound import Tracks

ASK_AGAIN_SECONDS = 0.1
# A viewer whose line takes nothing for so long is dropped.
SLOW_SECONDS = 3.0
# A browser waits for sound that it was told of: without it the pictures would stand still.
SOUND_LOST = timedelta(seconds=3)
# What the system may hold for a viewer: what is sent late could be seen after the end.
SEND_BUFFER_BYTES = 256 * 1024


async def pour(
    request: web.Request,
    response: web.StreamResponse,
    viewer: Viewer,
    tracks: Tracks,
    *,
    why_not: Callable[[], str],
) -> str:
    """Write picture after picture, of these tracks; return why it is over.

    `why_not` is asked ten times a second, also while the viewer's line takes nothing, and
    before each picture.
    """
    if request.transport and (line := request.transport.get_extra_info("socket")):
        line.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    writing = asyncio.ensure_future(_write(response, viewer, tracks, why_not))
    try:
        while not writing.done():
            if reason := why_not():
                return reason
            await asyncio.wait({writing}, timeout=ASK_AGAIN_SECONDS)
        return await writing
    except TooSlow:
        return "too-slow"
    except StreamEnded:
        return why_not() or "camera-lost"
    except ConnectionError:
        return "viewer-left"
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
        await _finish(request, response)


async def _write(
    response: web.StreamResponse, viewer: Viewer, tracks: Tracks, why_not: Callable[[], str]
) -> str:
    begun, sample = await viewer.next()
    source, told, heard = begun, begun.only(tracks), sample.at
    muxer = Muxer(told, fragments=Fragments.EVERY_FRAME)
    while True:
        if reason := why_not():
            return reason
        if source is not begun:
            return "camera-lost"
        heard = sample.at if sample.sound else heard
        if told.sound and sample.at - heard > SOUND_LOST:
            return "sound-lost"
        if ready := muxer.feed(sample):
            await _send(response, b"".join(ready))
        source, sample = await viewer.next()


async def _send(response: web.StreamResponse, ready: bytes) -> None:
    try:
        async with asyncio.timeout(SLOW_SECONDS):
            await response.write(ready)
    except TimeoutError:
        raise TooSlow from None


async def _finish(request: web.Request, response: web.StreamResponse) -> None:
    """End the answer; what the viewer has not taken by now is thrown away, not sent late."""
    waiting = request.transport.get_write_buffer_size() if request.transport else 0
    if waiting and isinstance(request.transport, asyncio.WriteTransport):
        request.transport.abort()
        return
    with contextlib.suppress(ConnectionError):
        await response.write_eof()
