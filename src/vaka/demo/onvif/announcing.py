"""A simulated camera that answers who is there: WS-Discovery over a real UDP socket."""

import asyncio
import re
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from uuid import uuid4
from xml.sax.saxutils import escape

ASKED = re.compile(rb"MessageID[^>]*>\s*([^<\s]+)\s*<")
SPACES = (
    'xmlns:s="http://www.w3.org/2003/05/soap-envelope" '
    'xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
    'xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" '
    'xmlns:dn="http://www.onvif.org/ver10/network/wsdl"'
)


@dataclass
class Announcer(asyncio.DatagramProtocol):
    """Answers every question at `place` while the `async with` lasts."""

    addresses: str
    name: str = "Torget%201"
    hardware: str = "SIM-1"
    types: str = "dn:NetworkVideoTransmitter"

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._line, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=("127.0.0.1", 0)
        )
        self.place: tuple[str, int] = self._line.get_extra_info("sockname")
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._line.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer, twice as datagrams sometimes do, and with rubbish before."""
        if found := ASKED.search(data):
            told = self.answer(found[1].decode()).encode()
            for each in (b"no answer", told, told):
                self._line.sendto(each, addr)

    def answer(self, asked: str) -> str:
        """Return that it is there."""
        scopes = (
            f"onvif://www.onvif.org/name/{self.name} "
            f"onvif://www.onvif.org/hardware/{self.hardware}"
        )
        return (
            f"<s:Envelope {SPACES}><s:Header><a:MessageID>urn:uuid:{uuid4()}</a:MessageID>"
            f"<a:RelatesTo>{escape(asked)}</a:RelatesTo></s:Header><s:Body><d:ProbeMatches>"
            "<d:ProbeMatch><a:EndpointReference><a:Address>urn:uuid:1</a:Address>"
            f"</a:EndpointReference><d:Types>{self.types}</d:Types>"
            f"<d:Scopes>{escape(scopes)}</d:Scopes><d:XAddrs>{escape(self.addresses)}</d:XAddrs>"
            "<d:MetadataVersion>1</d:MetadataVersion></d:ProbeMatch></d:ProbeMatches>"
            "</s:Body></s:Envelope>"
        )
