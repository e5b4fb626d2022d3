"""What the installation is told: names that nobody reads, values that contradict each other."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from vaka.conf.database import database
from vaka.conf.environment import Environment
from vaka.core.errors import BadInput
from vaka.doctor import addresses
from vaka.doctor.finding import Asked, Finding

Read = Callable[[Environment], object]
URLS = ("public_url", "control_url", "gateway_url")
PLACES = ("gateway_listen", "dc09_listen", "receiver_listen", "worker_listen")
# What is set to no effect without the other.
IDLE = (
    ("dc09_tls_certificate", "dc09_tls_listen"),
    ("dc09_tls_key", "dc09_tls_listen"),
    ("dc09_tls_clients", "dc09_tls_listen"),
    ("nats_login", "nats"),
    ("nats_authorities", "nats"),
)


def variable(name: str) -> str:
    """Return the setting as it stands in the environment."""
    return f"VAKA_{name.upper()}"


def unknown(asked: Asked) -> Iterator[Finding]:
    """Yield the `VAKA_*` of the environment that are no settings: a typing error is silent."""
    known = {variable(each.name) for each in fields(Environment)}
    for name in sorted(asked.environ):
        if name.startswith("VAKA_") and name not in known:
            near = get_close_matches(name, sorted(known), 1) or ["docs/reference/settings.md"]
            yield Finding("setting-unknown", {"name": name, "nearest": near[0]})


def refused(asked: Asked) -> Iterator[Finding]:
    """Yield the values that whoever reads them would refuse."""
    for read in _readers():
        try:
            read(asked.told)
        except BadInput as no:
            facts = {"where": no.where, "problem": no.problem, "mend": no.mend}
            yield Finding("setting-refused", facts)


def _readers() -> Iterator[Read]:
    yield from (partial(_url, name) for name in URLS)
    yield from (partial(_place, name) for name in PLACES)
    yield from (database, _cameras, _mqtt, _nats, _mail, _sms, _tls)


def _url(name: str, told: Environment) -> object:
    return addresses.url(variable(name), getattr(told, name))


def _place(name: str, told: Environment) -> object:
    return addresses.place(variable(name), getattr(told, name))


def _cameras(told: Environment) -> None:
    from vaka.edge.video.ingest.addresses import parse_networks
    from vaka.edge.video.ingest.certificates import authorities
    from vaka.signed_video.certificates import read_authorities

    parse_networks(told.camera_networks)
    authorities(told.camera_authorities)
    read_authorities(told.signing_authorities)


def _mqtt(told: Environment) -> None:
    from vaka.edge.alarms.mqtt import topics

    if told.mqtt:
        topics.read(Path(told.mqtt))


def _nats(told: Environment) -> None:
    from vaka.servers.relay import addresses as brokers

    brokers.read(told.nats, login=told.nats_login, authorities=told.nats_authorities)


def _mail(told: Environment) -> None:
    from vaka.integrations.mail.client import Gateway

    if told.mail_server:
        Gateway(told.mail_server, told.mail_from)


def _sms(told: Environment) -> None:
    from vaka.integrations.sms.client import Gateway

    if told.sms_gateway:
        Gateway(told.sms_gateway, told.sms_from)


def _tls(told: Environment) -> None:
    from vaka.edge.alarms.tls import Tls

    if not told.dc09_tls_listen:
        return
    place = addresses.place("VAKA_DC09_TLS_LISTEN", told.dc09_tls_listen)
    clients = Path(told.dc09_tls_clients) if told.dc09_tls_clients else None
    Tls(place, Path(told.dc09_tls_certificate), Path(told.dc09_tls_key), clients).context()


def contradictory(asked: Asked) -> Iterator[Finding]:
    """Yield what is set to no effect, or beside what it needs."""
    told = asked.told
    for name, needed in IDLE:
        if getattr(told, name) and not getattr(told, needed):
            facts = {"name": variable(name), "needed": variable(needed)}
            yield Finding("setting-idle", facts)
    if told.mail_server and told.mail_from == Environment.mail_from:
        yield Finding("sender-default", {"sender": told.mail_from})
    if told.development not in ("", "yes"):
        yield Finding("development-unread", {"value": told.development})


def examples(asked: Asked) -> Iterator[Finding]:
    """Yield addresses that still are those of the example file."""
    for name, host in hosts(asked):
        if addresses.is_example(host):
            yield Finding("address-example", {"name": variable(name), "host": host})


def clear(asked: Asked) -> Iterator[Finding]:
    """Yield what goes in clear over a network, or lets anybody in who reaches a port."""
    told = asked.told
    told_hosts = dict(hosts(asked))
    for name, host in told_hosts.items():
        is_plain = getattr(told, name).startswith("http://")
        if is_plain and not addresses.is_here(host):
            yield Finding("plain-http", {"name": variable(name), "host": host})
        elif is_plain and name == "public_url" and not asked.is_development:
            yield Finding("pages-local", {"address": told.public_url})
    if asked.is_development and not addresses.is_here(
        told_hosts.get("public_url", "localhost")
    ):
        yield Finding("development-published", {"host": told_hosts["public_url"]})
    for name in ("receiver_listen", "worker_listen"):
        host = getattr(told, name).rpartition(":")[0].strip("[]")
        if not addresses.is_here(host):
            yield Finding("health-open", {"name": variable(name), "host": host})


def hosts(asked: Asked) -> Iterator[tuple[str, str]]:
    """Yield host by setting; what is no address is told of elsewhere."""
    for name in URLS:
        try:
            yield name, addresses.url(variable(name), getattr(asked.told, name))[1]
        except BadInput:
            continue


def weak_secrets(asked: Asked) -> Iterator[Finding]:
    """Yield secrets that were chosen by hand, and badly."""
    for name in ("secret_key", "edge_token", "webhook_secret"):
        value = getattr(asked.told, name)
        if value and (len(value) < 32 or len(set(value)) < 10 or "insecure" in value):
            yield Finding("secret-weak", {"name": variable(name), "length": len(value)})


def as_deployed(asked: Asked) -> Iterator[Finding]:
    """Yield what Django's own `check --deploy` warns of."""
    from django.core.checks import WARNING, run_checks

    for each in run_checks(include_deployment_checks=True):
        if each.level >= WARNING and not each.is_silenced():
            yield Finding("django-check", {"id": each.id or "", "problem": str(each.msg)})
