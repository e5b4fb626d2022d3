"""`vaka gateway`."""

import asyncio
import contextlib
import logging
import signal

import click

from vaka.cli.options import Address
from vaka.conf import environment
from vaka.edge.video.addresses import parse_networks
from vaka.edge.video.gateway import Gateway, Settings
from vaka.edge.video.viewing import serving
from vaka.terms.signature import KeySet


@click.command()
@click.option("--listen", type=Address(), help="HOST:PORT of the gateway's own server.")
def command(listen: tuple[str, int] | None) -> None:
    """Record and show what the terms allow."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    told = environment.read()
    token = told.edge_token or environment.kept_secret(told.data_path, "edge-token")
    settings = Settings(
        gateway=told.gateway_id,
        centre_url=told.control_url,
        token=token,
        folder=told.data_path / "gateway",
        trusted=KeySet.read(told.keys_path),
        networks=parse_networks(told.camera_networks),
    )
    host, port = listen or Address()(told.gateway_listen)
    asyncio.run(_run(settings, host, port))


async def _run(settings: Settings, host: str, port: int) -> None:
    """Run until SIGTERM or Ctrl-C; views end, then open segments are closed."""
    gateway, over = Gateway(settings), asyncio.Event()
    running = asyncio.ensure_future(gateway.run())
    running.add_done_callback(lambda _: over.set())
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, over.set)
    try:
        async with serving(gateway, host, port) as bound:
            click.echo(f"listening http={bound}")
            await over.wait()
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
