"""One POST to another system: in five seconds, never followed elsewhere, its answer short."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp

from vaka.core.outgoing import NotSent

TIMEOUT = aiohttp.ClientTimeout(total=5)
LONGEST_ANSWER = 200


@dataclass(frozen=True)
class Answer:
    """What the other system answered."""

    status: int
    words: str

    @property
    def taken(self) -> bool:
        """Return whether it took what was sent."""
        return 200 <= self.status < 300


def post(url: str, body: bytes, *, headers: Mapping[str, str]) -> Answer:
    """Return the answer to a POST.

    :raises NotSent: when there is none.
    """
    try:
        return asyncio.run(_post(url, body, headers))
    except (aiohttp.ClientError, OSError, TimeoutError) as problem:
        raise NotSent(str(problem) or type(problem).__name__) from None


async def _post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    async with (
        aiohttp.ClientSession(timeout=TIMEOUT) as session,
        session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        said = (await answer.content.read(LONGEST_ANSWER)).decode(errors="replace")
        return Answer(answer.status, f"{answer.status} {said}".strip())
