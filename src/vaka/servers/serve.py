"""The pages and the API, under one ASGI server."""

import warnings

import uvicorn

from vaka.core.bell import RECORD_GREW
from vaka.servers import database


def serve(*, host: str, port: int) -> None:
    """Serve until stopped; the database is brought up to date first.

    :raises BadInput: when a setting is wrong.
    """
    database.ready()
    from vaka.servers.relay import addresses, waking

    brokers = addresses.told()
    # Static files are read by threads and sent in parts, which is what Django warns of.
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous")
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
    with waking.rung(RECORD_GREW, brokers):
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
