"""`vaka cameras`: who is on the network, and what a camera says of itself (ONVIF)."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import click

from vaka.conf import environment
from vaka.core.errors import BadInput, VakaError

if TYPE_CHECKING:
    from vaka.edge.video.ingest.addresses import Allowed
    from vaka.edge.video.onvif.device import Device
    from vaka.edge.video.onvif.inspection import Inspection

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON only.")


@click.group()
def command() -> None:
    """Ask cameras themselves, over ONVIF: who is there, and how one is set."""


@command.command()
@click.option(
    "--seconds", default=3.0, type=click.FloatRange(0.5, 60), help="How long to listen."
)
@click.option(
    "--from", "own", default="", help="This machine's address on the cameras' network."
)
@as_json
def discover(seconds: float, own: str, as_json: bool) -> None:
    """List the cameras that answer on this network; exit 1 when none does.

    Only addresses within VAKA_CAMERA_NETWORKS can be inspected; others are marked.
    """
    from vaka.edge.video.ingest.addresses import DEVICE
    from vaka.edge.video.onvif import discovery

    try:
        found = discovery.discover(seconds=seconds, own=own)
    except OSError as problem:
        mend = "Give this machine's own IPv4 address on their network with --from"
        raise BadInput("network", str(problem.strerror or problem), mend) from None
    networks = _networks()
    told = [
        {
            "name": camera.name,
            "hardware": camera.hardware,
            "address": address,
            "admitted": _is_admitted(address, networks, DEVICE),
        }
        for camera in found
        for address in camera.addresses
    ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for each in told:
            outside = "" if each["admitted"] else "  (outside VAKA_CAMERA_NETWORKS)"
            click.echo(f"{each['address']}  {each['name']}  {each['hardware']}{outside}")
    sys.exit(0 if told else 1)


@command.command()
@click.argument("address")
@click.option("--user", help="Log in as; the password is asked for, or read from a pipe.")
@click.option(
    "--snapshot",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Save a picture that the camera makes.",
)
@as_json
def inspect(address: str, user: str | None, snapshot: Path | None, as_json: bool) -> None:
    """Print a camera's streams, clock and masks. ADDRESS is as http://10.20.0.7/.

    Its network and port must be in VAKA_CAMERA_NETWORKS. Exit 1 when its clock is more than
    two seconds off.
    """
    from vaka.edge.video.onvif.inspection import inspect as inspected

    networks = _networks()
    device = _device(_with_login(address, user) if user else address, networks)
    try:
        found = inspected(device, networks)
        if snapshot is not None and found.streams:
            _save(device, found, snapshot)
    except VakaError:
        raise
    except Exception as problem:
        raise _not_told(problem) from None
    finally:
        device.close()
    if as_json:
        click.echo(json.dumps(found.facts(), ensure_ascii=False, indent=2))
    else:
        _print(found)
    sys.exit(1 if found.clock_is_off else 0)


def _networks() -> "tuple[Allowed, ...]":
    from vaka.edge.video.ingest.addresses import parse_networks

    return parse_networks(environment.read().camera_networks)


def _is_admitted(address: str, networks: "tuple[Allowed, ...]", speech: object) -> bool:
    from vaka.edge.video.ingest.addresses import DEVICE, admit

    try:
        admit(address, networks, speech=DEVICE)
    except BadInput:
        return False
    return True


def _device(address: str, networks: "tuple[Allowed, ...]") -> "Device":
    from vaka.edge.video.ingest.addresses import DEVICE, admit
    from vaka.edge.video.ingest.certificates import authorities
    from vaka.edge.video.onvif.device import Device

    by = authorities(environment.read().camera_authorities)
    where = admit(address, networks, speech=DEVICE, authorities=by)
    return Device(where, clock=lambda: datetime.now(UTC))


def _with_login(address: str, user: str) -> str:
    """Return an address with a login, whose password no shell has seen."""
    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return parts._replace(netloc=f"{login}@{host}").geturl()


def _save(device: "Device", found: "Inspection", file: Path) -> None:
    file.write_bytes(device.snapshot(found.streams[0].profile.token).data)
    click.echo(f"{found.streams[0].profile.token} → {file}", err=True)


def _not_told(problem: Exception) -> BadInput:
    """Return what went wrong, in words, when it is the camera's doing."""
    from vaka.edge.video.onvif.failing import explained

    told = explained(problem)
    if told is None:
        raise problem
    return BadInput("camera", told, "Look at its address, its login and its own page")


def _print(found: "Inspection") -> None:
    seconds = found.ahead.total_seconds()
    off = "  TOO MUCH: set it by NTP" if found.clock_is_off else ""
    click.echo(f"clock   {seconds:+.1f} s to ours{off}")
    for stream in found.streams:
        each = stream.profile
        outside = "" if stream.admitted else "  (outside VAKA_CAMERA_NETWORKS)"
        click.echo(
            f"stream  {each.token}  {each.codec} {each.width}×{each.height}"
            f"  {each.pictures_per_second:g}/s  {each.kilobits_per_second} kbit/s"
            f"  {stream.address}{outside}"
        )
    for source in found.sources:
        if source.options is None:
            click.echo(f"masks   {source.token}  none: the gateway burns them in")
            continue
        can = source.options
        shape = "rectangles" if can.rectangles_only else f"up to {can.most_points} corners"
        click.echo(
            f"masks   {source.token}  {len(source.masks)} of {can.most}, {shape}, "
            f"{', '.join(can.kinds)}"
        )
