"""How packets leave a simulated camera: between its answers on one line, or as datagrams."""

import asyncio
import contextlib
import re
import socket
from abc import ABC, abstractmethod
from enum import StrEnum

INTERLEAVED = re.compile(r"interleaved=(\d{1,3})-(\d{1,3})")
DATAGRAMS = re.compile(r"client_port=(\d{1,5})-(\d{1,5})")
FIRST_PORT, LAST_PORT = 20_000, 32_000


class Transport(StrEnum):
    """What a camera offers to send over."""

    TCP = "tcp"
    UDP = "udp"


class Line(ABC):
    """Where the packets of one track go; `told` names it to the client (RFC 2326 §12.39)."""

    told: str

    def media(self, packet: bytes) -> None:
        """Send a packet of pictures or sound."""
        self._send(0, packet)

    def report(self, packet: bytes) -> None:
        """Send a report of the sender's."""
        self._send(1, packet)

    @abstractmethod
    def close(self) -> None:
        """Let go of what it holds."""

    @abstractmethod
    def _send(self, which: int, packet: bytes) -> None: ...


class Interleaved(Line):
    """Two channels of the RTSP connection (RFC 2326 §10.12)."""

    def __init__(self, writer: asyncio.StreamWriter, media: int, report: int) -> None:
        self._writer, self._channels = writer, (media, report)
        self.told = f"RTP/AVP/TCP;unicast;interleaved={media}-{report}"

    def _send(self, which: int, packet: bytes) -> None:
        head = b"$" + bytes([self._channels[which]]) + len(packet).to_bytes(2, "big")
        self._writer.write(head + packet)

    def close(self) -> None:
        """Leave the connection to those who talk on it."""


class Datagrams(Line):
    """Two UDP ports of the camera's, to two of the client's (RFC 3550 §11)."""

    def __init__(self, host: str, client: str, media: int, report: int) -> None:
        self._sockets = _pair(host)
        self._to = (client, media), (client, report)
        own = [each.getsockname()[1] for each in self._sockets]
        self.told = (
            f"RTP/AVP;unicast;client_port={media}-{report};server_port={own[0]}-{own[1]}"
        )

    def close(self) -> None:
        """Close both ports."""
        for each in self._sockets:
            each.close()

    def _send(self, which: int, packet: bytes) -> None:
        # What the network does not take is lost, as datagrams are.
        with contextlib.suppress(OSError):
            self._sockets[which].sendto(packet, self._to[which])


def _pair(host: str) -> tuple[socket.socket, socket.socket]:
    """Return sockets on an even port and the one after it."""
    for port in range(FIRST_PORT, LAST_PORT, 2):
        pair = (
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        )
        try:
            for offset, each in enumerate(pair):
                each.setblocking(False)
                each.bind((host, port + offset))
        except OSError:
            for each in pair:
                each.close()
        else:
            return pair
    raise OSError("no two free ports")
