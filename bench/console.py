"""From an alarm that is received to the screens of twenty operators, and a storm.

A server, a database and twenty event streams, as consoles hold them. Alarms are posted as
the receiver posts them, a thousand a minute, each a new incident; each is timed from before it
is posted until the last of the twenty has its row. Then the storm: from all sites at once over
DC-09, through a receiver, as fast as it acknowledges, while one operator goes on opening,
taking and logging; each of those acts is timed, and what was acknowledged is looked for. One
JSON object a line.

    .venv/bin/python -m bench.console [--alarms 500] [--consoles 20] [--storm 100000]
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from vaka.edge.alarms import wire

A_MINUTE = 1000
SITES = 250
CODES = ("BA", "FA", "HA", "TA")
PASSWORD = "en lång lösenfras"
AT_ONCE = 16
STANDSTILL_S = 30.0
ROW = re.compile(rb'id="call-(\w+)"')
TOKEN = re.compile(r'csrfmiddlewaretoken" value="(\w+)"')


@dataclass
class Screens:
    """When each console first had each incident."""

    consoles: int
    shown: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def wait(self, incident: str, sent: float) -> float | None:
        """Return how long it took until the last console had it; None when one has it not."""
        seen = self.shown[incident]
        return max(seen) - sent if len(seen) == self.consoles else None


@dataclass(frozen=True)
class Served:
    """A running server."""

    url: str
    pid: int

    def cpu(self) -> float:
        """Return the seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def centre(folder: Path) -> Iterator[Served]:
    """Found a municipality with transmitters and an operator; serve it."""
    environment = {**os.environ, "VAKA_DATA_DIR": str(folder), "VAKA_DEVELOPMENT": "yes"}
    os.environ.update(environment)
    prepare()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    told = [sys.executable, "-m", "vaka.cli", "serve", "--listen", f"127.0.0.1:{port}"]
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(told, env=environment, stdout=log, stderr=log)
    try:
        yield Served(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(20)


def prepare() -> None:
    """Fill the database with a board, its sites, their transmitters, and one operator."""
    from vaka.servers import database

    database.ready()
    from django.db import connections

    from vaka.municipality import actions, queries
    from vaka.municipality.rules import BoardKind, Role, SiteKind
    from vaka.response import actions as response

    at = datetime.now(UTC)
    first = actions.found(
        name="Mätstad",
        contact="a@example.org",
        dpo_contact="b@example.org",
        example=True,
        administrator="admin",
        password=PASSWORD,
        at=at,
    )
    by = queries.actor(first, at=at)
    board = actions.add_board(
        name="Nämnden", kind=BoardKind.BOARD, contact="n@example.org", by=by, at=at
    )
    ring = [[13.003, 55.604], [13.005, 55.604], [13.005, 55.605], [13.003, 55.604]]
    for number in range(SITES):
        site = actions.add_site(
            board=board.id,
            name=f"Plats {number:04}",
            kind=SiteKind.SQUARE,
            address=f"Gatan {number}",
            longitude=13.004,
            latitude=55.6045,
            outline={"type": "Polygon", "coordinates": [ring]},
            example=True,
            by=by,
            at=at,
        )
        response.register_transmitter(
            account=f"{number:04}",
            name=f"Undercentral {number}",
            site=site.id,
            places={},
            interval=timedelta(minutes=5),
            by=by,
            at=at,
        )
    person = actions.add_person(
        login="operator", name="Operatör", password=PASSWORD, by=by, at=at
    )
    actions.assign(person=person.id, role=Role.OPERATOR, board="", by=by, at=at)
    connections.close_all()


async def log_in(url: str) -> aiohttp.ClientSession:
    """Return a browser in which the operator has logged in."""
    jar = aiohttp.CookieJar(unsafe=True)
    session = aiohttp.ClientSession(
        url,
        cookie_jar=jar,
        timeout=aiohttp.ClientTimeout(total=None),
        connector=aiohttp.TCPConnector(limit=0),
    )
    page = await (await session.get("/login/")).text()
    found = TOKEN.search(page)
    assert found
    form = {"username": "operator", "password": PASSWORD, "csrfmiddlewaretoken": found[1]}
    answer = await session.post("/login/", data=form)
    assert answer.status == 200, answer.status
    return session


async def console(
    session: aiohttp.ClientSession, screens: Screens, ready: asyncio.Event
) -> None:
    """Hold one event stream open, and note the first row of each incident."""
    known: set[str] = set()
    async with session.get("/larm/konsol/strom/") as answer:
        assert answer.status == 200, answer.status
        part = b""
        async for chunk in answer.content.iter_any():
            *events, part = (part + chunk).split(b"\n\n")
            for event in events:
                if b"event: ready" in event:
                    ready.set()
                found = ROW.search(event)
                if found and (incident := found[1].decode()) not in known:
                    known.add(incident)
                    screens.shown[incident].append(time.perf_counter())


@contextlib.asynccontextmanager
async def consoles(session: aiohttp.ClientSession, count: int) -> AsyncIterator[Screens]:
    """Hold so many streams open while the block runs."""
    screens, ready = Screens(count), [asyncio.Event() for _ in range(count)]
    tasks = [asyncio.create_task(console(session, screens, each)) for each in ready]
    await asyncio.gather(*(each.wait() for each in ready))
    yield screens
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def send(session: aiohttp.ClientSession, number: int) -> str:
    """Post one alarm as the receiver does; return its incident.

    The first thousand are of as many sites and kinds, and so as many incidents.
    """
    account, at = f"{number % SITES:04}", datetime.now(UTC).isoformat()
    body = {
        "received_at": at,
        "protocol": "SIA-DCS",
        "raw": f"#{account}|Nri1/BA05",
        "account": account,
        "sequence": f"{number % 9999:04}",
        "code": CODES[number // SITES % len(CODES)],
        "occurred_at": at,
    }
    token = (Path(os.environ["VAKA_DATA_DIR"]) / "edge-token").read_text()
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"paced-{number}"}
    async with session.post("/api/alarms", json=body, headers=headers) as answer:
        assert answer.status == 201, await answer.text()
        incident = (await answer.json())["incident"]
        assert isinstance(incident, str)
        return incident


async def paced(session: aiohttp.ClientSession, count: int) -> dict[str, float]:
    """Send so many alarms at a thousand a minute; return when each incident's was sent."""
    sent: dict[str, float] = {}

    async def one(number: int, at: float) -> None:
        await asyncio.sleep(max(0.0, at - time.perf_counter()))
        began = time.perf_counter()
        sent[await send(session, number)] = began

    began = time.perf_counter()
    await asyncio.gather(*(one(n, began + n * 60 / A_MINUTE) for n in range(count)))
    await asyncio.sleep(3.0)
    return sent


@contextlib.contextmanager
def receiver(folder: Path, url: str) -> Iterator[int]:
    """Run the receiver that forwards to the centre; yields its DC-09 port."""
    told = ["receiver", "--dc09", "127.0.0.1:0", "--journal", str(folder / "journal")]
    token = (folder / "edge-token").read_text()
    with (folder / "receiver.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "vaka.cli", *told, "--forward-to", url],
            env={**os.environ, "VAKA_EDGE_TOKEN": token},
            stdout=subprocess.PIPE,
            stderr=log,
        )
    try:
        assert process.stdout
        found = re.search(rb"dc09=\S+:(\d+)", process.stdout.readline())
        assert found
        yield int(found[1])
    finally:
        process.terminate()
        process.wait(20)


async def transmit(port: int, account: int, count: int) -> int:
    """Send so many alarms of one account, no faster than they are acknowledged."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    name, acknowledged = f"{account:04}", 0
    for first in range(1, count + 1, AT_ONCE):
        part = range(first, min(first + AT_ONCE, count + 1))
        writer.write(
            b"".join(
                wire.encode(
                    wire.Message(
                        wire.SIA_DCS,
                        f"{number:04}",
                        name,
                        data=(f"#{name}|Nri1/{CODES[number % len(CODES)]}{number % 100:02}",),
                    )
                )
                for number in part
            )
        )
        for _ in part:
            acknowledged += b'"ACK"' in await reader.readuntil(b"\r")
    writer.close()
    return acknowledged


async def storm(port: int, count: int) -> int:
    """Send so many alarms from every site at once; return how many were acknowledged."""
    return sum(
        await asyncio.gather(*(transmit(port, site, count // SITES) for site in range(SITES)))
    )


async def work(session: aiohttp.ClientSession, url: str, acts: list[float]) -> None:
    """Open the next incident, take it and write in its log, over and over; time each act."""
    async with session.get("/larm/konsol/") as answer:
        page = await answer.text()
    token = TOKEN.search(page)
    keys = re.findall(r'id="call-(\w+)"', page)
    assert token
    assert keys
    for key in itertools.cycle(keys):
        for path, form in (
            (f"/larm/konsol/{key}/", None),
            (f"/larm/handelser/{key}/kvittera/", {}),
            (f"/larm/handelser/{key}/logg/", {"text": "Väktare på väg"}),
        ):
            began = time.perf_counter()
            told = None if form is None else {**form, "csrfmiddlewaretoken": token[1]}
            await act(session, url, path, told)
            acts.append(time.perf_counter() - began)
        await asyncio.sleep(0.2)


async def act(
    session: aiohttp.ClientSession, url: str, path: str, form: dict[str, str] | None
) -> None:
    """Do one thing as the console does it."""
    headers = {"HX-Request": "true", "Referer": f"{url}/"}
    if form is None:
        request = session.get(path, headers=headers)
    else:
        request = session.post(path, data=form, headers=headers)
    async with request as answer:
        assert answer.status == 200, (path, answer.status)
        await answer.read()


def stored() -> tuple[int, int]:
    """Return how many alarms of the storm are stored, and how many of them are one again."""
    from vaka.response.models import Alarm

    alarms = Alarm.objects.exclude(key__startswith="paced-")
    told = alarms.values("account", "sequence").distinct().count()
    return alarms.count(), alarms.count() - told


async def all_are_in(count: int) -> tuple[int, int]:
    """Wait until so many are stored, or nothing more has come for a while; return what is."""
    found, moved = (0, 0), time.perf_counter()
    while found[0] < count and time.perf_counter() - moved < STANDSTILL_S:
        await asyncio.sleep(1.0)
        before, found = found, await asyncio.to_thread(stored)
        if found[0] > before[0]:
            moved = time.perf_counter()
    return found


async def measure(served: Served, folder: Path, told: argparse.Namespace) -> None:
    """Run both, and say what was measured.

    `cpu_ms` is the server's processor time for each alarm, with all that the consoles were
    told of it, which a busy machine leaves alone.
    """
    url = served.url
    await until_it_answers(url)
    session = await log_in(url)
    async with session, consoles(session, told.consoles) as screens:
        before = served.cpu()
        sent = await paced(session, told.alarms)
        waits = [screens.wait(incident, at) for incident, at in sent.items()]
        seen = sorted(wait for wait in waits if wait is not None)
        say(
            "alarm-to-every-screen",
            alarms=told.alarms,
            consoles=told.consoles,
            lost=len(waits) - len(seen),
            cpu_ms=round((served.cpu() - before) / told.alarms * 1000, 1),
            **shares(seen),
        )
        acts: list[float] = []
        with receiver(folder, url) as port:
            working = asyncio.create_task(work(session, url, acts))
            before, began = served.cpu(), time.perf_counter()
            acknowledged = await storm(port, told.storm)
            answered = time.perf_counter() - began
            found, twice = await all_are_in(acknowledged)
            spent = time.perf_counter() - began
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
        say(
            "storm",
            alarms=told.storm,
            acknowledged_a_second=round(acknowledged / answered),
            stored_a_second=round(found / spent),
            lost=acknowledged - found + twice,
            twice=twice,
            cpu_ms=round((served.cpu() - before) / told.storm * 1000, 2),
            acts=len(acts),
            **shares(sorted(acts)),
        )


def shares(times: list[float]) -> dict[str, float]:
    """Return the median, the 99th percentile and the longest, in ms."""
    if not times:
        return {}
    at = {"p50_ms": 0.5, "p99_ms": 0.99, "max_ms": 1.0}
    return {
        name: round(1000 * times[min(len(times) - 1, int(share * len(times)))], 1)
        for name, share in at.items()
    }


def say(benchmark: str, **figures: float) -> None:
    """Print one JSON object."""
    print(json.dumps({"benchmark": benchmark, "subject": "vaka", **figures}), flush=True)


async def until_it_answers(url: str) -> None:
    """Wait for the server."""
    async with aiohttp.ClientSession() as session:
        for _ in range(600):
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{url}/healthz") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise SystemExit(f"{url} does not answer")


def main() -> None:
    """Measure, and say it as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--alarms", type=int, default=500)
    parser.add_argument("--consoles", type=int, default=20)
    parser.add_argument("--storm", type=int, default=100_000)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, centre(Path(folder)) as served:
        asyncio.run(measure(served, Path(folder), told))


if __name__ == "__main__":
    main()
