"""The pages and the API, under one ASGI server."""

import warnings
from contextlib import AbstractContextManager, nullcontext

import uvicorn

from vaka.core.bell import RECORD_GREW
from vaka.core.fan_out import FAN_OUT
from vaka.servers import database


def serve(*, host: str, port: int) -> None:
    """Serve until stopped; the database is brought up to date first.

    :raises BadInput: when a setting is wrong.
    """
    database.ready()
    bell = _bell()
    # Static files are read by threads and sent in parts, which is what Django warns of.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous")
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    with bell:
        uvicorn.run(
            "vaka.conf.asgi:application",
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            lifespan="off",
            # An open event stream or view must not hold up a stop.
            timeout_graceful_shutdown=2,
        )


def _bell() -> AbstractContextManager[None]:
    """Return what rings for the consoles; the client of brokers is loaded where some are named.

    :raises BadInput: when the brokers' setting is wrong.
    """
    from vaka.servers.relay import addresses

    if (brokers := addresses.told()) is None:
        return nullcontext()
    from vaka.servers.relay import waking

    return waking.rung(RECORD_GREW, FAN_OUT, brokers)
