"""The hard cases, each by its number: an answer, a page that shows it, tests that hold it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CELLS = re.compile(r"^\| (\d+) \| (.+) \|$", re.MULTILINE)
SECTION = (ROOT / "docs" / "law" / "README.md").read_text("utf-8").partition("## Hard cases")[2]
CASES = {int(number): rest.split(" | ") for number, rest in CELLS.findall(SECTION)}
TESTS = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))


def test_there_are_sixteen() -> None:
    assert list(CASES) == list(range(1, 17))


@pytest.mark.parametrize("number", range(1, 17), ids="hard_case_{}".format)
def test_hard_case(number: int) -> None:
    what, answer, page, proved = CASES[number]
    assert what
    assert answer
    assert page
    named = re.findall(r"`(test_\w+)`", proved)
    # One of them carries the number in its name, for whoever looks for it among the tests.
    assert any(name.startswith(f"test_hard_case_{number:02}_") for name in named)
    assert [name for name in named if f"def {name}(" not in TESTS] == []
    assert "Missing" not in proved
