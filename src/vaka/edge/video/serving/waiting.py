"""Before the first key: nothing can be verified, so nothing is permitted or connected to."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from aiohttp import web

from vaka.edge.video.health import State
from vaka.edge.video.serving.listening import listening

log = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 0.5


def has_key(folder: Path) -> bool:
    """Return whether there is a key to verify terms with."""
    return any(folder.glob("*.jwk"))


async def for_key(folder: Path) -> None:
    """Wait until there is a key to verify terms with, and say once what is waited for."""
    log.warning(
        "No key is trusted yet, so no terms can be verified and no camera is connected to: "
        "waiting for a *.jwk in %s. The control wing makes terms.public.jwk when it first "
        "signs; on a machine of its own, copy that file here",
        folder,
    )
    while not has_key(folder):  # noqa: ASYNC110 a file appears: there is no event
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


def answering(host: str, port: int) -> AbstractAsyncContextManager[tuple[str, int]]:
    """Answer, while the block runs, that this gateway waits; yields the address bound."""
    app = web.Application()
    app.router.add_get("/healthz", _healthz)
    return listening(app, host, port)


async def _healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": State.WAITING_FOR_TERMS, "centre": False})
