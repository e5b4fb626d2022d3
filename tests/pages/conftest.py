"""A world that is built once a module, since to build it costs more than to ask for a page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

if TYPE_CHECKING:
    from tests.pages.everything import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> "Iterator[World]":
    """One of each thing, rolled back after the module; each test rolls back its own."""
    # A conftest is read before Django is ready for its tables.
    from tests.pages.everything import build

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        # As Django's own tests mark theirs: actions are durable, and may be so inside it.
        outer._from_testcase = True
        outer.__enter__()
        try:
            yield build()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
