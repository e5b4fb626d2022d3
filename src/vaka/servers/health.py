"""`/healthz` and `/metrics` of a process that serves nothing else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


@contextmanager
def answering(host: str, port: int) -> Iterator[str]:
    """Answer on that address while the block runs; yields the address that was bound."""
    server = make_server(host, port, _answer, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    match environ["PATH_INFO"]:
        case "/healthz":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [b'{"status": "ok"}']
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
