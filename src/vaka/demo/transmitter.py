"""A simulated alarm transmitter: SIA DC-09 over TCP, as a panel in the field sends it."""

import asyncio
from datetime import datetime
from itertools import cycle

from vaka.edge.alarms.frame import Framer
from vaka.edge.alarms.wire import ACK, SIA_DCS, Message, decode, encode

ANSWER_SECONDS = 5.0
TRIES = 3


class NotAcknowledged(Exception):
    """No receiver took the alarm."""


class SimulatedTransmitter:
    """A panel with an account; counts its messages as the standard says, 0001 to 9999."""

    def __init__(self, host: str, port: int, account: str, *, key: bytes | None = None) -> None:
        self._address, self._account, self._key = (host, port), account, key
        self._sequence = cycle(range(1, 10_000))

    async def send(self, code: str, *, zone: str, text: str, at: datetime) -> Message:
        """Send one alarm (a SIA code of two letters) and return its acknowledgement.

        Sends again with the same number when nothing answers, as a panel does.

        :raises NotAcknowledged: when no try was answered with ACK.
        """
        message = Message(
            token=SIA_DCS,
            sequence=f"{next(self._sequence):04}",
            account=self._account,
            data=(f"#{self._account}|Nri1/{code}{zone}^{text}^",),
            timestamp=at,
            encrypted=self._key is not None,
        )
        for _ in range(TRIES):
            answer = await self._try(encode(message, key=self._key))
            if answer is not None and answer.token == ACK:
                return answer
        raise NotAcknowledged(f"{code}{zone} of account {self._account}")

    async def _try(self, raw: bytes) -> Message | None:
        """Send once; return what was answered, if anything was."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                reader, writer = await asyncio.open_connection(*self._address)
                try:
                    writer.write(raw)
                    framer = Framer()
                    while chunk := await reader.read(1024):
                        for frame in framer.feed(chunk):
                            return decode(frame, key_for=lambda _: self._key)
                finally:
                    writer.close()
        except (OSError, TimeoutError):
            pass
        return None
