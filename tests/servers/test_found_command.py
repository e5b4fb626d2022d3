"""`vaka found` in a folder of its own, as whoever installs Vaka meets it."""

import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PASSWORD = "en lång lösenfras"
TOLD = (
    ("--name", "Exempelstads kommun"),
    ("--contact", "kontakt@example.org"),
    ("--dpo-contact", "dso@example.org"),
    ("--login", "admin"),
)
OPTIONS = [word for pair in TOLD for word in pair]


def vaka(folder: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vaka.cli", *words],
        env={**os.environ, "VAKA_DATA_DIR": str(folder), "PYTHONWARNINGS": ""},
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )


def found(folder: Path, *words: str, given: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    return vaka(folder, "found", *words, "--password-file", "-", given=given)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory) -> Path:
    """A new installation, its database made, in which nothing was founded."""
    folder = tmp_path_factory.mktemp("untouched")
    assert found(folder, given="").returncode == 2
    return folder


@pytest.fixture
def folder(untouched: Path, tmp_path: Path) -> Path:
    """Return one of one's own."""
    return shutil.copytree(untouched, tmp_path / "installation")


def test_a_municipality_is_founded_once(tmp_path):
    done = found(tmp_path, *OPTIONS)
    assert done.returncode == 0, done.stderr
    assert "Exempelstads kommun is founded" in done.stdout
    assert PASSWORD not in done.stdout + done.stderr
    assert (tmp_path / "keys" / "terms.public.jwk").exists()
    assert (tmp_path / "keys" / "terms.private.pem").stat().st_mode & 0o077 == 0
    assert "1 entries" in vaka(tmp_path, "record", "verify").stdout
    again = found(tmp_path, "--name", "Annanstad")
    assert again.returncode == 1
    assert again.stderr == (
        "vaka: Exempelstads kommun is founded here already; nothing was changed.\n"
    )


def test_json_names_what_was_made(folder):
    told = json.loads(found(folder, *OPTIONS, "--json").stdout)
    assert {len(key) for key in told.values()} == {26}


@pytest.mark.parametrize(
    ("words", "given", "named"),
    [
        (OPTIONS[:-2], PASSWORD, "--login"),
        (OPTIONS, "kort", "password"),
        (OPTIONS, "", "password"),
        ([*OPTIONS, "--name", "x" * 101], PASSWORD, "--name"),
        ([*OPTIONS, "--contact", "två\nrader"], PASSWORD, "--contact"),
    ],
)
def test_what_is_lacking_is_named_and_nothing_is_founded(untouched, words, given, named):
    refused = found(untouched, *words, given=given)
    assert refused.returncode == 2
    assert named in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert not (untouched / "keys").exists()


def test_at_a_terminal_it_asks_and_asks_again_for_a_better_password(folder):
    answers = [value for _, value in TOLD] + ["kort", "kort", PASSWORD, PASSWORD]
    screen = at_a_terminal(folder, answers)
    assert "too short" in screen
    assert "is founded" in screen
    assert PASSWORD not in screen


def at_a_terminal(folder: Path, answers: list[str]) -> str:
    """Answer each question as it is asked; return what stood on the screen."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "vaka.cli", "found"],
        env={**os.environ, "VAKA_DATA_DIR": str(folder), "PYTHONWARNINGS": ""},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    screen, asked = "", 0
    while True:
        try:
            screen += os.read(ours, 4096).decode()
        except OSError:  # Linux says so when the other end has closed
            break
        if screen.endswith(": ") and len(screen) > asked and answers:
            os.write(ours, f"{answers.pop(0)}\n".encode())
            asked = len(screen)
    os.close(ours)
    assert process.wait() == 0, screen
    return screen
