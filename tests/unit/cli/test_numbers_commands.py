"""`vaka effect` and `vaka evidence`: figures from files, and one line when they are bad."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.stages.counting import STARTS, afterwards, history
from tests.unit.measures.test_shared import GARAGES, SQUARES
from vaka.cli import effect, evidence
from vaka.core.errors import BadInput
from vaka.measures.rules.site_effects import line

SUMS = "# Wheeler 2021\narm,before,after\ntreated,50,30\ncontrol,60,55\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "antal.csv"


def run(command, *told: object) -> str:
    done = CliRunner().invoke(command, [str(each) for each in told], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def refused(command, *told: object) -> str:
    """Return the one line that says what is wrong."""
    with pytest.raises(BadInput) as problem:
        CliRunner().invoke(command, [str(each) for each in told], catch_exceptions=False)
    return str(problem.value)


def test_sums_give_an_estimate_and_no_verdict(file: Path) -> None:
    file.write_text(SUMS, "utf-8")
    told = json.loads(run(effect.command, file, "--json"))
    assert told["change_percent"]["value"] == pytest.approx(-34.54545, abs=1e-5)
    assert (told["placebo_p"], told["ruling"]) == (None, "cannot-tell")
    shown = run(effect.command, file)
    assert "one control only" in shown
    assert "cannot-tell" in shown


def test_months_give_a_verdict_and_the_same_bytes_each_time(file: Path) -> None:
    file.write_text(history() + afterwards().partition("\n")[2], "utf-8")
    told = (effect.command, file, "--starts", f"{STARTS:%Y-%m}", "--before", 12, "--json")
    assert run(*told) == run(*told)
    found = json.loads(run(*told))
    assert (found["ruling"], found["months"]) == ("decrease-shown", [12, 12])
    assert found["controls"] == 20


def test_the_months_that_chose_the_place_are_left_out(file: Path) -> None:
    worst = history(until=date(2026, 4, 1))
    lines = [
        f"{each[:-2]}90" if each.startswith("Torget,treated,2025-1") else each
        for each in worst.splitlines()
    ]
    after = afterwards(after=40).splitlines()
    rest = [each for each in after[1:] if "2026-03" not in each]
    file.write_text("\n".join([*lines, *rest]) + "\n", "utf-8")
    told = (effect.command, file, "--starts", f"{STARTS:%Y-%m}", "--before", 12, "--json")
    chosen = json.loads(run(*told))["change_percent"]["value"]
    left = json.loads(run(*told, "--trigger", "2025-10:2025-12"))["change_percent"]["value"]
    assert chosen < -15
    assert abs(left) < 6


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("arm,before\n", (), "line 1: the column after is missing"),
        ("arm,before,after\ntreated,1,x\n", (), "line 2"),
        ("arm,before,after\ntreated,1\n", (), "line 2"),
        ("arm,before,after\nnobody,1,2\n", (), "line 2"),
        ("arm,before,after\ntreated,1,-2\n", (), "a count is below 0"),
        ("arm,before,after\ntreated,1,2\n", (), "there is no line for control"),
        (SUMS, ("--trigger", "2025-01:2025-02"), "sums have no months"),
        (SUMS, ("--starts", "2025-10"), "the column place is missing"),
        (SUMS, ("--starts", "oktober"), "--starts: 'oktober' is no month"),
        (SUMS, ("--starts", "2025-13"), "--starts: '2025-13' is no month"),
        (SUMS, ("--starts", "2025-10", "--trigger", "2025-05:2025-01"), "ends before"),
    ],
)
def test_a_bad_file_is_told_in_one_line(
    file: Path, text: str, options: tuple, said: str
) -> None:
    file.write_text(text, "utf-8")
    assert said in refused(effect.command, file, *options)


def test_a_file_that_is_no_text_is_told(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    assert "it is not UTF-8 text" in refused(effect.command, file)


def test_sites_are_pooled_anew_by_kind_of_place(tmp_path: Path) -> None:
    one, two = tmp_path / "ett.jsonl", tmp_path / "två.jsonl"
    one.write_text("".join(f"{line(each)}\n" for each in SQUARES), "utf-8")
    # The same site sent twice counts once.
    two.write_text("".join(f"{line(each)}\n" for each in [*GARAGES, SQUARES[0]]), "utf-8")
    told = json.loads(run(evidence.command, "pool", one, two, "--by", "setting", "--json"))
    assert told["sites"] == 8
    assert [each["level"] for each in told["levels"]] == ["car_park", "city_town_centre"]
    assert told["levels_p"] < 0.05
    assert told["pooled"]["low"] < told["pooled"]["log_ratio"] < told["pooled"]["high"]
    assert len(told["without"]) == 2
    shown = run(evidence.command, "pool", one, two, "--by", "setting", "--method", "dl")
    assert "one more site" in shown
    assert "the groups differ" in shown
    assert "too few to pool" in run(evidence.command, "pool", _one(tmp_path))


def _one(folder: Path) -> Path:
    (folder / "en.jsonl").write_text(line(SQUARES[0]), "utf-8")
    return folder / "en.jsonl"


def test_a_bad_line_of_a_shared_file_is_named(tmp_path: Path) -> None:
    bad = tmp_path / "fel.jsonl"
    bad.write_text(f"{line(SQUARES[0])}\n{{}}\n", "utf-8")
    assert "fel.jsonl, line 2: it is no object" in refused(evidence.command, "pool", bad)


def test_without_files_the_published_rows_are_quoted() -> None:
    told = json.loads(run(evidence.command, "pool", "--by", "crime", "--json"))
    assert {row["group"] for row in told} == {"crime_type"}
    assert "NOT VERIFIED" in run(evidence.command, "pool")


def test_nothing_heavy_is_loaded_to_say_an_effect(file: Path) -> None:
    file.write_text(SUMS, "utf-8")
    heavy = "{'django', 'scipy', 'pandas', 'statsmodels', 'pydantic', 'shapely'}"
    code = (
        "import sys; from vaka.cli import effect; "
        f"effect.command.main([{str(file)!r}], standalone_mode=False); "
        f"print(sorted({heavy} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr.strip() == "[]"
