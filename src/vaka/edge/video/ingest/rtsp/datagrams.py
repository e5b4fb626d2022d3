"""The two ports on which a camera that offers no TCP may send to us (RFC 3550 §11).

They are connected: what comes from another number or port the system throws away.
"""

import contextlib
import re
import socket
from collections.abc import Iterator
from typing import Self

from vaka.edge.video.ingest.rtsp.errors import NotServed
from vaka.edge.video.ingest.rtsp.rtp import RECEIVER_REPORT

SERVER_PORTS = re.compile(r"server_port=(\d{1,5})-(\d{1,5})", re.IGNORECASE)
# A camera chooses where we say that we are here: not at services of its own.
LOWEST_PORT, HIGHEST_PORT = 1024, 65_535
TRIES = 64
# A picture that stands alone comes in one burst; the system may grant less (net.core.rmem_max).
BUFFER_BYTES = 4 * 1024 * 1024
LARGEST = 65_536
# So that one camera's flood is not all that its thread has time for.
MOST_AT_ONCE = 2000


class Datagrams:
    """A port for pictures and, after it, one for reports."""

    def __init__(self, media: socket.socket, reports: socket.socket) -> None:
        self.media, self.reports = media, reports
        self.sockets = media, reports

    @classmethod
    def beside(cls, line: socket.socket) -> Self:
        """Return ports where the camera at the other end of a line reaches us.

        :raises OSError: when there are none free.
        """
        host = line.getsockname()[0]
        for _ in range(TRIES):
            with contextlib.ExitStack() as made:
                media = made.enter_context(_bound(line.family, host, 0))
                port = media.getsockname()[1]
                if port % 2:
                    continue
                with contextlib.suppress(OSError, OverflowError):
                    reports = made.enter_context(_bound(line.family, host, port + 1))
                    made.pop_all()
                    return cls(media, reports)
        raise OSError("no two free ports")

    @property
    def asked(self) -> str:
        """Return the transport as it is asked for (RFC 2326 §12.39)."""
        first, last = (each.getsockname()[1] for each in self.sockets)
        return f"RTP/AVP;unicast;client_port={first}-{last}"

    def expect(self, host: str, transport: str) -> None:
        """Take from now on what comes from the ports that a camera has named, and no other.

        :raises NotServed: when it has named none.
        """
        found = SERVER_PORTS.search(transport)
        ports = [int(text) for text in found.groups()] if found else [0, 0]
        if not all(LOWEST_PORT <= port <= HIGHEST_PORT for port in ports):
            raise NotServed("it does not say where its datagrams come from")
        for own, port in zip(self.sockets, ports, strict=True):
            own.connect((host, port))
        self.here()
        # What somebody else sent before this is not the camera's.
        for _ in self.received():
            pass

    def here(self) -> None:
        """Say that we listen; a firewall in between lets through what answers us."""
        for own in self.sockets:
            with contextlib.suppress(OSError):
                own.send(RECEIVER_REPORT)

    def received(self) -> Iterator[tuple[socket.socket, bytes]]:
        """Yield what has come, and on which port."""
        for own in self.sockets:
            # That nobody listened to our report comes back as an error of the port.
            with contextlib.suppress(OSError):
                for _ in range(MOST_AT_ONCE):
                    yield own, own.recv(LARGEST)

    def close(self) -> None:
        """Close both ports."""
        for own in self.sockets:
            own.close()


def _bound(family: int, host: str, port: int) -> socket.socket:
    made = socket.socket(family, socket.SOCK_DGRAM)
    try:
        made.setblocking(False)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER_BYTES)
        made.bind((host, port))
    except (OSError, OverflowError):
        made.close()
        raise
    return made
