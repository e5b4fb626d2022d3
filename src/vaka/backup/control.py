"""The control wing's database: a copy of it, and how it stood at that instant."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import django

from vaka.backup import postgresql, sqlite
from vaka.backup.manifest import Database, Record
from vaka.conf.database import FILE as DATABASE
from vaka.conf.environment import Environment
from vaka.core.errors import BadInput

SQLITE, POSTGRESQL = "sqlite", "postgresql"
DUMP = "database.dump"

Standing = tuple[Database, Record]
Progress = Callable[[int, int], None]


def copy(told: Environment, stage: Path, progress: Progress) -> Standing | None:
    """Copy the database into the stage and return how it stood; None where there is none.

    :raises BadInput: when it cannot be copied.
    """
    live = told.data_path / DATABASE
    if not told.database_url and not live.exists():
        return None  # a machine of the edge alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaka.conf.settings")
    django.setup()
    from django.db import DatabaseError

    try:
        if told.database_url:
            return _dumped(told, stage / DUMP, progress)
        return _copied(live, stage / "data" / DATABASE, progress)
    except DatabaseError as problem:
        reason = str(problem).splitlines()[0]
        raise BadInput("database", reason, "Start it, or correct VAKA_DATABASE_URL") from None


def _copied(live: Path, made: Path, progress: Progress) -> Standing:
    from django.db import connection

    sqlite.copy(live, made, progress)
    made.chmod(live.stat().st_mode & 0o777)
    # From here on the copy is what this process asks.
    connection.settings_dict["NAME"] = str(made)
    try:
        return _standing(SQLITE, sqlite3.sqlite_version)
    finally:
        connection.close()


def _dumped(told: Environment, made: Path, progress: Progress) -> Standing:
    from django.db import connection, transaction

    progress(0, 1)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot(), current_setting('server_version_num')")
            snapshot, server = cursor.fetchone()
        postgresql.dump(told, made, snapshot=snapshot, server=int(server))
        standing = _standing(POSTGRESQL, str(int(server) // 10000))
    progress(1, 1)
    return standing


def _standing(engine: str, version: str) -> Standing:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from vaka.record import queries

    migrations: dict[str, list[str]] = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        migrations.setdefault(app, []).append(name)
    record = Record(queries.size(), queries.root().hex(), queries.checkpoint())
    return Database(engine, version, migrations), record
