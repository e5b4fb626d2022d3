"""What every test may lean on: an installation of its own, and people with roles."""

import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as properties

# How long an example takes says nothing on a shared machine; speed is measured by `make bench`.
# The gate judges every change by the same examples; we look for new ones.
properties.register_profile(
    "shared-machine",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
properties.load_profile("shared-machine")

# Settings are read when Django starts, so the installation's folder must be told before.
FOLDER = Path(tempfile.mkdtemp(prefix="vaka-test-"))
os.environ["VAKA_DATA_DIR"] = str(FOLDER)
os.environ["VAKA_DEVELOPMENT"] = "yes"
os.environ["DJANGO_SETTINGS_MODULE"] = "vaka.conf.settings"

AT = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # WhiteNoise warns of a folder that is not there.
    settings.STATIC_ROOT = FOLDER / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what uses the database; the rest cannot end otherwise than before."""
    if not os.environ.get("VAKA_DATABASE_URL"):
        return
    told_apart: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        told_apart[uses_database(item)].append(item)
    config.hook.pytest_deselected(items=told_apart[False])
    items[:] = told_apart[True]


def uses_database(item: pytest.Item) -> bool:
    """Return whether a test could end otherwise on another database.

    What a browser shows was made by the pages, whose own tests run on both; and the hundreds of
    refusals end before a row is read that another database could read otherwise.
    """
    fixtures = getattr(item, "fixturenames", ())
    used = "django_db" in item.keywords or not {"db", "transactional_db"}.isdisjoint(fixtures)
    return used and "chromium" not in fixtures and "refusal" not in item.keywords


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)


@pytest.fixture
def at() -> datetime:
    """A Monday noon (UTC) on which tests happen."""
    return AT


@pytest.fixture
def founder(db: None, at: datetime):
    """The first administrator of a founded municipality, as an actor."""
    from vaka.municipality import actions, queries

    person = actions.found(
        name="Exempelstad",
        contact="kontakt@example.org",
        dpo_contact="dso@example.org",
        example=True,
        administrator="administratör",
        password="exempel-lösenord",
        at=at,
    )
    return queries.actor(person, at=at)


@pytest.fixture
def board(founder, at: datetime):
    """Tekniska nämnden, the board that most stories are about."""
    from vaka.municipality import actions
    from vaka.municipality.rules import BoardKind

    return actions.add_board(
        name="Tekniska nämnden",
        kind=BoardKind.BOARD,
        contact="tn@example.org",
        by=founder,
        at=at,
    )


@pytest.fixture
def foreign_board(founder, at: datetime):
    """Kulturnämnden, whose people must see nothing of the other board's."""
    from vaka.municipality import actions
    from vaka.municipality.rules import BoardKind

    return actions.add_board(
        name="Kulturnämnden", kind=BoardKind.BOARD, contact="kn@example.org", by=founder, at=at
    )


@pytest.fixture
def person(founder, at: datetime) -> Callable:
    """Make a person with one role, at a board or at all: `person(Role.OPERATOR, board)`."""
    from vaka.municipality import actions, queries
    from vaka.municipality.models import Person
    from vaka.municipality.rules import EVERY_BOARD

    def make(role, board=None):
        count = Person.objects.count()
        made = actions.add_person(
            login=f"{role.value}{count}",
            name=f"{role.value} {count}",
            password="exempel-lösenord",
            by=founder,
            at=at,
        )
        actions.assign(
            person=made.id,
            role=role,
            board=board.id if board else EVERY_BOARD,
            by=founder,
            at=at,
        )
        return queries.actor(made, at=at)

    return make


@pytest.fixture
def operator(person, board):
    """An operator of the board, and then a colleague: some things take two."""
    from vaka.municipality.rules import Role

    return person(Role.OPERATOR, board)


@pytest.fixture
def colleague(person, board):
    from vaka.municipality.rules import Role

    return person(Role.OPERATOR, board)


@pytest.fixture
def site(board, founder, at: datetime):
    """Exempeltorget, a square of tekniska nämnden."""
    from vaka.municipality import actions
    from vaka.municipality.rules import SiteKind

    ring = [
        [13.003, 55.604],
        [13.005, 55.604],
        [13.005, 55.605],
        [13.003, 55.605],
        [13.003, 55.604],
    ]
    return actions.add_site(
        board=board.id,
        name="Exempeltorget",
        kind=SiteKind.SQUARE,
        address="Exempeltorget 1",
        longitude=13.004,
        latitude=55.6045,
        outline={"type": "Polygon", "coordinates": [ring]},
        example=True,
        by=founder,
        at=at,
    )


@pytest.fixture
def author(person: Callable, board):
    """The board's safety coordinator, who weighs."""
    from vaka.municipality.rules import Role

    return person(Role.SAFETY_COORDINATOR, board)


@pytest.fixture
def foreigner(person: Callable, foreign_board):
    """The other board's safety coordinator."""
    from vaka.municipality.rules import Role

    return person(Role.SAFETY_COORDINATOR, foreign_board)


@pytest.fixture
def council(person: Callable):
    """A member of the camera council."""
    from vaka.municipality.rules import Role

    return person(Role.COUNCIL_MEMBER)


@pytest.fixture
def secretary(person: Callable, board):
    """The board's secretary."""
    from vaka.municipality.rules import Role

    return person(Role.BOARD_SECRETARY, board)
