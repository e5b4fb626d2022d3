"""Fetching a CAP feed and the messages that it names: the thin shell around `wire`."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import aiohttp

from vaka.core.errors import BadInput
from vaka.integrations.cap import wire
from vaka.integrations.cap.wire import Found

WHO = "Vaka (open municipal safety platform)"
_TIMEOUT = aiohttp.ClientTimeout(total=30)
_LARGEST = 16 * 1024 * 1024
_MOST_MESSAGES = 500
_AT_ONCE = 4
_MEND = "Look at the address in VAKA_CAP_FEEDS"


def current(address: str) -> Found:
    """Return the warnings of a feed, those among them that it only names.

    :raises BadInput: when it cannot be reached, or is no feed.
    """
    return asyncio.run(_current(address))


async def _current(address: str) -> Found:
    async with aiohttp.ClientSession(timeout=_TIMEOUT, headers={"User-Agent": WHO}) as session:
        feed = wire.read(await _fetch(session, address), where=address)
        links = [urljoin(address, link) for link in feed.links]
        # A feed names its own messages; what lies elsewhere is somebody else's word.
        own = [link for link in links if _origin(link) == _origin(address)][:_MOST_MESSAGES]
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(link: str) -> Found:
            async with room:
                try:
                    return wire.read(await _fetch(session, link), where=link)
                except BadInput as problem:
                    return Found((), (str(problem),), ())

        return _together([feed, *await asyncio.gather(*map(one, own))])


def _together(found: Sequence[Found]) -> Found:
    return Found(
        tuple(warned for each in found for warned in each.warnings),
        tuple(why for each in found for why in each.rejected),
        (),
    )


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


async def _fetch(session: aiohttp.ClientSession, address: str) -> bytes:
    try:
        async with session.get(address, allow_redirects=False) as answer:
            if answer.status != HTTPStatus.OK:
                raise BadInput(address, f"it answered {answer.status}", _MEND)
            content = await answer.content.read(_LARGEST + 1)
            while len(content) <= _LARGEST and (more := await answer.content.read(_LARGEST)):
                content += more
    except (aiohttp.ClientError, TimeoutError, ValueError) as problem:
        reason = str(problem) or type(problem).__name__
        raise BadInput(address, f"it cannot be reached ({reason})", _MEND) from None
    if len(content) > _LARGEST:
        raise BadInput(address, "it answered with more than 16 MiB", _MEND)
    return content
