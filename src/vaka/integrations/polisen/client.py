"""Fetching the newest events from polisen.se: the thin shell around `wire`."""

import asyncio
from http import HTTPStatus

import aiohttp

from vaka.core.errors import BadInput

ADDRESS = "https://polisen.se/api/events"
# The police ask who calls, and give at most 500 events.
WHO = "Vaka (open municipal safety platform)"
TIMEOUT = aiohttp.ClientTimeout(total=60)
LARGEST = 16 * 1024 * 1024
MEND = "Try again later, or import a file"


def newest(address: str = ADDRESS) -> bytes:
    """Return the newest events as published, JSON.

    :raises BadInput: when the police's server cannot be reached, or does not give them.
    """
    return asyncio.run(_fetch(address))


async def _fetch(address: str) -> bytes:
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT, headers={"User-Agent": WHO}) as session,
            session.get(address, allow_redirects=False) as answer,
        ):
            if answer.status != HTTPStatus.OK:
                raise BadInput(address, f"it answered {answer.status}", MEND)
            content = await answer.content.read(LARGEST + 1)
            while len(content) <= LARGEST and (more := await answer.content.read(LARGEST)):
                content += more
    except (aiohttp.ClientError, TimeoutError) as problem:
        reason = str(problem) or type(problem).__name__
        raise BadInput(address, f"it cannot be reached ({reason})", MEND) from None
    if len(content) > LARGEST:
        raise BadInput(address, "it answered with more than 16 MiB", MEND)
    return content
