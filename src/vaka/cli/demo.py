"""`vaka demo`."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from vaka.conf import environment

STEPS = 16


@click.command()
@click.option("--once", is_flag=True, help="Run the loop once without waiting, and report.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print JSON only.")
def command(once: bool, as_json: bool) -> None:
    """Start the whole product with the example municipality, or run its loop once."""
    if once:
        _once(as_json)
    else:
        _show()


def _show() -> None:
    from vaka.demo import installation, show

    folder = Path(environment.read().data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    with click.progressbar(length=STEPS, label="Starting the example", file=sys.stderr) as bar:

        def progress(_step: str) -> None:
            bar.update(1)

        def ready(url: str, people: Sequence[tuple[str, str]]) -> None:
            bar.update(STEPS)
            bar.render_finish()
            click.echo(_welcome(url, people, installation.PASSWORD))

        asyncio.run(show.show(folder, progress=progress, ready=ready))
    click.echo("Stopped.")


def _welcome(url: str, people: Sequence[tuple[str, str]], password: str) -> str:
    logins = "\n".join(f"  {login:<16} {name}" for login, name in people)
    return (
        f"\nVaka is running at {url} with an invented municipality. Stop with Ctrl-C.\n\n"
        f"Log in as one of these, all with the password {password}:\n{logins}\n\n"
        f"The public register, without login: {url}/register/\n"
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
