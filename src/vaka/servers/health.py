"""`/healthz` and `/metrics` of a process that serves nothing else."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

# How each part of a process stands, by its name.
Parts = Mapping[str, Callable[[], Mapping[str, object]]]


@contextmanager
def answering(host: str, port: int, parts: Parts) -> Iterator[str]:
    """Answer on that address while the block runs; yields the address that was bound.

    How each part stands is told in `/healthz`; what is wrong with one stops nothing else.
    """
    server = make_server(host, port, partial(_answer, parts), handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(
    parts: Parts, environ: WSGIEnvironment, start_response: StartResponse
) -> list[bytes]:
    match environ["PATH_INFO"]:
        case "/healthz":
            start_response("200 OK", [("Content-Type", "application/json")])
            told = {"status": "ok"} | {name: standing() for name, standing in parts.items()}
            return [json.dumps(told).encode()]
        case "/metrics":
            start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST)])
            return [generate_latest()]
        case _:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Ask /healthz or /metrics\n"]


class _Quiet(WSGIRequestHandler):
    """Writes no line for each scrape."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the parent's name
        """Write nothing."""
