"""The simulated transmitter is a panel to the receiver: it asks again, and it counts."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.servers.receiving import receiver
from vaka.demo import transmitter
from vaka.demo.transmitter import NotAcknowledged, SimulatedTransmitter
from vaka.edge.alarms import wire
from vaka.edge.alarms.frame import Framer
from vaka.edge.alarms.wire import Message

KEY = bytes(range(16))


def at() -> datetime:
    return datetime.now(UTC)


def run(told: Coroutine[None, None, None]) -> None:
    asyncio.run(asyncio.wait_for(told, 30))


class Centre:
    """A receiver that answers in turn as it is told, and remembers what it heard."""

    def __init__(self, *answers: str) -> None:
        self._answers, self.heard = list(answers), list[Message]()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()

    async def _connected(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        framer = Framer()
        frames: list[bytes] = []
        while not frames:
            frames = list(framer.feed(await reader.read(1024)))
        message = wire.decode(frames[0])
        self.heard.append(message)
        match self._answers.pop(0):
            case "ACK":
                writer.write(wire.encode(wire.acknowledge(message, at=at())))
            case "DUH":
                writer.write(wire.encode(Message("DUH", message.sequence, message.account)))
            case "nothing":
                await reader.read()
        writer.close()


async def send(port: int, count: int = 1) -> list[Message]:
    panel = SimulatedTransmitter("127.0.0.1", port, "1001")
    return [await panel.send("PA", zone="1", text="Överfall", at=at()) for _ in range(count)]


def test_an_alarm_is_acknowledged_by_the_real_receiver_and_kept(tmp_path: Path) -> None:
    with receiver(tmp_path) as centre:
        panel = SimulatedTransmitter(*centre.dc09, "1001")
        answer = asyncio.run(panel.send("PA", zone="1", text="Överfall kiosken", at=at()))
        (alarm,) = centre.alarms()
    assert answer.token == "ACK"
    told = {
        key: alarm[key] for key in ("protocol", "account", "sequence", "code", "zone", "text")
    }
    assert told == {
        "protocol": "SIA-DCS",
        "account": "1001",
        "sequence": "0001",
        "code": "PA",
        "zone": "1",
        "text": "Överfall kiosken",
    }
    assert alarm["encrypted"] is False
    assert alarm["deviations"] == []


def test_an_encrypted_alarm_is_read_by_who_has_the_key(tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.toml"
    accounts.write_text(f'[accounts.1001]\nkey = "{KEY.hex()}"\n')
    with receiver(tmp_path, "--accounts", accounts) as centre:
        panel = SimulatedTransmitter(*centre.dc09, "1001", key=KEY)
        asyncio.run(panel.send("BA", zone="2", text="Inbrott", at=at()))
        (alarm,) = centre.alarms()
    assert (alarm["code"], alarm["encrypted"]) == ("BA", True)


def test_it_counts_its_messages() -> None:
    async def told() -> None:
        centre = Centre("ACK", "ACK", "ACK")
        async with centre.listening() as port:
            answers = await send(port, 3)
        assert [answer.sequence for answer in answers] == ["0001", "0002", "0003"]

    run(told())


@pytest.mark.parametrize("first", ["closes", "DUH"])
def test_it_sends_again_with_the_same_number_until_it_is_acknowledged(first: str) -> None:
    async def told() -> None:
        centre = Centre(first, "ACK")
        async with centre.listening() as port:
            (answer,) = await send(port)
        assert answer.token == "ACK"
        one, again = centre.heard
        assert one == again

    run(told())


def test_it_waits_only_so_long_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transmitter, "ANSWER_SECONDS", 0.3)

    async def told() -> None:
        centre = Centre("nothing", "ACK")
        async with centre.listening() as port:
            await send(port)
        assert len(centre.heard) == 2

    run(told())


def test_it_gives_up_aloud_after_three_tries() -> None:
    async def told() -> None:
        centre = Centre("DUH", "closes", "DUH")
        async with centre.listening() as port:
            with pytest.raises(NotAcknowledged, match="PA1 of account 1001"):
                await send(port)
        assert len(centre.heard) == 3

    run(told())


def test_it_gives_up_aloud_when_nobody_is_there() -> None:
    async def told() -> None:
        async with Centre().listening() as port:
            pass
        with pytest.raises(NotAcknowledged):
            await send(port)

    run(told())
