"""The four processes: do they answer, are they well, do they run what is installed."""

import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

import vaka
from vaka.doctor import addresses
from vaka.doctor.finding import Asked, Finding

SECONDS = 3.0
REDIRECTS = {301, 302, 307, 308}
LONGEST_ANSWER = 4 * 1024 * 1024
# How long ago each duty of the worker may have been done (docs/operate/README.md).
DUTIES = {
    "due": timedelta(minutes=1),
    "send": timedelta(minutes=1),
    "share": timedelta(minutes=1),
    "feeds": timedelta(minutes=5),
}
FEED = timedelta(minutes=5)
# Where the unit file lets the pages listen (deploy/systemd).
SERVE = ("http", "127.0.0.1", 8000)

Place = tuple[str, str, int]
# What a process answers at a path: status and body.
Fetch = Callable[[Place, str], tuple[int, bytes]]


def fetch(place: Place, path: str) -> tuple[int, bytes]:
    """Return the status and the body of an answer; redirects are not followed.

    :raises OSError: when there is none.
    """
    scheme, host, port = place
    kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
    line = kind(host, port, timeout=SECONDS)
    try:
        # To the pages themselves as a proxy says it. A proxy must put its own word in place.
        said = "http" if scheme == "https" else "https"
        line.request("GET", path, headers={"X-Forwarded-Proto": said})
        answer = line.getresponse()
        return answer.status, answer.read(LONGEST_ANSWER)
    except http.client.HTTPException as problem:
        raise OSError(f"no HTTP: {problem!r}") from None
    finally:
        line.close()


@dataclass(frozen=True)
class Process:
    """One process: its name, and where it answers."""

    name: str
    place: Place


def expected(asked: Asked) -> Iterator[Process]:
    """Yield the processes that belong to this installation."""
    told = asked.told
    if not asked.is_edge_alone:
        yield Process("worker", ("http", *addresses.place("", told.worker_listen)))
        yield Process("gateway", addresses.url("", told.gateway_url))
        # Behind a proxy the pages are asked for as people do: see `pages`.
        if addresses.is_here((place := addresses.url("", told.public_url))[1]):
            yield Process("serve", place)
    elif asked.has("gateway"):
        yield Process("gateway", ("http", *addresses.place("", told.gateway_listen)))
    if asked.has("journal"):
        yield Process("receiver", ("http", *addresses.place("", told.receiver_listen)))


def alive(asked: Asked, ask: Fetch = fetch) -> Iterator[Finding]:
    """Yield the processes that do not answer, or say themselves that they are not well."""
    for process in expected(asked):
        facts = {"name": process.name, "address": f"{process.place[1]}:{process.place[2]}"}
        try:
            status, body = ask(process.place, "/healthz")
        except OSError as problem:
            yield Finding("process-silent", {**facts, "problem": _words(problem)})
            continue
        if problem_told := unwell(status, body):
            yield Finding("process-unwell", {**facts, "problem": problem_told})
    if not asked.is_edge_alone and not asked.has("journal"):
        yield Finding("receiver-none")


def unwell(status: int, body: bytes) -> str:
    """Return what an answer of `/healthz` complains of, or nothing."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        return f"HTTP {status}"
    relay = told.get("relay")
    if isinstance(relay, dict) and relay.get("trouble"):
        return f"NATS: {relay['trouble']}"
    if told.get("centre") is False:
        return f"{told.get('status')}: the centre does not answer it"
    return str(told.get("problem") or "") if status == 200 else f"HTTP {status}"


def duties(asked: Asked, ask: Fetch = fetch) -> Iterator[Finding]:
    """Yield what the worker has not done for longer than it may, and feeds not read."""
    place = ("http", *addresses.place("", asked.told.worker_listen))
    figures = _figures(place, ask)
    for duty, most in DUTIES.items():
        done = figures.get(("vaka_worker_last_round_timestamp_seconds", duty))
        if done is None or asked.at - _instant(done) > most:
            yield Finding("duty-late", {"duty": duty, "since": _since(done)})
    for feed in filter(None, map(str.strip, asked.told.cap_feeds.split(","))):
        read = figures.get(("vaka_cap_last_read_timestamp_seconds", feed))
        if read is None or asked.at - _instant(read) > FEED:
            yield Finding("feed-unread", {"feed": feed, "since": _since(read)})


def mqtt(asked: Asked, ask: Fetch = fetch) -> Iterator[Finding]:
    """Yield that the receiver has lost the MQTT broker that it listens to."""
    place = ("http", *addresses.place("", asked.told.receiver_listen))
    if not _figures(place, ask).get(("vaka_receiver_mqtt_connected", "")):
        yield Finding("mqtt-lost")


def restarted(asked: Asked, ask: Fetch = fetch) -> Iterator[Finding]:
    """Yield the processes that have run since before what is installed now."""
    installed = _instant(_newest_code())
    processes = {each.name: each.place for each in expected(asked)}
    if not asked.is_edge_alone and "serve" not in processes:
        with suppress(OSError):  # it may listen elsewhere
            yield from _older("serve", SERVE, installed, ask)
    for name, place in processes.items():
        try:
            yield from _older(name, place, installed, ask)
        except OSError as problem:
            yield Finding("unasked", {"problem": f"vaka {name}: {_words(problem)}"})


def _older(name: str, place: Place, installed: datetime, ask: Fetch) -> Iterator[Finding]:
    began = _figures(place, ask).get(("process_start_time_seconds", ""))
    if began is not None and _instant(began) < installed:
        facts = {"name": name, "began": _since(began)}
        yield Finding("process-older", {**facts, "installed": f"{installed:%Y-%m-%d %H:%M}"})


def _newest_code() -> float:
    (folder,) = vaka.__path__
    return max(path.stat().st_mtime for path in Path(folder).rglob("*.py"))


def pages(asked: Asked, ask: Fetch = fetch) -> Iterator[Finding]:
    """Yield that people do not reach the pages, or not as they should: through the proxy."""
    for name in ("public_url", "control_url"):
        place = addresses.url("", getattr(asked.told, name))
        if addresses.is_here(place[1]):
            continue
        facts = {
            "name": f"VAKA_{name.upper()}",
            "address": f"{place[0]}://{place[1]}:{place[2]}",
        }
        try:
            status, _ = ask(place, "/healthz")
        except OSError as problem:
            yield Finding("pages-unreachable", {**facts, "problem": _words(problem)})
            continue
        if status in REDIRECTS:
            yield Finding("proxy-header", facts)
        elif status != 200:
            yield Finding("pages-unreachable", {**facts, "problem": f"HTTP {status}"})


def _figures(place: Place, ask: Fetch) -> Mapping[tuple[str, str], float]:
    """Return the figures of a process by name and first label."""
    status, body = ask(place, "/metrics")
    if status != 200:
        return {}
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(body.decode("utf-8", "replace"))
        for sample in family.samples
    }


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _since(seconds: float | None) -> str:
    return f"{_instant(seconds):%Y-%m-%d %H:%M:%S} UTC" if seconds else "-"


def _words(problem: OSError) -> str:
    return problem.strerror or str(problem) or type(problem).__name__
