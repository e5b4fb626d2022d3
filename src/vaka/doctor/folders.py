"""The data folder: whose it is, who may read it, on what kind of disk, with how much room."""

import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

from vaka.doctor.finding import Asked, Finding

# Whoever reads these is the installation, or the panel's line.
SECRET = ("django-secret", "edge-token", "webhook-secret")
SECRET_PATTERNS = ("keys/*", "gateway/video-keys/*")
# Private too, where the folder itself is open to others.
PERSONAL_PATTERNS = ("*.sqlite3*", "journal/*", "gateway/*.db*")
PUBLIC = (".jwk",)
OTHERS, GROUP_AND_OTHERS = 0o007, 0o077
GIB = 1024**3
LEAST_FREE, LITTLE_FREE = GIB, 5 * GIB
MOST_FILES = 20_000
# SQLite's WAL lies in memory that one machine's processes share (sqlite.org/wal.html).
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre"}
FORGETFUL = {"tmpfs", "ramfs"}
CONTAINER = {"overlay", "overlayfs", "aufs"}


def readable(asked: Asked) -> Iterator[Finding]:
    """Yield the secrets and the data that others than the service account may read."""
    folder = asked.told.data_path
    found = [path for path, nobody in _secrets(asked) if _may_be_read(path, nobody)]
    if _mode(folder) & OTHERS:
        found += [
            path
            for pattern in PERSONAL_PATTERNS
            for path in sorted(folder.glob(pattern))
            if path.is_file() and _may_be_read(path, OTHERS)
        ]
    if found:
        yield _paths("file-open", found, mode=f"{_mode(found[0]):04o}")


def _secrets(asked: Asked) -> Iterator[tuple[Path, int]]:
    """Yield the files that hold secrets, with the modes that they may not have."""
    folder = asked.told.data_path
    own = [folder / name for name in SECRET]
    own += [path for pattern in SECRET_PATTERNS for path in sorted(folder.glob(pattern))]
    for path in own:
        if path.is_file() and path.suffix not in PUBLIC:
            yield path, GROUP_AND_OTHERS
    # These may be root's, and the group the service's.
    for told in filter(None, (asked.told.dc09_tls_key, asked.told.nats_login)):
        if Path(told).is_file():
            yield Path(told), OTHERS


def owned(asked: Asked) -> Iterator[Finding]:
    """Yield the files of another owner: made by root, they stop the service."""
    folder = asked.told.data_path
    owner = folder.stat().st_uid
    strangers = [(path, user) for path, user in _owners(folder) if user != owner]
    if strangers:
        names = {"owner": _name(strangers[0][1]), "expected": _name(owner)}
        yield _paths("file-owner", [path for path, _ in strangers], **names)
    if owner != os.geteuid():
        yield Finding("other-user", {"user": _name(os.geteuid()), "owner": _name(owner)})


def _owners(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield files and folders with their owners, so many at most: there may be millions."""
    paths = (Path(at) / name for at, *both in os.walk(folder) for name in chain(*both))
    for path in islice(paths, MOST_FILES):
        with suppress(FileNotFoundError):  # what runs makes and removes files meanwhile
            yield path, path.lstat().st_uid


def disks(asked: Asked) -> Iterator[Finding]:
    """Yield file systems that SQLite or a power cut does not go well with."""
    mounted = _mounts(Path("/proc/self/mountinfo").read_text("utf-8"))
    for folder in _stores(asked):
        at, kind = file_system(folder.absolute(), mounted)
        facts = {"path": str(folder), "kind": kind, "mount": at}
        if kind in NETWORK or kind.startswith("fuse.sshfs"):
            yield Finding("disk-network", facts)
        elif kind in FORGETFUL:
            yield Finding("disk-forgetful", facts)
        elif kind in CONTAINER:
            yield Finding("disk-container", facts)


def _mounts(text: str) -> dict[str, str]:
    """Return the kind of file system by where it is mounted (proc_pid_mountinfo(5))."""
    found = {}
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        where = before.split()[4].replace("\\040", " ")
        found[where] = after.split()[0]
    return found


def file_system(path: Path, mounted: dict[str, str]) -> tuple[str, str]:
    """Return where the file system of a path is mounted, and its kind."""
    for at in (path, *path.parents):
        if str(at) in mounted:
            return str(at), mounted[str(at)]
    return "/", "unknown"


def durable(asked: Asked) -> Iterator[Finding]:
    """Yield the folders that the disk does not say it has written."""
    for folder in _stores(asked):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as problem:
            facts = {"path": str(folder), "problem": problem.strerror or str(problem)}
            yield Finding("folder-not-durable", facts)
        finally:
            os.close(handle)


def room(asked: Asked) -> Iterator[Finding]:
    """Yield the disks on which there soon is no room; one finding a disk."""
    seen = set()
    for folder in _stores(asked):
        device, free = folder.stat().st_dev, shutil.disk_usage(folder).free
        if device in seen or free >= LITTLE_FREE:
            continue
        seen.add(device)
        code = "disk-full" if free < LEAST_FREE else "disk-little"
        yield Finding(code, {"path": str(folder), "free": f"{free / GIB:.1f} GiB"})


def keys_apart(asked: Asked) -> Iterator[Finding]:
    """Yield that video and its keys are on one disk, which a copy of the disk takes both of."""
    keys, video = (asked.told.data_path / "gateway" / each for each in ("video-keys", "video"))
    if keys.stat().st_dev == video.stat().st_dev:
        yield Finding("video-keys-same-disk", {"path": str(keys)})


def witnessed(asked: Asked) -> Iterator[Finding]:
    """Yield that nobody but the service account can fetch checkpoints."""
    newest = asked.told.data_path / "checkpoints" / "newest.checkpoint"
    ways = [at for at in newest.absolute().parents if at != Path("/")]
    if not _mode(newest) & 0o044 or any(not _mode(at) & 0o011 for at in ways):
        yield Finding("witness-shut-out", {"path": str(newest)})


def _stores(asked: Asked) -> Iterator[Path]:
    folder = asked.told.data_path
    names = ("", "journal", "gateway/video", "gateway/video-keys")
    yield from (folder / name for name in names if (folder / name).is_dir())


def _paths(code: str, paths: list[Path], **facts: str) -> Finding:
    return Finding(code, {"count": len(paths), "first": str(paths[0]), **facts})


def _may_be_read(path: Path, by: int) -> bool:
    try:
        return bool(_mode(path) & by)
    except FileNotFoundError:  # what runs has removed it meanwhile
        return False


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
