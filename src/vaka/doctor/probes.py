"""Every question that is asked, in the order of its answer."""

from collections.abc import Callable

from vaka.doctor import (
    addresses,
    brokers,
    cameras,
    certificates,
    clock,
    database,
    folders,
    journal,
    keys,
    people,
    processes,
    record,
    settings,
    versions,
)
from vaka.doctor.finding import Asked, Group, Probe, Reach
from vaka.edge.alarms.schema import FILE

_C, _R, _O, _U = Group.CONFIGURED, Group.REACHABLE, Group.OUTDATED, Group.UNSAFE


def _told(*names: str) -> Callable[[Asked], bool]:
    """Return what asks only where one of those settings is told."""
    return lambda asked: any(getattr(asked.told, name) for name in names)


def _there(path: str) -> Callable[[Asked], bool]:
    """Return what asks only where the data folder has that in it."""
    return lambda asked: asked.has(path)


def _installed(asked: Asked) -> bool:
    return asked.is_installed


def _deployed(asked: Asked) -> bool:
    # In development Django warns of what was asked for.
    return not asked.is_development


def _on_sqlite(asked: Asked) -> bool:
    return not asked.told.database_url


def _published(asked: Asked) -> bool:
    return any(not addresses.is_here(host) for _, host in settings.hosts(asked))


def _under_tls(asked: Asked) -> bool:
    return any(getattr(asked.told, name).startswith("https:") for name in settings.URLS)


JOURNAL = f"journal/{FILE}"
PROBES = (
    Probe("names", _C, settings.unknown),
    Probe("values", _C, settings.refused),
    Probe("contradictions", _C, settings.contradictory),
    Probe("addresses", _C, settings.examples),
    Probe("framework", _C, settings.as_deployed, Reach.SETTINGS, when=_deployed),
    Probe("organisation", _C, people.founded, Reach.TABLES),
    Probe("call-outs", _C, people.called, Reach.TABLES),
    Probe("pages", _R, processes.pages, when=_published),
    Probe("processes", _R, processes.alive, seconds=15, when=_installed),
    Probe("duties", _R, processes.duties, Reach.SETTINGS),
    Probe("mqtt-line", _R, processes.mqtt, when=_told("mqtt")),
    Probe("gateways", _R, cameras.gateways, Reach.TABLES),
    Probe("cameras", _R, cameras.healthy, Reach.TABLES),
    Probe("journal", _R, journal.passed_on, when=_there(JOURNAL)),
    Probe("nats", _R, brokers.nats, seconds=20, needs=Reach.SETTINGS, when=_told("nats")),
    Probe("mqtt", _R, brokers.mqtt, when=_told("mqtt")),
    Probe("libraries", _O, versions.libraries),
    Probe("support", _O, versions.supported),
    Probe("time-zones", _O, versions.time_zones),
    Probe(
        "database-version", _O, database.supported, Reach.DATABASE, when=_told("database_url")
    ),
    Probe("restarts", _O, processes.restarted, seconds=15, when=_installed),
    Probe("certificate-files", _O, certificates.of_files, when=_told(*certificates.FILES)),
    Probe("certificates", _O, certificates.of_servers, seconds=15, when=_under_tls),
    Probe("terms", _O, keys.terms, Reach.TABLES, seconds=30),
    Probe("clear-text", _U, settings.clear),
    Probe("secrets", _U, settings.weak_secrets),
    Probe("modes", _U, folders.readable, when=_there("")),
    Probe("owners", _U, folders.owned, when=_there("")),
    Probe("disks", _U, folders.disks, when=_there("")),
    Probe("fsync", _U, folders.durable, when=_there("")),
    Probe("room", _U, folders.room, when=_there("")),
    Probe("video-room", _U, cameras.room, Reach.TABLES, seconds=30),
    Probe("video-keys", _U, folders.keys_apart, when=_there("gateway/video-keys")),
    Probe("journal-durable", _U, journal.durable, when=_there(JOURNAL)),
    Probe("clock", _U, clock.synchronised),
    Probe("clock-history", _U, clock.ahead_of_all, when=_there("gateway/clock")),
    Probe("database", _U, database.durable, Reach.DATABASE),
    Probe("database-whole", _U, database.whole, Reach.DATABASE, seconds=30, when=_on_sqlite),
    Probe("database-clock", _U, database.in_time, Reach.DATABASE, when=_told("database_url")),
    Probe("keys", _U, keys.present, Reach.TABLES),
    Probe("record", _U, record.holds, Reach.TABLES, seconds=600),
    Probe("checkpoints", _U, record.laid_out, Reach.TABLES),
    Probe("witnesses", _U, folders.witnessed, when=_there("checkpoints/newest.checkpoint")),
    Probe("example", _U, people.example, Reach.TABLES, seconds=60),
    Probe("second-factor", _U, people.factors, Reach.TABLES),
)
