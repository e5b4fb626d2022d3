"""No acknowledged alarm is lost: not by a kill, not by a power cut, not by a failing disk.

A kill proves little, for the page cache outlives the process. The power cut keeps only what
was fsynced, and the same test must lose alarms when the journal is weaker than FULL: else the
test itself is dead.

`VAKA_FAULTS=full` runs as many as we promise: 500 kills, 200 cuts, each fsync up to the 200th.
"""

import asyncio
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.harness import (
    Acked,
    NotStarted,
    Zygote,
    after_the_cut,
    compiled,
    kept,
    storm,
)

FULL = os.environ.get("VAKA_FAULTS") == "full"
KILLS, CUTS, FULL_DISKS = (500, 200, 50) if FULL else (40, 40, 5)
FAILED_SYNCS = [*range(30, 201)] if FULL else [*range(30, 40), 60, 90, 150]


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(Path(__file__).with_name("powercut.c"), tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="module")
def zygote_with_shim(shim: Path) -> Iterator[Zygote]:
    with Zygote(shim) as zygote:
        yield zygote


def test_the_cut_disk_holds_what_was_synced_under_the_names_that_were(
    tmp_path: Path, shim: Path
):
    """A removed file is gone once its folder is synced, also when its inode is used again."""
    disk, image = tmp_path / "disk", tmp_path / "image"
    disk.mkdir()
    image.mkdir()
    program = """
import os, sys
from pathlib import Path
disk = Path(sys.argv[1])
def write(name, data, synced):
    with (disk / name).open("w+b") as file:
        file.write(data)
        file.flush()
        if synced:
            os.fsync(file.fileno())
def sync_names():
    handle = os.open(disk, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
write("kept", b"kept", True)
write("removed", b"removed", True)
write("unsynced", b"unsynced", False)
sync_names()
os.unlink(disk / "removed")
write("next", b"next", True)
sync_names()
write("nameless", b"nameless", True)
os.unlink(disk / "kept")
"""
    told = {"POWERCUT_DIR": str(disk), "POWERCUT_IMAGE": str(image), "LD_PRELOAD": str(shim)}
    subprocess.run([sys.executable, "-c", program, disk], env=os.environ | told, check=True)
    left = after_the_cut(image, tmp_path / "left")
    found = {each.name: each.read_bytes() for each in left.iterdir()}
    assert found == {"kept": b"kept", "unsynced": b"", "next": b"next"}


def test_kills_under_load_lose_nothing(tmp_path: Path):
    chance, acked = random.Random(9), set()
    with Zygote() as zygote:
        for turn in range(KILLS):
            running = zygote.receiver(tmp_path / "journal")
            seconds = chance.uniform(0.04, 0.2)
            acked |= asyncio.run(storm(running, f"{turn:03}", seconds=seconds))
    assert len(acked) > KILLS
    assert acked - kept(tmp_path / "journal") == set()


def cut(
    zygote: Zygote, folder: Path, turn: int, *, synchronous: str, seconds: float
) -> tuple[Acked, Path]:
    """Run a receiver on the folder, cut the power, return what it ACKed and what is left."""
    image = folder.with_name(f"image{turn}")
    image.mkdir()
    running = zygote.receiver(
        folder,
        synchronous=synchronous,
        POWERCUT_DIR=str(folder),
        POWERCUT_IMAGE=str(image),
        POWERCUT_TORN=str(turn % 2),
    )
    acked = asyncio.run(storm(running, f"{turn:03}", seconds=seconds))
    left = after_the_cut(image, folder.with_name(f"disk{turn + 1}"))
    for done in (folder, image):
        shutil.rmtree(done)
    return acked, left


def test_power_cuts_under_load_lose_nothing(tmp_path: Path, shim: Path):
    chance, acked = random.Random(10), set()
    disk = tmp_path / "disk0"
    disk.mkdir()
    with Zygote(shim) as zygote:
        for turn in range(CUTS):
            seconds = chance.uniform(0.04, 0.2)
            new, disk = cut(zygote, disk, turn, synchronous="FULL", seconds=seconds)
            assert new, "nothing was acknowledged, so nothing was tried"
            acked |= new
            assert acked - kept(disk) == set()


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_weaker_journal_loses_alarms_so_the_power_cut_is_real(
    synchronous: str, tmp_path: Path, shim: Path
):
    disk = tmp_path / "disk0"
    disk.mkdir()
    with Zygote(shim) as zygote:
        acked, left = cut(zygote, disk, 0, synchronous=synchronous, seconds=0.3)
    assert acked - kept(left)


def failing(
    zygote: Zygote, folder: Path, fail_at: int, *, seconds: float
) -> tuple[Acked, Acked, float]:
    """Return what was ACKed and what is left of it when one fsync failed, and the time."""
    disk, image = folder / f"disk{fail_at}", folder / f"image{fail_at}"
    disk.mkdir()
    image.mkdir()
    running = zygote.receiver(
        disk,
        POWERCUT_DIR=str(disk),
        POWERCUT_IMAGE=str(image),
        POWERCUT_FAIL_AT=str(fail_at),
    )
    begun = time.monotonic()
    acked = asyncio.run(storm(running, "EE", seconds=seconds))
    took = time.monotonic() - begun
    return acked, kept(after_the_cut(image, folder / f"left{fail_at}")), took


@pytest.mark.parametrize("fail_at", FAILED_SYNCS)
def test_after_a_failed_fsync_nothing_is_acknowledged_and_the_process_ends(
    fail_at: int, tmp_path: Path, zygote_with_shim: Zygote
):
    acked, left, took = failing(zygote_with_shim, tmp_path, fail_at, seconds=60)
    assert acked - left == set()
    assert took < 60, "the receiver must end by itself"


def test_a_disk_that_fails_while_the_journal_is_made_loses_nothing(
    tmp_path: Path, zygote_with_shim: Zygote
):
    refused = 0
    for fail_at in range(1, 30):
        try:
            acked, left, _ = failing(zygote_with_shim, tmp_path, fail_at, seconds=0.1)
        except NotStarted:
            refused += 1
            continue
        assert acked - left == set(), f"fsync {fail_at}"
    assert refused > 5


def test_a_full_disk_acknowledges_nothing_more_and_loses_nothing(tmp_path: Path, shim: Path):
    chance = random.Random(11)
    with Zygote(shim) as zygote:
        for turn in range(FULL_DISKS):
            disk, image = tmp_path / f"disk{turn}", tmp_path / f"image{turn}"
            disk.mkdir()
            image.mkdir()
            told = {"POWERCUT_DIR": str(disk), "POWERCUT_IMAGE": str(image)}
            room = str(chance.randrange(200_000, 900_000))
            running = zygote.receiver(disk, POWERCUT_ROOM=room, **told)
            acked = asyncio.run(storm(running, "F1", seconds=5))
            assert acked, "nothing was acknowledged, so nothing was tried"
            # The transmitters hung up by themselves: nothing more was answered.
            assert acked - kept(after_the_cut(image, tmp_path / f"left{turn}")) == set()
            again = zygote.receiver(disk)
            more = asyncio.run(storm(again, "F2", seconds=0.1))
            assert acked | more == kept(disk) & (acked | more)
            assert more, "there is room again, and nothing is taken"
