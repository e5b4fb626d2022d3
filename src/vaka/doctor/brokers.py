"""Brokers that the installation names: do they answer, and keep what they should."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

from vaka.doctor.finding import Asked, Finding

SECONDS = 3.0
# Older ones crash (docs/operate/brokers.md).
OLDEST_NATS = (2, 10, 23)


def nats(asked: Asked) -> Iterator[Finding]:
    """Yield what is wrong with the brokers that events are fanned out by."""
    from vaka.servers.relay import addresses
    from vaka.servers.relay.broker import Away, Look, connected

    told = asked.told
    brokers = addresses.read(
        told.nats, login=told.nats_login, authorities=told.nats_authorities
    )
    assert brokers is not None

    async def looked() -> Look:
        async with connected(brokers) as broker:
            return await broker.look()

    try:
        look = asyncio.run(looked())
    except Away as problem:
        yield Finding("nats-away", {"problem": str(problem)})
        return
    if look.replicas is not None and look.replicas < look.wanted:
        yield Finding("nats-copies", {"copies": look.replicas, "wanted": look.wanted})
    if _version(look.version) < OLDEST_NATS:
        oldest = ".".join(map(str, OLDEST_NATS))
        yield Finding("nats-old", {"version": look.version, "oldest": oldest})


def _version(text: str) -> tuple[int, ...]:
    numbers, *_ = text.split("-")
    return tuple(int(part) for part in numbers.split(".") if part.isdecimal())


def mqtt(asked: Asked) -> Iterator[Finding]:
    """Yield that the MQTT broker cannot be reached from here."""
    from vaka.edge.alarms.mqtt import topics

    broker = topics.read(Path(asked.told.mqtt)).broker
    try:
        socket.create_connection((broker.host, broker.port), timeout=SECONDS).close()
    except OSError as problem:
        facts = {"address": f"{broker.host}:{broker.port}"}
        yield Finding("mqtt-away", {**facts, "problem": problem.strerror or str(problem)})
