"""One picture becomes a JPEG in a process of its own, or nothing at all."""

import asyncio
import io
import os
from dataclasses import replace
from datetime import UTC, datetime

import av
import pytest

from tests.unit.edge.video.pictures import stream
from vaka.edge.video.media import picture
from vaka.edge.video.media.picture import jpeg

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)


def size(made: bytes) -> tuple[int, int]:
    with av.open(io.BytesIO(made)) as container:
        frame = next(container.decode(video=0))
    return frame.width, frame.height


def test_a_picture_that_stands_alone_becomes_a_jpeg() -> None:
    with stream(1, at=AT) as pictures:
        made = asyncio.run(jpeg(pictures.source, pictures.samples[0]))
        width, height = pictures.source.width, pictures.source.height
    assert made is not None
    assert made.startswith(b"\xff\xd8")
    assert size(made) == (width, height)


def test_what_cannot_be_decoded_gives_no_picture() -> None:
    with stream(1, at=AT) as pictures:
        sample = pictures.samples[0]
        noise = replace(sample, data=sample.data[:5] + os.urandom(len(sample.data) - 5))
        assert asyncio.run(jpeg(pictures.source, noise)) is None


def test_a_decoder_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "PATIENCE_SECONDS", 0.01)
    with stream(1, at=AT) as pictures:
        assert asyncio.run(jpeg(pictures.source, pictures.samples[0])) is None


def test_the_decoder_gets_no_secret_and_no_room_for_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its environment holds a search path and nothing else; it can write no file."""
    spawned: dict[str, object] = {}
    spawn = asyncio.create_subprocess_exec

    async def noting(*command: str, **how: object) -> asyncio.subprocess.Process:
        spawned.update(how)
        return await spawn(*command, **how)

    monkeypatch.setenv("VAKA_EDGE_TOKEN", "Kanarie-9c21")
    monkeypatch.setattr(asyncio, "create_subprocess_exec", noting)
    with stream(1, at=AT) as pictures:
        assert asyncio.run(jpeg(pictures.source, pictures.samples[0]))
    assert isinstance(spawned["env"], dict)
    assert set(spawned["env"]) == {"PYTHONPATH"}
    limits: dict[int, tuple[int, int]] = {}
    monkeypatch.setattr(picture.resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"h264" + bytes(8))))
    with pytest.raises((av.error.InvalidDataError, ValueError)):
        picture.main()
    assert limits == {
        picture.resource.RLIMIT_AS: (1024**3, 1024**3),
        picture.resource.RLIMIT_CPU: (4, 4),
        picture.resource.RLIMIT_FSIZE: (0, 0),
    }
