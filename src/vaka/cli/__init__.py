"""The command `vaka`. Each group is imported only when it is called."""

import importlib
import sys

import click

from vaka.core.errors import VakaError

COMMANDS = {
    "alarms": "What was received, from the journal.",
    "backup": "One consistent copy of everything, while it runs.",
    "cameras": "Find cameras on the network, and ask one how it is set.",
    "coverage": "The watched area of a camera by level of identification.",
    "demo": "Start the whole product with the example municipality.",
    "doctor": "What is configured, reachable, outdated or unsafe.",
    "effect": "Effect of one measure, from a file of counts.",
    "events": "What has happened, and what happens, as others are told of it.",
    "evidence": "Pooled research on camera surveillance.",
    "export": "Verify a copy of recordings.",
    "found": "Found the municipality of a new installation.",
    "gateway": "The video process: records and shows what the terms allow.",
    "import": "Read problems, survey results or police events from a file.",
    "receiver": "The alarm process: stores, then acknowledges.",
    "record": "Verify and prove the append-only record.",
    "restore": "Put a backup in place, and verify the record.",
    "serve": "The pages and the API.",
    "share": "Counts of a site's problems, small ones hidden.",
    "supervision-file": "The file for the supervisory authority.",
    "terms": "Issue, sign, verify and ask terms.",
    "worker": "Checkpoints, reminders and other due work.",
}

# Names that Python cannot import as they are.
MODULES = {"import": "vaka.cli.imports", "supervision-file": "vaka.cli.supervision_file"}


class Lazy(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(MODULES.get(cmd_name, f"vaka.cli.{cmd_name}"))
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with its line, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=Lazy)
@click.version_option(package_name="vaka")
def vaka() -> None:
    """Vaka: the decision is enforced by the machine.

    Exit status: 0 done or yes, 1 a well-formed no, 2 bad input or environment.
    """


def main() -> None:
    """Run the command; a known problem is one line on stderr and status 2."""
    try:
        sys.exit(vaka.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        sys.exit(2)
    except click.ClickException as problem:
        click.echo(f"vaka: {' '.join(problem.format_message().split())}", err=True)
        sys.exit(2)
    except click.Abort:
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except VakaError as problem:
        click.echo(f"vaka: {problem}", err=True)
        sys.exit(2)
