"""The processes that analyse and render, started and read from: no environment, no secrets."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator, AsyncIterator

READ_BYTES = 256 * 1024
# Covers what is found in the longest stretch; a line is one JSON object.
LINE_BYTES = 64 * 1024 * 1024


class Failed(Exception):
    """The process ended before its work was done."""


@contextlib.asynccontextmanager
async def _process(
    module: str, given: bytes, *arguments: str
) -> AsyncIterator[asyncio.StreamReader]:
    """Run a module of ours on what it is given; yields what it writes.

    :raises Failed: when it ends otherwise than well, after what it wrote.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"vaka.edge.video.privacy.redaction.{module}", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": ":".join(filter(None, sys.path))},
        limit=LINE_BYTES,
    )
    assert process.stdout is not None
    feeding = asyncio.ensure_future(_feed(process, given))
    try:
        yield process.stdout
        await feeding
        if await process.wait():
            raise Failed
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _feed(process: asyncio.subprocess.Process, given: bytes) -> None:
    assert process.stdin is not None
    # A process that has fallen says so by its return code.
    with contextlib.suppress(ConnectionError):
        process.stdin.write(given)
        await process.stdin.drain()
    process.stdin.close()


async def analysed(video: bytes) -> AsyncGenerator[bytes]:
    """Yield the lines of an analysis: progress, and the findings last.

    :raises Failed: when it came to no findings.
    """
    async with _process("analysis", video) as told:
        async for line in told:
            yield line


async def rendered(given: bytes) -> AsyncGenerator[bytes]:
    """Yield the covered recordings, piece by piece, of what `rendering.sent` puts together.

    :raises Failed: when not every picture could be covered.
    """
    async with _process("rendering", given) as told:
        while piece := await told.read(READ_BYTES):
            yield piece


async def pictured(given: bytes, number: str) -> bytes:
    """Return one picture as JPEG.

    :raises Failed: when there is none.
    """
    async with _process("rendering", given, number) as told:
        return await told.read()
