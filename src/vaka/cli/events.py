"""`vaka events`: what has happened and what happens, as others are told of it."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vaka.core.errors import BadInput

if TYPE_CHECKING:
    from vaka.servers.relay.events import Event

Printing = Callable[["Event"], None]


@click.command()
@click.option(
    "--after",
    metavar="N",
    type=click.IntRange(min=-1),
    default=-1,
    help="Begin beyond number N; all of it when not given.",
)
@click.option("--follow", is_flag=True, help="Go on with what happens, until stopped.")
@click.option(
    "--bookmark",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the number of the last one printed in FILE, and go on from there.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each.")
def command(after: int, follow: bool, bookmark: Path | None, as_json: bool) -> None:
    """Print what has happened, oldest first; exit 1 when there is nothing.

    None is left out and none comes twice, whatever becomes of the brokers in VAKA_NATS: what
    they do not bring is asked of the record. One that was printed and not yet noted in the
    bookmark comes again: know it by its number.
    """
    from vaka.servers import database

    database.ready()
    begin = _kept(bookmark) if bookmark and bookmark.exists() else after
    _refuse_beyond(begin)
    printing = partial(_print, bookmark=bookmark, as_json=as_json)
    if follow:
        asyncio.run(_follow(begin, printing))
    elif not _print_all(begin, printing):
        sys.exit(1)


def _kept(bookmark: Path) -> int:
    try:
        return int(bookmark.read_text("ascii"))
    except (OSError, ValueError) as problem:
        mend = "Remove the file and give --after"
        raise BadInput(str(bookmark), f"it holds no number: {problem}", mend) from None


def _refuse_beyond(number: int) -> None:
    """Refuse to begin where the record has not come: it would be silence without a reason."""
    from vaka.record import queries

    if number >= queries.size():
        problem = f"the record has no number {number}"
        raise BadInput("--after", problem, "After a restored backup begin anew: --after -1")


def _print_all(begin: int, printing: Printing) -> bool:
    """Print what there is; return whether there was anything."""
    from vaka.servers.relay.events import AT_ONCE, events_after

    position = begin
    while found := events_after(position, limit=AT_ONCE):
        for event in found:
            printing(event)
        position = found[-1].number
    return position > begin


async def _follow(begin: int, printing: Printing) -> None:
    from vaka.servers.relay import addresses
    from vaka.servers.relay.events import AT_ONCE, events_after
    from vaka.servers.relay.following import follow
    from vaka.servers.relay.reading import Reading

    with Reading() as record:

        async def ask(number: int) -> "list[Event]":
            return await record.read(partial(events_after, number, limit=AT_ONCE))

        async with aclosing(follow(addresses.told(), after=begin, ask=ask)) as events:
            async for event in events:
                printing(event)


def _print(event: "Event", *, bookmark: Path | None, as_json: bool) -> None:
    told = event.told()
    words = {**told, "exercise": "exercise" if event.exercise else None}
    click.echo(
        json.dumps(told)
        if as_json
        else " ".join("-" if v is None else str(v) for v in words.values())
    )
    if bookmark:
        _keep(bookmark, event.number)


def _keep(bookmark: Path, number: int) -> None:
    part = bookmark.with_suffix(".part")
    try:
        part.write_text(str(number), "ascii")
        part.replace(bookmark)
    except OSError as problem:
        mend = "Give a file that can be written"
        raise BadInput(str(bookmark), f"no number can be kept: {problem}", mend) from None
