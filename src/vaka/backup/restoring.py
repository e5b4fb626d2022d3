"""Everything back in place, into an installation that has nothing yet.

All of it is unpacked beside and held against its hashes before any of it is put in place. While
the folder of what is unpacked is there, the restore is not done, and no process of the control
wing starts (`servers/database.py`).
"""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from vaka.backup import control, package, postgresql
from vaka.backup.manifest import Database, Manifest
from vaka.conf.environment import FILE, Environment
from vaka.core.durable import sync_folder
from vaka.core.errors import BadInput
from vaka.servers.database import UNFINISHED, refuse_unfinished

# What the old installation was told, for a person to put in place.
TOLD = "told-by-the-backup"
_SOURCE = Path(__file__).resolve().parents[1]

Progress = Callable[[str, int, int], None]


def restore(
    file: Path, told: Environment, *, identity: Path | None, progress: Progress
) -> Manifest:
    """Put a backup in place, and return what it says of itself.

    :raises BadInput: when it is not whole, not for this version or database, or when there is
        something here already; nothing is put in place then.
    """
    data = told.data_path
    _require_empty(data)
    try:
        unpacked = _unpacked_folder(data)
        manifest = _verified(file, told, unpacked, identity, progress)
        _put_in_place(unpacked, data)
    except OSError as problem:
        mend = "Empty the folder and the database, and restore where this account may write"
        raise BadInput(str(data), f"it cannot be written ({problem})", mend) from None
    return manifest


def _unpacked_folder(data: Path) -> Path:
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    unpacked = data / UNFINISHED
    unpacked.mkdir(mode=0o700)
    return unpacked


def _verified(
    file: Path, told: Environment, unpacked: Path, identity: Path | None, progress: Progress
) -> Manifest:
    """Unpack and verify everything, and put the dump of a database into PostgreSQL."""
    try:
        manifest = package.unpack(
            file, unpacked, identity=identity, progress=partial(progress, "verifying")
        )
        _require_fitting(manifest.database, told, file)
        if (dumped := unpacked / control.DUMP).exists():
            progress("database", 0, 1)
            postgresql.restore(told, dumped)
            progress("database", 1, 1)
    except BaseException:
        shutil.rmtree(unpacked)
        raise
    return manifest


def _require_empty(data: Path) -> None:
    """Refuse a folder in which there is more than settings."""
    refuse_unfinished(data)
    found = [path.name for path in data.iterdir()] if data.is_dir() else []
    if other := sorted(set(found) - {FILE}):
        mend = "Move it away, or give --into an empty folder"
        raise BadInput(str(data), f"there is an installation here already ({other[0]})", mend)


def _require_fitting(database: Database | None, told: Environment, file: Path) -> None:
    """Refuse a database that this version does not know, or that does not fit the settings."""
    if database is None:
        return
    for app, names in database.migrations.items():
        if newer := _unknown(app, names):
            mend = "Install the version of Vaka that wrote it, or a newer one"
            raise BadInput(str(file), f"its database is newer ({app} {newer})", mend)
    if database.engine == control.POSTGRESQL:
        if not told.database_url:
            mend = "Set it to a new, empty PostgreSQL database"
            raise BadInput("VAKA_DATABASE_URL", "the backup is of PostgreSQL", mend)
        postgresql.require_empty(told, dumped=database.version)
    elif told.database_url:
        mend = "Leave it empty: one database cannot be made of the other"
        raise BadInput("VAKA_DATABASE_URL", "the backup is of SQLite", mend)


def _unknown(app: str, names: list[str]) -> str:
    """Return the first migration of one of our stages that is not in this version."""
    folder = _SOURCE / app / "migrations"
    known = {path.stem for path in folder.glob("*.py")}
    return next((name for name in sorted(names) if folder.is_dir() and name not in known), "")


def _put_in_place(unpacked: Path, data: Path) -> None:
    """Move what was unpacked to where it belongs; keys last, as without them nothing starts."""
    (unpacked / control.DUMP).unlink(missing_ok=True)
    (unpacked / "told").rename(data / TOLD)
    for path in sorted((unpacked / "data").iterdir(), key=lambda path: path.name == "keys"):
        path.rename(data / path.name)
    sync_folder(data)
    (unpacked / "data").rmdir()
    unpacked.rmdir()
    sync_folder(data)
