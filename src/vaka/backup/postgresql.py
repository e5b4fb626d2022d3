"""PostgreSQL's own tools, told nothing on their command line that others may not read."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg

from vaka.conf.database import database
from vaka.conf.environment import Environment
from vaka.core.errors import BadInput

_ANY_TABLE = """
SELECT count(*) FROM pg_catalog.pg_class
JOIN pg_catalog.pg_namespace AS place ON place.oid = relnamespace
WHERE nspname = 'public' AND relkind IN ('r', 'p', 'v', 'm', 'S')
"""
_MAJOR = 10000  # of the number by which a server says its version


def dump(told: Environment, target: Path, *, snapshot: str, server: int) -> None:
    """Dump the database as that snapshot sees it, from a server of that version number.

    :raises BadInput: when the tool is missing, older than the server, or fails.
    """
    tool = _tool("pg_dump", server // _MAJOR)
    _run(told, [tool, "--format=custom", f"--snapshot={snapshot}", f"--file={target}"])


def require_empty(told: Environment, *, dumped: str) -> None:
    """Refuse a database that has something in it, or is older than the one that was dumped.

    :raises BadInput: then, or when it cannot be reached.
    """
    try:
        with psycopg.connect(told.database_url) as connection:
            server = connection.info.server_version // _MAJOR
            row = connection.execute(_ANY_TABLE).fetchone()
    except psycopg.Error as problem:
        reason = str(problem).splitlines()[0]
        raise BadInput(
            "VAKA_DATABASE_URL", reason, "Start it, or correct the address"
        ) from None
    if row and row[0]:
        mend = "Make a new, empty one (createdb), and name it"
        raise BadInput("VAKA_DATABASE_URL", "the database has something in it", mend)
    if server < int(dumped.partition(".")[0]):
        older = f"the server is of version {server}, the backup of {dumped}"
        raise BadInput("VAKA_DATABASE_URL", older, "Restore into one as new or newer")
    _tool("pg_restore", server)


def restore(told: Environment, dumped: Path) -> None:
    """Put a dump into the empty database, all of it or nothing.

    :raises BadInput: when it cannot be put there.
    """
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _run(told, ["pg_restore", *options, f"--dbname={database(told)['NAME']}", str(dumped)])


def _tool(name: str, server: int) -> str:
    """Return a tool that is as new as the server.

    :raises BadInput: when there is none.
    """
    mend = f"Install the Debian package postgresql-client-{server}"
    if (path := shutil.which(name)) is None:
        raise BadInput(name, "it is missing", mend)
    said = subprocess.run(  # noqa: S603 the path is PostgreSQL's own tool
        [path, "--version"], capture_output=True, text=True, check=False
    )
    version = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    if version is None:
        raise BadInput(path, "it does not say its version", mend)
    if int(version[1]) < server:
        problem = f"it is of version {version[1]}, the server of {server}"
        raise BadInput(path, problem, mend)
    return path


def _run(told: Environment, words: list[str]) -> None:
    address = database(told)
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    given = {theirs: str(address[ours]) for ours, theirs in names.items() if address[ours]}
    done = subprocess.run(  # noqa: S603 our words and PostgreSQL's own tool
        [*words, "--no-password"],
        env={**os.environ, **given, "PGDATABASE": str(address["NAME"])},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it gave no reason"])[0]
        raise BadInput(
            Path(words[0]).name, reason, "See that the account may read and write it"
        )
