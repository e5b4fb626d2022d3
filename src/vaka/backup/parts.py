"""What of the data folder goes into a backup, and what is left out for a reason.

Everything goes in that is not named here: what a later version keeps is not forgotten.
"""

import stat
from collections import Counter
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from vaka.backup.manifest import LeftOut
from vaka.conf.database import FILE as DATABASE

STAGE = "backup.part"
SQLITE_MARK = b"SQLite format 3\x00"

# The first pattern that fits a path in the data folder says why it is left out.
LEFT_OUT = {
    "gateway/video-keys/*": "a copied key is a recording that is never disposed of",
    "gateway/video/*/*": "recordings are noise without their keys, and those are not copied",
    "gateway/orders.jws": "the centre says them anew; old ones may allow what was revoked",
    "gateway/heard": "it belongs to those orders",
    "gateway/installation": "a restored gateway is another than the one that may still run",
    "static/*": "vaka serve collects it anew",
    "vaka.toml": "what it tells is in told/settings.toml",
    "*-wal": "it is copied as one with its database",
    "*-shm": "it is copied as one with its database",
    "*.part": "it is half written, and comes under its own name when it is whole",
    "*.new": "it is half written, and comes under its own name when it is whole",
    "lock": "it belongs to a running process",
    "*/lock": "it belongs to a running process",
}
_NO_FILE = "it is no file of its own (a link, a socket)"

# A key is made before what is sealed with it, so it is copied after that.
_KEYS = ("keys/*", "django-secret", "edge-token", "webhook-secret")

Wanted = Callable[[str], bool]


def is_edge(name: str) -> bool:
    """Return whether a path is neither the control wing's database nor a key or secret."""
    return name != DATABASE and not is_key(name)


def is_key(name: str) -> bool:
    """Return whether a path is a key or a secret."""
    return any(fnmatchcase(name, pattern) for pattern in _KEYS)


def files(folder: Path, wanted: Wanted) -> Iterator[str]:
    """Yield the paths below a data folder that belong in a backup, of those wanted, sorted."""
    for name, why in _all(folder):
        if not why and wanted(name):
            yield name


def left_out(folder: Path) -> tuple[LeftOut, ...]:
    """Return what is left out of a backup of a data folder, by reason."""
    counted = Counter(why for _, why in _all(folder) if why)
    return tuple(LeftOut(what, counted[what, why], why) for what, why in sorted(counted))


def is_sqlite(path: Path) -> bool:
    """Return whether a file is a SQLite database, whatever it is called."""
    with path.open("rb") as file:
        return file.read(len(SQLITE_MARK)) == SQLITE_MARK


def _all(folder: Path) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """Yield each path, and what and why it is left out."""
    for path in sorted(folder.rglob("*")):
        if folder / STAGE in path.parents:
            continue  # the copies themselves
        try:
            mode = path.lstat().st_mode
        except FileNotFoundError:
            continue  # what is gone by now is not there to be copied
        name = path.relative_to(folder).as_posix()
        if not stat.S_ISDIR(mode):
            yield name, _why(name, mode)


def _why(name: str, mode: int) -> tuple[str, str] | None:
    for pattern, why in LEFT_OUT.items():
        if fnmatchcase(name, pattern):
            return pattern, why
    return None if stat.S_ISREG(mode) else (name, _NO_FILE)
