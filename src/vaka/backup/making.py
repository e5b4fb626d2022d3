"""One copy of everything, while everything runs.

Who sends is copied before who receives: the receiver's journal and the gateway's outbox before
the database. What was taken in between is in the database and still waits in the copy of the
sender, so it is sent once more and known again; the other way about it would be marked as sent
and be nowhere. Checkpoints are older than the record that they are of for the same reason. Keys
are made before what is sealed with them, so they are copied last.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

from vaka.backup import control, package, parts, sqlite
from vaka.backup.manifest import FORMAT, Manifest, Part
from vaka.conf.environment import Environment
from vaka.core.alone import alone
from vaka.core.errors import BadInput
from vaka.servers.database import refuse_unfinished

# The journal acknowledges nothing on a full disk: a copy leaves it this room.
RESERVE_BYTES = 256 << 20
SETTINGS = "settings.toml"

# What is being done, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Made:
    """A backup, and what is in it."""

    file: Path
    manifest: Manifest
    written: package.Written


def make(
    told: Environment, *, to: Path, recipients: Sequence[str], at: datetime, progress: Progress
) -> Made:
    """Make a backup in a folder or file, sealed for the recipients; in clear for none.

    :raises BadInput: when there is nothing to copy, no room, or a part that cannot be copied.
    """
    keys = package.recipients(recipients, named_by="VAKA_BACKUP_RECIPIENTS")
    file = _target(to, told.data_path, at=at, suffix=".tar.age" if keys else ".tar")
    with _stage(told.data_path) as stage:
        _copy_files(told.data_path, stage, parts.is_edge, partial(progress, "journal"))
        standing = control.copy(told, stage, partial(progress, "database"))
        _copy_files(told.data_path, stage, parts.is_key, partial(progress, "keys"))
        _copy_told(told, stage / "told")
        manifest = Manifest(
            format=FORMAT,
            made_at=at,
            vaka=version("vaka"),
            database=standing and standing[0],
            record=standing and standing[1],
            parts=tuple(_parts(stage)),
            left_out=parts.left_out(told.data_path),
        )
        writing = partial(progress, "writing")
        return Made(
            file, manifest, package.write(file, manifest, stage, to=keys, progress=writing)
        )


def _target(to: Path, data: Path, *, at: datetime, suffix: str) -> Path:
    file = to / f"vaka-{at:%Y%m%dT%H%M%SZ}{suffix}" if to.is_dir() else to
    if file.resolve().is_relative_to(data.resolve()):
        mend = "Give a folder elsewhere, on another disk at best"
        raise BadInput(str(to), "it lies in the data folder itself", mend)
    if file.exists():
        raise BadInput(str(file), "it is there already", "Give another name, or a folder")
    if not file.parent.is_dir():
        raise BadInput(str(file.parent), "there is no such folder", "Make it first")
    return file


@contextmanager
def _stage(data: Path) -> Iterator[Path]:
    """Give a folder in which the copies lie until they are in the backup, and empty it."""
    if not any(parts.files(data, lambda _name: True)):
        mend = "Set VAKA_DATA_DIR to the folder of the installation"
        raise BadInput(str(data), "there is nothing to copy", mend)
    refuse_unfinished(data)
    _require_room(data)
    folder = data / parts.STAGE
    folder.mkdir(mode=0o700, exist_ok=True)
    lock = alone(folder, who="backup")
    stage = folder / "copies"
    try:
        shutil.rmtree(stage, ignore_errors=True)  # a killed backup may have left some
        (stage / "data").mkdir(parents=True, mode=0o700)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        os.close(lock)


def _require_room(data: Path) -> None:
    needed = sum(_size(data / name) for name in parts.files(data, lambda _name: True))
    lacking = needed + RESERVE_BYTES - shutil.disk_usage(data).free
    if lacking > 0:
        problem = f"{lacking >> 20} MiB are lacking for a copy beside what is copied"
        raise BadInput(str(data), problem, "Make room: alarms need the rest")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _copy_files(
    data: Path, stage: Path, wanted: parts.Wanted, progress: Callable[[int, int], None]
) -> None:
    names = list(parts.files(data, wanted))
    for done, name in enumerate(names, 1):
        source, target = data / name, stage / "data" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copy(source, target)
        except FileNotFoundError:
            continue  # gone while we copied: it is not there to be copied
        except OSError as problem:
            mend = "See that this account may read it"
            raise BadInput(str(source), f"it cannot be copied ({problem})", mend) from None
        progress(done, len(names))


def _copy(source: Path, target: Path) -> None:
    if parts.is_sqlite(source):
        sqlite.copy(source, target, lambda _done, _all: None)
    else:
        shutil.copyfile(source, target)
    target.chmod(source.stat().st_mode & 0o777)


def _copy_told(told: Environment, target: Path) -> None:
    """Copy what the installation was told: its settings, and the files that they name."""
    target.mkdir()
    settings = {entry.name: str(getattr(told, entry.name)) for entry in fields(told)}
    lines = (
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in settings.items()
        if value
    )
    (target / SETTINGS).write_text("".join(lines), "utf-8")
    for name, value in settings.items():
        file = Path(value)
        if file.is_file():
            shutil.copyfile(file, target / f"{name}{file.suffix}")
    for made in target.iterdir():
        made.chmod(0o600)


def _parts(stage: Path) -> Iterator[Part]:
    for path in sorted(stage.rglob("*")):
        if path.is_file():
            with path.open("rb") as content:
                sha256 = hashlib.file_digest(content, "sha256").hexdigest()
            found = path.stat()
            name = path.relative_to(stage).as_posix()
            yield Part(name, found.st_size, sha256, found.st_mode & 0o777)
