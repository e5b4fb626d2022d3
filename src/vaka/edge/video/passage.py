"""The passage to a camera: a connection of our own, to the judged number and nowhere else.

ffmpeg reads through a loopback socket, so that it never connects to anything a camera names,
and so that a connection can be closed the instant it is no longer permitted.
"""

import contextlib
import logging
import select
import socket
import ssl
import threading

from vaka.edge.video.addresses import Address
from vaka.edge.video.opening import Misled, Opening

log = logging.getLogger(__name__)
CONNECT_SECONDS = 5.0
READ_BYTES = 128 * 1024


class Passage:
    """One connection to a camera; `url` is what ffmpeg is to open."""

    def __init__(self, address: Address) -> None:
        """Connect.

        :raises OSError: when the camera does not answer.
        """
        self.misled: Misled | None = None
        self._camera = _connected(address)
        self._door = socket.create_server(("127.0.0.1", 0), backlog=1)
        self._door.settimeout(CONNECT_SECONDS)
        self._reader: socket.socket | None = None
        self._closed = threading.Event()
        self.url = address.url_through(self._door.getsockname()[1])
        self._thread = threading.Thread(target=self._run, name="passage", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Cut the connection now; from any thread, any number of times."""
        self._closed.set()
        for end in (self._camera, self._reader, self._door):
            if end is not None:
                # Of the plain socket: a TLS farewell could wait for the other side.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(end, socket.SHUT_RDWR)

    def _run(self) -> None:
        with self._door, self._camera:
            try:
                self._reader, _ = self._door.accept()
                with self._reader:
                    if not self._closed.is_set():
                        self._carry(self._reader)
            except (OSError, ValueError):
                # An end was closed, by us or by them; the reader sees the end of the stream.
                pass
            finally:
                self._closed.set()

    def _carry(self, reader: socket.socket) -> None:
        """Carry bytes both ways until an end is closed, or the camera misleads us."""
        try:
            self._carry_sound(reader)
        except Misled as problem:
            # Before the reader's end closes: whoever sees it close may ask why.
            self.misled = problem

    def _carry_sound(self, reader: socket.socket) -> None:
        opening: Opening | None = Opening()
        while True:
            ready, _, _ = select.select([self._camera, reader], [], [])
            if reader in ready:
                asked = reader.recv(READ_BYTES)
                if not asked:
                    return
                self._camera.sendall(asked)
                # ffmpeg asks to play when it has been answered; then redirects mean nothing.
                if opening and asked.startswith(b"PLAY "):
                    reader.sendall(opening.rest())
                    opening = None
            if self._camera in ready:
                told = self._read()
                if told == b"":
                    return
                if told:
                    reader.sendall(opening.feed(told) if opening else told)

    def _read(self) -> bytes | None:
        """Return what the camera sent, with what TLS has already taken off the socket; None
        when all of it was for TLS itself, as session tickets are.
        """
        if not isinstance(self._camera, ssl.SSLSocket):
            return self._camera.recv(READ_BYTES)
        self._camera.setblocking(False)
        try:
            told = self._camera.recv(READ_BYTES)
        except ssl.SSLWantReadError:
            return None
        finally:
            self._camera.setblocking(True)
        while more := self._camera.pending():
            told += self._camera.recv(more)
        return told


def _connected(address: Address) -> socket.socket:
    place = (str(address.host), address.port)
    plain = socket.create_connection(place, timeout=CONNECT_SECONDS)
    try:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        made = _sealed(plain) if address.scheme == "rtsps" else plain
    except OSError:
        plain.close()
        raise
    made.settimeout(None)
    return made


def _sealed(plain: socket.socket) -> socket.socket:
    """Return the connection under TLS. Cameras sign their own certificates: who it is, is not
    proved by it, but nobody who only listens reads along.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain)
