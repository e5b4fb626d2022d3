"""The pages and the API, under one ASGI server."""

import uvicorn

from vaka.servers import database


def serve(*, host: str, port: int) -> None:
    """Serve until stopped; the database is brought up to date first."""
    database.ready()
    from django.core.management import call_command

    call_command("collectstatic", verbosity=0, interactive=False)
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
