"""A world that is built once a module, since to build it costs more than to ask for a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.db import transaction

if TYPE_CHECKING:
    from tests.pages.everything import World


@contextmanager
def for_the_module(django_db_blocker) -> Iterator[None]:
    """Roll back after the module what is built meanwhile; each test rolls back its own."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        # As Django's own tests mark theirs: actions are durable, and may be so inside it.
        outer._from_testcase = True
        outer.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker) -> "Iterator[World]":
    """One of each thing."""
    # A conftest is read before Django is ready for its tables.
    from tests.pages.everything import build

    with for_the_module(django_db_blocker):
        yield build()
