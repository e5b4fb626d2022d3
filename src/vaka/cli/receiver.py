"""`vaka receiver`."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaka.cli.options import Address
from vaka.conf import environment
from vaka.core.errors import BadInput

if TYPE_CHECKING:
    from vaka.edge.alarms.mqtt.topics import TopicMap
    from vaka.edge.alarms.receiver import Bound
    from vaka.edge.alarms.tls import Tls

_MOST_DAYS = 3650


@click.command()
@click.option("--dc09", type=Address(), help="HOST:PORT for SIA DC-09, TCP and UDP.")
@click.option("--dc09-tls", type=Address(), help="HOST:PORT for SIA DC-09 over TLS.")
@click.option(
    "--journal",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the alarm journal; made when it is not there.",
)
@click.option(
    "--accounts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file of transmitters; without it all are taken in clear, marked unknown.",
)
@click.option(
    "--mqtt",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file of an MQTT broker and what its topics mean.",
)
@click.option("--forward-to", help="Address of the control wing, such as http://HOST:8000.")
@click.option("--health", type=Address(), help="HOST:PORT of /healthz and /metrics.")
def command(
    dc09: tuple[str, int] | None,
    dc09_tls: tuple[str, int] | None,
    journal: Path | None,
    accounts: Path | None,
    mqtt: Path | None,
    forward_to: str | None,
    health: tuple[str, int] | None,
) -> None:
    """Receive alarms: store durably, then acknowledge, then forward."""
    import logging

    from vaka.edge.alarms import accounts as known
    from vaka.edge.alarms import receiver

    told = environment.read()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    plan = receiver.Plan(
        dc09=dc09 or Address()(told.dc09_listen),
        tls=_tls(told, dc09_tls),
        journal=journal or told.data_path / "journal",
        accounts=known.read(accounts) if accounts else known.NOBODY,
        health=health or Address()(told.receiver_listen),
        spare_health=health is None,
        forward_to=forward_to,
        token=_token(told) if forward_to else "",
        keep_for=keep_for(told),
        mqtt=_topics(mqtt or told.mqtt),
    )
    receiver.run(plan, ready=_ready)


def _tls(told: environment.Environment, address: tuple[str, int] | None) -> "Tls | None":
    """Return what TLS needs; None when no address is given."""
    from vaka.edge.alarms.tls import Tls

    if address is None and not told.dc09_tls_listen:
        return None
    if not (told.dc09_tls_certificate and told.dc09_tls_key):
        problem = "TLS needs the receiver's certificate and key"
        raise BadInput("--dc09-tls", problem, "Set VAKA_DC09_TLS_CERTIFICATE and _KEY")
    return Tls(
        address or Address()(told.dc09_tls_listen),
        Path(told.dc09_tls_certificate),
        Path(told.dc09_tls_key),
        Path(told.dc09_tls_clients) if told.dc09_tls_clients else None,
    )


def keep_for(told: environment.Environment) -> timedelta:
    """Return how long the journal keeps; a day at least, in which repeats are told.

    :raises BadInput: when the setting is no number of days.
    """
    if not told.journal_days.isdecimal() or not 0 < int(told.journal_days) <= _MOST_DAYS:
        problem = f"{told.journal_days} is no number of days"
        raise BadInput("VAKA_JOURNAL_DAYS", problem, f"Give 1 to {_MOST_DAYS}")
    return timedelta(days=int(told.journal_days))


def _topics(path: Path | str) -> "TopicMap | None":
    """Return the topic map; None when there is no broker."""
    from vaka.edge.alarms.mqtt import topics

    return topics.read(Path(path)) if path else None


def _token(told: environment.Environment) -> str:
    return told.edge_token or environment.kept_secret(told.data_path, "edge-token")


def _ready(bound: "Bound") -> None:
    told = {"dc09": bound.dc09, "tls": bound.tls, "health": bound.health}
    words = [f"{name}={at[0]}:{at[1]}" for name, at in told.items() if at]
    print("listening", *words, flush=True)
