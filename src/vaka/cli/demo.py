"""`vaka demo`."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaka.conf import environment

if TYPE_CHECKING:
    from vaka.demo.processes import Places

STEPS = 16


@click.command()
@click.option("--once", is_flag=True, help="Run the loop once without waiting, and report.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print JSON only.")
@click.option("--free-ports", is_flag=True, help="Use any free ports, not the usual ones.")
def command(once: bool, as_json: bool, free_ports: bool) -> None:
    """Start the whole product with the example municipality, or run its loop once."""
    if once:
        _once(as_json)
    else:
        _show(free_ports)


def _show(free_ports: bool) -> None:
    from vaka.demo import installation, processes, show

    folder = Path(environment.read().data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    with click.progressbar(length=STEPS, label="Starting the example", file=sys.stderr) as bar:

        def progress(_step: str) -> None:
            bar.update(1)

        def ready(places: "Places", people: Sequence[tuple[str, str]]) -> None:
            bar.update(STEPS)
            bar.render_finish()
            click.echo(_welcome(places, people, installation.PASSWORD))

        wished = None if free_ports else processes.USUAL
        asyncio.run(show.show(folder, wished=wished, progress=progress, ready=ready))
    click.echo("Stopped.")


def _welcome(places: "Places", people: Sequence[tuple[str, str]], password: str) -> str:
    logins = "\n".join(f"  {login:<16} {name}" for login, name in people)
    return (
        f"\nVaka is running at {places.url} with an invented municipality. "
        "Stop with Ctrl-C.\n\n"
        f"Log in as one of these, all with the password {password}:\n{logins}\n\n"
        f"The public register, without login: {places.url}/register/\n"
        f"Alarms come in by SIA DC-09 at 127.0.0.1:{places.dc09}\n"
    )


def _once(as_json: bool) -> None:
    from vaka.demo import once

    def told(stage: once.Held) -> None:
        if not as_json:
            mark = "holds" if stage.held else "FAILS"
            click.echo(
                f"{mark}  {stage.number} {stage.name:<12} {stage.said}  ({stage.seconds:.1f} s)"
            )

    stages = asyncio.run(once.run(told))
    if as_json:
        click.echo(json.dumps([stage.__dict__ for stage in stages], ensure_ascii=False))
    held = sum(stage.held for stage in stages)
    if not as_json:
        click.echo(f"{held} of {len(stages)} stages held")
    sys.exit(0 if held == len(stages) else 1)
