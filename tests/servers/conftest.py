"""The control wing over a real socket."""

from collections.abc import Iterator

import pytest

from tests.servers.serving import serving


@pytest.fixture
def address() -> Iterator[tuple[str, int]]:
    """The application under its real server, on the tests' database."""
    with serving() as place:
        yield place
