"""`vaka terms issue`: the command line signs, and says on the record that it did."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.stages.weighing import finalised, granted
from vaka.cli.acting import COMMAND_LINE
from vaka.cli.terms_issue import issue
from vaka.core.errors import Absent
from vaka.decisions import actions, queries, signer
from vaka.municipality.models import Person
from vaka.municipality.rules import Role
from vaka.record import queries as record

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(person, board, site, at):
    secretary = person(Role.BOARD_SECRETARY, board)
    today = datetime.now(UTC).date()
    weighed = finalised(
        site=site,
        author=person(Role.SAFETY_COORDINATOR, board),
        council=person(Role.COUNCIL_MEMBER),
        at=at,
        valid_until=today.replace(year=today.year + 1, day=1).isoformat(),
    )
    resolution = granted(board=board, secretary=secretary, at=at)
    return actions.decide(
        balancing_id=weighed.id, resolution=resolution.id, by=secretary, at=at
    )


@pytest.fixture(autouse=True)
def ready_database(monkeypatch) -> None:
    from vaka.servers import database

    monkeypatch.setattr(database, "ready", lambda: None)


def test_the_terms_go_to_standard_output_signed(decision) -> None:
    done = CliRunner().invoke(issue, ["--decision", decision.id])
    assert done.exit_code == 0
    terms = signer.read(done.stdout)
    assert terms.camera == decision.camera
    assert record.entries(subject=terms.id).get().actor == COMMAND_LINE


def test_or_to_a_file_under_somebodys_login(decision, tmp_path: Path) -> None:
    login = Person.objects.get(pk=decision.made_by_id).login
    file = tmp_path / "torget.terms"
    done = CliRunner().invoke(
        issue, ["--decision", decision.id, "--as", login, "-o", str(file)]
    )
    assert done.exit_code == 0
    terms = signer.read(file.read_text("utf-8"))
    assert record.entries(subject=terms.id).get().actor == decision.made_by_id


def test_a_revoked_decision_is_a_well_formed_no(decision, person, board, at) -> None:
    CliRunner().invoke(issue, ["--decision", decision.id])
    terms = queries.newest(camera=decision.camera)
    assert terms is not None
    secretary = person(Role.BOARD_SECRETARY, board)
    actions.revoke(terms=terms.id, reason="Fel plats.", by=secretary, at=at)
    done = CliRunner().invoke(issue, ["--decision", decision.id])
    assert done.exit_code == 1
    assert "revoked-already" in done.stderr


def test_a_decision_that_is_not_there_is_told(decision) -> None:
    done = CliRunner().invoke(issue, ["--decision", "ingen"])
    assert isinstance(done.exception, Absent)
