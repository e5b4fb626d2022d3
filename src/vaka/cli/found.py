"""`vaka found`: the municipality of a new installation, and its first administrator."""

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

import click

from vaka.cli.options import Line
from vaka.core.errors import BadInput

if TYPE_CHECKING:
    from vaka.conf.environment import Environment

NAME, CONTACT = Line(100), Line(200)


@click.command()
@click.option("--name", type=NAME, help="The municipality, as Exempelstads kommun.")
@click.option("--contact", type=CONTACT, help="How the public reaches it: e-mail or phone.")
@click.option("--dpo-contact", type=CONTACT, help="How to reach its data protection officer.")
@click.option("--login", type=NAME, help="What the first administrator logs in as.")
@click.option(
    "--password-file",
    type=click.File(encoding="utf-8"),
    help="A file whose first line is the administrator's password; - is standard input.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON only.")
def command(
    name: str | None,
    contact: str | None,
    dpo_contact: str | None,
    login: str | None,
    password_file: TextIO | None,
    as_json: bool,
) -> None:
    """Found the municipality: once, on a new database, which is made.

    What no option says is asked for. A password is never an option: others on the machine can
    read a command's arguments.
    """
    from vaka.servers import database

    database.ready()
    _refuse_a_second_time()
    from django.conf import settings

    from vaka.municipality import actions, queries
    from vaka.terms import keystore

    name = name or _asked("The municipality's name", "--name", NAME)
    contact = contact or _asked("How the public reaches it", "--contact", CONTACT)
    dpo_contact = dpo_contact or _asked(
        "How to reach its data protection officer", "--dpo-contact", CONTACT
    )
    login = login or _asked("The administrator's login", "--login", NAME)
    password = _first_line(password_file) if password_file else _asked_password(login)
    administrator = actions.found(
        name=name,
        contact=contact,
        dpo_contact=dpo_contact,
        example=False,
        administrator=login,
        password=password,
        at=datetime.now(UTC),
    )
    keystore.signing_key(settings.VAKA.keys_path)
    if as_json:
        told = {"municipality": queries.municipality().id, "administrator": administrator.id}
        click.echo(json.dumps(told))
    else:
        click.echo(_next_steps(name, login, settings.VAKA))


def _refuse_a_second_time() -> None:
    from vaka.municipality import queries

    if queries.is_founded():
        name = queries.municipality().name
        click.echo(f"vaka: {name} is founded here already; nothing was changed.", err=True)
        sys.exit(1)


def _asked(question: str, option: str, kind: Line) -> str:
    """Ask at the terminal.

    :raises BadInput: when there is none.
    """
    if not sys.stdin.isatty():
        raise BadInput(option, "it is missing, and there is no terminal to ask at", "Give it")
    answer: str = click.prompt(question, type=kind)
    return answer


def _asked_password(login: str) -> str:
    """Ask for a password twice, until it is strong."""
    from vaka.municipality import actions

    if not sys.stdin.isatty():
        raise BadInput("--password-file", "it is missing", "Give a file, or - and pipe it in")
    while True:
        password: str = click.prompt(
            "The administrator's password", hide_input=True, confirmation_prompt=True
        )
        try:
            actions.require_strong(password, login=login)
        except BadInput as weak:
            click.echo(f"{weak}.", err=True)
        else:
            return password


def _first_line(file: TextIO) -> str:
    try:
        return file.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        raise BadInput(file.name, "it is not UTF-8", "Write the password as text") from None


def _next_steps(name: str, login: str, told: "Environment") -> str:
    from vaka.terms import keystore

    return (
        f"{name} is founded. Its database and keys are in {told.data_path.resolve()}.\n\n"
        "Next:\n"
        "  1. Start vaka serve, worker, gateway and receiver (docs/operate/install.md).\n"
        f"  2. Log in at {told.public_url} as {login}, and open Kommunen:\n"
        "     boards, sites, people and their roles.\n"
        "  3. Back up the keys, apart from the database (docs/operate/backup.md).\n"
        f"     Whoever is to trust this installation's terms gets {keystore.PUBLIC}.\n"
    )
