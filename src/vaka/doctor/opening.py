"""How far the control wing can be asked, without making or changing anything in it.

Django's settings make the installation's secrets on first use, and a connection makes
SQLite's file: so both are looked for first.
"""

import os
from collections.abc import Iterator

from vaka.conf.database import FILE, SQLITE_KEPT
from vaka.conf.environment import Environment
from vaka.core.errors import BadInput
from vaka.doctor.finding import Asked, Finding, Reach

CONNECT_SECONDS, QUESTION_SECONDS = 4, 30
READ_ONLY = f"{SQLITE_KEPT}PRAGMA query_only=ON;"


def opened(asked: Asked) -> tuple[Reach, list[Finding]]:
    """Set Django up on a database that this process cannot write; return how far one gets."""
    if asked.is_edge_alone:
        return Reach.NOTHING, []
    if found := list(_closed(asked.told)):
        return Reach.NOTHING, found
    try:
        _set_up()
    except (BadInput, OSError) as problem:
        return Reach.NOTHING, [Finding("settings-refused", {"problem": str(problem)})]
    try:
        return _database(asked.told)
    except Exception as problem:
        # A driver raises what it likes; that the database was not had is the answer.
        return Reach.SETTINGS, [Finding("database-unreachable", _where(asked.told, problem))]


def let_go() -> None:
    """Close this thread's connections."""
    from django.db import connections

    connections.close_all()


def _closed(told: Environment) -> Iterator[Finding]:
    """Yield why the secrets, without which nothing starts, cannot be read."""
    kept = {
        "django-secret": told.secret_key,
        "webhook-secret": told.webhook_secret,
        "edge-token": told.edge_token,
    }
    folder = told.data_path
    for name in (name for name, value in kept.items() if not value):
        try:
            (folder / name).read_text("utf-8")
        except FileNotFoundError:
            yield Finding("nothing-installed", {"folder": str(folder.absolute())})
            return
        except (OSError, UnicodeDecodeError) as problem:
            yield Finding(
                "folder-closed", {"path": str(folder / name), "problem": str(problem)}
            )
            return


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaka.conf.settings")
    import django

    django.setup()
    from django.db import connection

    described = connection.settings_dict
    if connection.vendor == "sqlite":
        described["NAME"] = f"{described['NAME'].absolute().as_uri()}?mode=ro"
        described["OPTIONS"] = {"timeout": CONNECT_SECONDS, "init_command": READ_ONLY}
    else:
        asks = (
            "-c default_transaction_read_only=on "
            r"-c default_transaction_isolation=repeatable\ read "
            f"-c statement_timeout={QUESTION_SECONDS}s"
        )
        described["OPTIONS"] = {"connect_timeout": CONNECT_SECONDS, "options": asks}


def _database(told: Environment) -> tuple[Reach, list[Finding]]:
    file = told.data_path / FILE
    if not told.database_url and not file.exists():
        return Reach.SETTINGS, [Finding("database-missing", {"path": str(file)})]
    from django.db import connection

    try:
        connection.ensure_connection()
        found = list(migrations())
    finally:
        let_go()
    return (Reach.DATABASE if found else Reach.TABLES), found


def migrations() -> Iterator[Finding]:
    """Yield which migrations the database lacks, and which this release does not know."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    known, applied = set(loader.disk_migrations), set(loader.applied_migrations)
    replaced = {old for each in loader.disk_migrations.values() for old in each.replaces}
    if lacking := sorted(known - applied):
        yield _named("migrations-pending", lacking)
    if newer := sorted(applied - known - replaced):
        yield _named("database-newer", newer)


def _named(code: str, found: list[tuple[str, str]]) -> Finding:
    return Finding(code, {"count": len(found), "first": ".".join(found[0])})


def _where(told: Environment, problem: Exception) -> dict[str, object]:
    where = told.database_url.rpartition("@")[2] or str(told.data_path / FILE)
    words = str(problem).strip().splitlines() or [type(problem).__name__]
    return {"where": where, "problem": words[0]}
