"""`vaka gateway`."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Coroutine
from pathlib import Path
from typing import NamedTuple

import click

from vaka.cli.options import Address
from vaka.conf import environment
from vaka.conf.environment import Environment
from vaka.edge.video.gateway import Gateway, Settings
from vaka.edge.video.ingest.addresses import Allowed, parse_networks
from vaka.edge.video.ingest.certificates import authorities
from vaka.edge.video.serving import waiting
from vaka.edge.video.serving.viewing import serving
from vaka.terms.signature import KeySet


class Cameras(NamedTuple):
    """Where cameras may be, and who may vouch for them; judged before anything runs."""

    networks: tuple[Allowed, ...]
    authorities: Path | None


@click.command()
@click.option("--listen", type=Address(), help="HOST:PORT of the gateway's own server.")
def command(listen: tuple[str, int] | None) -> None:
    """Record and show what the terms allow."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
    told = environment.read()
    host, port = listen or Address()(told.gateway_listen)
    cameras = Cameras(
        parse_networks(told.camera_networks), authorities(told.camera_authorities)
    )
    asyncio.run(_until_told(_run(told, cameras, host, port)))


async def _until_told(work: Coroutine[None, None, None]) -> None:
    """Run until SIGTERM or Ctrl-C, then let the work put things in order."""
    running = asyncio.ensure_future(work)
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _run(told: Environment, cameras: Cameras, host: str, port: int) -> None:
    """Wait for a key to trust, then run; at the end views end, then open segments close."""
    if not waiting.has_key(told.keys_path):
        async with waiting.answering(host, port) as (host, port):
            click.echo(f"waiting http={host}:{port}")
            await waiting.for_key(told.keys_path.absolute())
    gateway = Gateway(_settings(told, cameras))
    running = asyncio.ensure_future(gateway.run())
    try:
        async with serving(gateway, host, port) as bound:
            click.echo(f"listening http={bound}")
            # Not `await running`: what cancels us would cancel it before its server.
            await asyncio.wait({running})
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


def _settings(told: Environment, cameras: Cameras) -> Settings:
    return Settings(
        gateway=told.gateway_id,
        centre_url=told.control_url,
        token=told.edge_token or environment.kept_secret(told.data_path, "edge-token"),
        folder=told.data_path / "gateway",
        trusted=KeySet.read(told.keys_path),
        networks=cameras.networks,
        authorities=cameras.authorities,
    )
