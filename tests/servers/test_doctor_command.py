"""`vaka doctor` as it is run: on nothing, on a new installation, and on broken ones."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers.serving import free_port
from tests.servers.test_found_command import OPTIONS, found

CANARY = "canary-0123456789-abcdefghij-KLMNOPQRST"
TROUBLE = {"wrong", "unasked"}


def settings(folder: Path) -> dict[str, str]:
    """Return what an installation is told, with ports on which nobody answers."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("VAKA_")}
    return ours | {
        "VAKA_DATA_DIR": str(folder),
        "VAKA_DEVELOPMENT": "yes",
        "VAKA_PUBLIC_URL": f"http://127.0.0.1:{free_port()}",
        "VAKA_GATEWAY_URL": f"http://127.0.0.1:{free_port()}",
        "VAKA_RECEIVER_LISTEN": f"127.0.0.1:{free_port()}",
        "VAKA_WORKER_LISTEN": f"127.0.0.1:{free_port()}",
        "PYTHONWARNINGS": "",
    }


def doctor(folder: Path, *words: str, **told: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vaka.cli", "doctor", *words],
        env=settings(folder) | told,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def troubles(folder: Path, *words: str, **told: str) -> dict[str, dict[str, object]]:
    """Return by its code what is wrong or not known, which the exit status says there is."""
    run = doctor(folder, "--json", *words, **told)
    assert run.stderr == ""
    answers = json.loads(run.stdout)
    bad = {each["code"]: each for each in answers if each["level"] in TROUBLE}
    assert run.returncode == (1 if bad else 0)
    bad.pop("clock-unsynchronised", None)  # of this machine, which is not what is tested
    return bad


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("founded") / "vaka"
    folder.mkdir(mode=0o700)
    assert found(folder, *OPTIONS).returncode == 0
    return folder


@pytest.fixture
def folder(founded: Path, tmp_path: Path) -> Path:
    """An installation of one's own that was just founded."""
    copy = shutil.copytree(founded, tmp_path / "vaka")
    copy.chmod(0o700)
    return copy


def test_where_nothing_is_installed_it_says_so_and_makes_nothing(tmp_path: Path) -> None:
    run = doctor(tmp_path / "..", "--language", "sv", VAKA_DATA_DIR=str(tmp_path / "var"))
    assert run.returncode == 1
    assert run.stderr == ""
    assert f"Inget är installerat i {tmp_path / 'var'}  [nothing-installed]" in run.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_new_installation_lacks_its_organisation_and_its_processes(founded: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in founded.rglob("*.pem")}
    told = troubles(founded, "--all")
    assert set(told) == {"boards-none", "nobody-dpo", "process-silent", "unasked"}
    assert told["boards-none"] == {
        "question": "organisation",
        "group": "configured",
        "level": "wrong",
        "code": "boards-none",
        "facts": {},
        "what": "There is no board",
        "why": "The controller that assesses and decides is a board (GDPR art. 4.7; KBL 9 §)",
        "mend": "Add it on the page Kommunen",
        "see": "docs/handbook/komma-igang.md",
    }
    assert {path: path.stat().st_mtime_ns for path in founded.rglob("*.pem")} == before


def test_what_was_altered_is_found(folder: Path) -> None:
    with sqlite3.connect(folder / "vaka.sqlite3") as rows:
        rows.execute("UPDATE record_entry SET subject = 'another' WHERE seq = 0")
    assert set(troubles(folder)) >= {"record-altered", "process-silent"}


def test_a_damaged_database_is_found_and_so_is_a_weaker_one(folder: Path) -> None:
    file = folder / "vaka.sqlite3"
    with sqlite3.connect(file) as weaker:
        weaker.execute("PRAGMA journal_mode = DELETE")
        (root,) = weaker.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'entry_by_kind'"
        ).fetchone()
    weaker.close()
    with file.open("r+b") as content:
        content.seek((root - 1) * 4096)
        content.write(bytes(4096))
    assert set(troubles(folder)) >= {"database-not-durable", "database-damaged"}


def test_a_database_that_is_away_leaves_the_rest_and_shows_no_secret(folder: Path) -> None:
    told = {
        "VAKA_DATABASE_URL": f"postgresql://vaka:{CANARY}@127.0.0.1:1/vaka",
        "VAKA_MAIL_SERVER": f"smtp:///vaka:{CANARY}@mail",
        "VAKA_EDGE_TOKEN": CANARY,
        "VAKA_SECRET_KEY": f"{CANARY}{CANARY}",
        "VAKA_EDGE_TOKNE": CANARY,
    }
    run = doctor(folder, "--language", "sv", **told)
    assert run.returncode == 1
    assert CANARY not in run.stdout + run.stderr
    assert "Traceback" not in run.stdout + run.stderr
    for code in ("database-unreachable", "setting-unknown", "process-silent"):
        assert f"[{code}]" in run.stdout


def test_where_the_database_is_gone_none_is_made(folder: Path) -> None:
    (folder / "vaka.sqlite3").unlink()
    assert "database-missing" in troubles(folder)
    assert not (folder / "vaka.sqlite3").exists()


def test_settings_that_cannot_be_read_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "vaka.toml").write_text("data_dri = 'x'\n")
    run = doctor(tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("vaka: vaka.toml: there is no setting data_dri")
    assert run.stderr.count("\n") == 1


def test_an_edge_machine_is_asked_about_the_edge_alone(tmp_path: Path) -> None:
    folder = tmp_path / "vaka"
    (folder / "gateway").mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    told = troubles(folder, VAKA_GATEWAY_LISTEN=f"127.0.0.1:{free_port()}")
    assert set(told) == {"process-silent", "unasked"}
    assert told["unasked"]["question"] == "restarts"
