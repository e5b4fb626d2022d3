"""The database a process starts on: there, migrated, and as durable as promised."""

import os
from pathlib import Path

import django

from vaka.core.errors import BadInput

# In the data folder while `vaka restore` has not put everything in place.
UNFINISHED = "restore.part"


def ready() -> None:
    """Set Django up on a database that is migrated and durable enough.

    :raises BadInput: when the database cannot be reached or may forget what it acknowledged,
        or a restore was broken off.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaka.conf.settings")
    django.setup()
    from django.conf import settings
    from django.db import DatabaseError, connection

    settings.VAKA.data_path.mkdir(parents=True, exist_ok=True)
    refuse_unfinished(settings.VAKA.data_path)
    try:
        _migrate()
        _refuse_forgetful()
    except DatabaseError as problem:
        name = settings.VAKA.database_url or str(connection.settings_dict["NAME"])
        reason = str(problem).splitlines()[0]
        raise BadInput("database", f"{name.rpartition('@')[2]}: {reason}", MEND) from None


def refuse_unfinished(data: Path) -> None:
    """Refuse an installation that is half restored.

    :raises BadInput: when a restore was broken off there.
    """
    if (data / UNFINISHED).exists():
        mend = "Empty the folder and the database, and restore again"
        raise BadInput(str(data), "a restore was broken off here", mend)


MEND = "Start it, or correct VAKA_DATABASE_URL"


def _migrate() -> None:
    """Apply the migrations that are lacking; usually there are none."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _refuse_forgetful() -> None:
    """Refuse a database that acknowledges before it has stored (`docs/adr`: durability)."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # Asked, not assumed: a mode that cannot be set is left as it was without a word.
            cursor.execute("SELECT * FROM pragma_synchronous, pragma_journal_mode")
            durable, needed = cursor.fetchone() == (2, "wal"), "synchronous=FULL, WAL mode"
        else:
            cursor.execute("SHOW synchronous_commit")
            durable, needed = cursor.fetchone()[0] == "on", "synchronous_commit=on"
    if not durable:
        raise BadInput("database", "it may forget what it acknowledged", f"Set {needed}")
