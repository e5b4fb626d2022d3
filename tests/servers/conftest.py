"""The control wing over a real socket."""

import threading
from collections.abc import Iterator
from time import sleep

import pytest
import uvicorn
from django.db import connections


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    """The application under its real server, on the tests' database."""
    from vaka.conf.asgi import application

    config = uvicorn.Config(
        application,
        host="127.0.0.1",
        port=0,
        log_level="error",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[:2]
    server.should_exit = True
    thread.join()
    connections.close_all()
