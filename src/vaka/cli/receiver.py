"""`vaka receiver`."""

from pathlib import Path

import click

from vaka.cli.options import Address
from vaka.conf import environment


@click.command()
@click.option("--dc09", type=Address(), help="HOST:PORT for SIA DC-09, TCP and UDP.")
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
@click.option("--forward-to", help="Address of the control wing, such as http://HOST:8000.")
@click.option("--health", type=Address(), help="HOST:PORT of /healthz and /metrics.")
def command(
    dc09: tuple[str, int] | None,
    journal: Path | None,
    accounts: Path | None,
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
        journal=journal or told.data_path / "journal",
        accounts=known.read(accounts) if accounts else known.NOBODY,
        health=health or Address()(told.receiver_listen),
        spare_health=health is None,
        forward_to=forward_to,
        token=_token(told) if forward_to else "",
    )
    receiver.run(plan, ready=_ready)


def _token(told: environment.Environment) -> str:
    return told.edge_token or environment.kept_secret(told.data_path, "edge-token")


def _ready(dc09: tuple[str, int], health: tuple[str, int]) -> None:
    line = f"listening dc09={dc09[0]}:{dc09[1]} health={health[0]}:{health[1]}"
    print(line, flush=True)
