"""Looks are taken in processes of their own, and harm nobody when they fail."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.unit.edge.video.pictures import stream
from vaka.edge.video.media.still import packed
from vaka.edge.video.sight import glimpse as glimpsing
from vaka.edge.video.sight import glimpses
from vaka.edge.video.sight.glimpse import LENGTH, answer, apart, glimpse
from vaka.edge.video.sight.glimpses import Glimpses
from vaka.edge.video.sight.outline import BYTES, Outline, unpacked

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def still() -> bytes:
    """A picture that stands alone, as it is left for a look."""
    with stream(1, at=AT) as pictures:
        return packed(pictures.source, pictures.samples[0])


@contextmanager
def looking() -> Iterator[Glimpses]:
    looks = Glimpses()
    try:
        yield looks
    finally:
        looks.stop()


def look(looks: Glimpses, still: bytes) -> Outline | None:
    """What a camera is told of its picture; None when it is told nothing."""
    told: list[Outline] = []
    done = threading.Event()
    looks.offer("torget", still, lambda found: (told.append(found), done.set()))
    done.wait(8)
    return told[0] if told else None


def test_a_picture_is_decoded_to_its_outline(still: bytes) -> None:
    made = glimpse(still)
    assert apart(still) == made
    with looking() as looks:
        found = look(looks, still)
    assert found is not None
    assert (found == unpacked(made)).all()


def test_what_cannot_be_decoded_is_no_look_and_the_next_one_is(still: bytes) -> None:
    asked = [b"", os.urandom(500), still[: len(still) // 2], still]
    told = io.BytesIO()
    answer(io.BytesIO(b"".join(LENGTH.pack(len(each)) + each for each in asked)), told)
    lengths, place, said = [], 0, told.getvalue()
    while place < len(said):
        (length,) = LENGTH.unpack(said[place : place + LENGTH.size])
        lengths.append(length)
        place += LENGTH.size + length
    assert (lengths[0], lengths[1], lengths[3]) == (0, 0, BYTES)


def test_a_process_that_looks_and_is_killed_is_begun_anew(still: bytes) -> None:
    with looking() as looks:
        assert look(looks, still) is not None
        assert looks._process is not None
        looks._process.kill()
        looks._process.wait()
        looks.offer("gränden", still, pytest.fail)
        assert look(looks, still) is not None


def test_one_that_does_not_answer_is_ended(
    still: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(glimpses, "PATIENCE_SECONDS", 0.0)
    with looking() as looks:
        looks.offer("torget", still, lambda found: None)
        told = threading.Event()
        looks.offer("gränden", b"", lambda found: told.set())
        assert not told.wait(0.5)
        monkeypatch.undo()
        assert look(looks, still) is not None


def test_who_cannot_bear_what_it_is_told_ends_no_other_look(still: bytes) -> None:
    def falls(found: Outline) -> None:
        raise RuntimeError("something else")

    with looking() as looks:
        looks.offer("gränden", still, falls)
        assert look(looks, still) is not None


def test_of_two_pictures_that_wait_the_newer_is_looked_at(still: bytes) -> None:
    told: list[str] = []
    started, go_on = threading.Event(), threading.Event()

    def slow(found: Outline) -> None:
        started.set()
        go_on.wait(8)

    with looking() as looks:
        looks.offer("gränden", still, slow)
        started.wait(8)
        looks.offer("torget", still, lambda found: told.append("older"))
        looks.offer("torget", still, lambda found: told.append("newer"))
        go_on.set()
        assert look(looks, still) is not None
    assert told in ([], ["newer"])


def test_too_large_a_picture_and_one_after_the_end_are_not_looked_at(
    still: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Glimpses()
    monkeypatch.setattr(glimpses, "LARGEST", 10)
    looks.offer("torget", still, pytest.fail)
    looks.stop()
    monkeypatch.undo()
    looks.offer("torget", still, pytest.fail)
    assert looks._thread is None


def test_the_decoder_gets_no_secret_and_no_room_for_harm(
    still: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its environment holds a search path; a child of it can write no file."""
    monkeypatch.setenv("VAKA_EDGE_TOKEN", "hemlig-hemlig")
    with looking() as looks:
        assert look(looks, still) is not None
        assert looks._process is not None
        environ = Path(f"/proc/{looks._process.pid}/environ").read_bytes()
    names = {entry.partition(b"=")[0] for entry in environ.split(b"\0")}
    assert names <= {b"PYTHONPATH", b"OPENBLAS_NUM_THREADS", b"", b"LC_CTYPE"}

    harm = (
        "import sys\n"
        "from vaka.edge.video.sight import glimpse\n"
        "def harm(still):\n"
        "    with open(sys.argv[1], 'wb', buffering=0) as file:\n"
        "        file.write(still)\n"
        "    return bytes(glimpse.BYTES)\n"
        "glimpse.glimpse = harm\n"
        "sys.stdout.buffer.write(glimpse.apart(b'secret'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", harm, str(tmp_path / "harm")],
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        capture_output=True,
        check=True,
    )
    assert done.stdout == b""
    assert (tmp_path / "harm").read_bytes() == b""
    assert glimpsing.CPU_SECONDS < glimpsing.SECONDS < glimpses.PATIENCE_SECONDS
