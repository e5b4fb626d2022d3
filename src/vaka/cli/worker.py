"""`vaka worker`."""

import click

from vaka.cli.options import Address
from vaka.conf import environment


@click.command()
@click.option("--listen", type=Address(), help="HOST:PORT of /healthz and /metrics")
def command(listen: tuple[str, int] | None) -> None:
    """Run what falls due: checkpoints, views left open."""
    from vaka.servers.worker import work

    host, port = listen or Address()(environment.read().worker_listen)
    work(host=host, port=port)
