"""A vault on a disk of its own, filled to the last byte: what it did, as JSON on stdout.

Run by `test_full_disk.py` where it may mount; the disk goes with the process.
"""

import contextlib
import hashlib
import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vaka.core.ids import new_id
from vaka.edge.video.recording.vault import KEYS, PART, WHOLE, Segment, Vault

DISK_MIB, RESERVE_BYTES = 8, 1024 * 1024
AT, HOUR = datetime(2026, 3, 2, 20, tzinfo=UTC), timedelta(hours=1)
PICTURES = b"bild" * 25_000


def write(vault: Vault, number: int) -> Segment:
    """Write one segment of 100 kB; every other is kept for two hours, the others for one."""
    at, keep_for = AT + timedelta(seconds=number), HOUR * (1 + number % 2)
    name = new_id(at=at)
    segment = vault.open(name, camera="torget", terms="t", starts=at, keep_for=keep_for)
    try:
        segment.write([PICTURES], until=at)
        return segment.close()
    except OSError:
        segment.abandon()
        raise


def until_full(vault: Vault) -> tuple[list[Segment], str]:
    """Write until the disk takes no more; return what was closed, and why it ended."""
    closed: list[Segment] = []
    try:
        while True:
            closed.append(write(vault, len(closed)))
    except OSError as problem:
        return closed, type(problem).__name__ + f" {problem.errno}"


def fill(folder: Path) -> None:
    """Let somebody else take every byte that is left."""
    with contextlib.suppress(OSError), (folder / "stranger").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def whole(vault: Vault, segments: list[Segment]) -> int:
    """Return how many of these can be read as they were written."""
    digest = hashlib.sha256(PICTURES).hexdigest()
    return sum(
        hashlib.sha256(b"".join(vault.read(each.id, at=AT))).hexdigest() == digest
        for each in segments
    )


def keys(folder: Path) -> int:
    """Return how many keys there are."""
    with contextlib.closing(sqlite3.connect(folder / KEYS / "keys.db")) as rows:
        (count,) = rows.execute("SELECT count(*) FROM key").fetchone()
        return int(count)


def main(folder: Path) -> None:
    """Fill, let a stranger take the rest in the midst of a segment, dispose, go on."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m", "none", str(folder)]
    subprocess.run(mount, check=True)
    told: dict[str, object] = {}
    with contextlib.closing(Vault(folder, reserve_bytes=RESERVE_BYTES)) as vault:
        # A megabyte lies in the midst of a segment, that the stranger then takes.
        first = vault.open(
            new_id(at=AT), camera="gatan", terms="t", starts=AT, keep_for=3 * HOUR
        )
        first.write([PICTURES], until=AT)
        closed, told["ended"] = until_full(vault)
        told["left_free"] = vault.free_bytes
        fill(folder)
        try:
            first.write([PICTURES * 10], until=AT + HOUR)
        except OSError:
            first.abandon()
        told["closed"], told["whole_when_full"] = len(closed), whole(vault, closed)
        gone = vault.dispose(at=AT + HOUR + timedelta(minutes=30))
        late = [each for each in closed if each not in gone]
        told["due"], told["gone"] = (
            len([1 for n in range(len(closed)) if n % 2 == 0]),
            len(gone),
        )
        told["whole_after"], told["late"] = whole(vault, late), len(late)
        told["files"] = sum(len(list(folder.rglob(f"*{end}"))) for end in (PART, WHOLE))
        told["keys"] = keys(folder)
        [torn] = vault.kept("gatan")
        told["torn_is_kept"] = b"".join(vault.read(torn.id, at=AT)) == PICTURES
        (folder / "stranger").unlink()
        told["goes_on"] = whole(vault, [write(vault, 1000)])
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
