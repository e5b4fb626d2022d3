"""Listening on a gateway's own address."""

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from vaka.core.errors import BadInput


@contextlib.asynccontextmanager
async def listening(
    application: web.Application, host: str, port: int
) -> AsyncIterator[tuple[str, int]]:
    """Serve while the block runs; yields the host and port that were bound.

    :raises BadInput: when the address cannot be listened on.
    """
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as problem:
            mend = "Give a free HOST:PORT of this machine in VAKA_GATEWAY_LISTEN"
            raise BadInput(f"{host}:{port}", f"{problem.strerror}", mend) from None
        bound = runner.addresses[0]
        yield bound[0], bound[1]
    finally:
        await runner.cleanup()
