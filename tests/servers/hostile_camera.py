"""A camera that answers what a test tells it to, over a real socket, plain or sealed."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator

Answer = Callable[[socket.socket], None]


@contextlib.contextmanager
def camera(answer: Answer, *, sealed: ssl.SSLContext | None = None) -> Iterator[int]:
    """Answer each connection on a thread; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, _ = door.accept()
                    threading.Thread(target=talk, args=(line,), daemon=True).start()

        def talk(line: socket.socket) -> None:
            with contextlib.suppress(OSError):
                spoken = sealed.wrap_socket(line, server_side=True) if sealed else line
                with spoken:
                    answer(spoken)

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)
