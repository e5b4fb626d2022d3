"""`vaka import` and `vaka evidence`, as somebody with a shell meets them."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.servers.test_polisen import EVENT, EVENTS, police
from tests.stages.response_story import registered
from tests.stages.test_centre_reports import handled
from tests.stages.test_measures import lines, shared
from tests.stages.test_needs_imports import FILE as WORKBOOK
from tests.stages.test_needs_imports import WORKS
from tests.unit.integrations.cap.messages import alert, feed
from vaka.cli import vaka
from vaka.core.errors import BadInput
from vaka.municipality.rules import Role
from vaka.needs import queries
from vaka.record import queries as record
from vaka.record.rules import Kind

__all__ = ["police"]
pytestmark = pytest.mark.django_db(transaction=True)
PROBLEMS = """\
id,occurred_from,category,source,flag
1,2025-03-14 22:10,klotter,Driften,observed
2,25:10,klotter,Driften,observed
"""
SURVEY = "area,year,indicator,share,status\nMalmö,2024,trygg,59,published\n"


def run(*words: object):
    return CliRunner().invoke(vaka, [str(word) for word in words])


def written(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def test_problems_go_in_by_the_name_of_the_site_and_the_shell_is_on_the_record(
    site, person, board, tmp_path
):
    file = written(tmp_path, "p.csv", PROBLEMS)
    done = run("import", "problems", file, "--site", "Exempeltorget")
    assert done.exit_code == 0
    assert done.stdout == "read 2  new 1  changed 0  unchanged 0  rejected 1\n"
    assert f"{file}:3: occurred_from: '25:10' is no time." in done.stderr
    assert record.of_kind(Kind.PROBLEMS_IMPORTED).get().actor == "command-line"
    reader = person(Role.COUNCIL_MEMBER, board)
    assert queries.problems(site.id, by=reader).count() == 1


def test_a_bad_row_keeps_all_out_when_strict_and_the_status_is_2(site, tmp_path):
    file = written(tmp_path, "p.csv", PROBLEMS)
    done = run("import", "problems", file, "--site", site.id, "--strict", "--json")
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert (told["applied"], told["rejected"]) == (False, 1)
    assert told["reasons"][0]["line"] == 3
    assert not record.of_kind(Kind.PROBLEMS_IMPORTED).exists()


def test_a_person_may_be_named_by_login(site, person, board, tmp_path):
    coordinator = person(Role.SAFETY_COORDINATOR, board)
    file = written(tmp_path, "s.csv", SURVEY)
    login = f"{Role.SAFETY_COORDINATOR}1"
    assert run("import", "survey", file, "--as", login).exit_code == 0
    assert record.of_kind(Kind.SURVEY_IMPORTED).get().actor == coordinator.id


def test_a_site_that_is_not_there_or_is_not_the_only_one_is_named(
    site, founder, foreign_board, at, tmp_path
):
    from vaka.municipality import actions
    from vaka.municipality.rules import SiteKind

    file = written(tmp_path, "p.csv", PROBLEMS)
    with pytest.raises(BadInput, match="The sites are Exempeltorget"):
        raise run("import", "problems", file, "--site", "Nix").exception
    actions.add_site(
        board=foreign_board.id,
        name=site.name,
        kind=SiteKind.SQUARE,
        address="",
        longitude=13,
        latitude=55.6,
        outline={},
        example=True,
        by=founder,
        at=at,
    )
    with pytest.raises(BadInput, match="several sites are called Exempeltorget"):
        raise run("import", "problems", file, "--site", site.name).exception


def test_police_events_go_in_as_lists_lines_or_gzip_once(tmp_path):
    plain, packed = tmp_path / "e.json", tmp_path / "e.gz"
    plain.write_bytes(EVENTS)
    packed.write_bytes(gzip.compress(json.dumps(EVENT).encode()))
    first = run("import", "police-events", plain, "--json")
    assert json.loads(first.stdout)["new"] == 1
    again = json.loads(run("import", "police-events", packed, "--json").stdout)
    assert {k: again[k] for k in ("read", "new", "changed", "unchanged", "rejected")} == {
        "read": 1,
        "new": 0,
        "changed": 0,
        "unchanged": 1,
        "rejected": 0,
    }


def test_police_events_are_fetched_live(police):
    done = run("import", "police-events", "--live", "--address", f"{police}/events", "--json")
    assert json.loads(done.stdout)["new"] == 1


def test_a_file_or_live_is_asked_for_and_rubbish_is_status_2(tmp_path):
    assert isinstance(run("import", "police-events").exception, BadInput)
    empty = written(tmp_path, "e.json", "")
    assert run("import", "police-events", empty).exit_code == 1
    rubbish = run("import", "police-events", written(tmp_path, "r.json", "{oops\n"))
    assert rubbish.exit_code == 2
    assert "nothing was taken in" in rubbish.stderr


def test_the_evidence_is_printed_with_what_is_not_verified():
    done = run("evidence", "pool")
    assert "NOT VERIFIED" in done.stdout
    rows = json.loads(run("evidence", "pool", "--by", "crime", "--json").stdout)
    assert {row["level"]: row["change_percent"] for row in rows} == {
        "drug": -20,
        "vehicle": -14,
        "property": -14,
        "violent": None,
        "disorder": None,
    }


def test_warnings_go_in_from_a_file_and_a_bad_one_is_told(tmp_path):
    file = tmp_path / "cap.xml"
    file.write_bytes(feed(alert("1"), alert("2", sent="yesterday")))
    done = run("import", "warnings", file, "--json")
    assert (done.exit_code, json.loads(done.stdout)) == (
        0,
        {"read": 1, "new": 1, "rejected": 1},
    )
    assert "2: sent yesterday is no time with a time zone" in done.stderr
    assert run("import", "warnings", file).stdout == "read 1  new 0  rejected 1\n"
    file.write_bytes(feed())
    assert run("import", "warnings", file).exit_code == 1


def test_shared_effects_go_in_once_and_only_our_own_go_out(site, tmp_path):
    file = tmp_path / "delat.jsonl"
    file.write_bytes(lines(*map(shared, range(3))) + b"{}\n")
    first = run("import", "effects", file, "--json")
    assert json.loads(first.stdout) == {"new": 3, "changed": 0, "unchanged": 0, "rejected": 1}
    assert "line 4" in first.stderr
    again = run("import", "effects", file)
    assert again.stdout == "new 0  changed 0  unchanged 3  rejected 1\n"
    assert run("import", "effects", written(tmp_path, "tom.jsonl", "")).exit_code == 1
    ours = tmp_path / "våra.jsonl"
    assert run("evidence", "export", "-o", ours).stdout == "0 sites\n"
    assert ours.read_text() == ""


def test_a_workbook_of_a_source_is_tried_taken_in_listed_and_undone(site, tmp_path):
    file, told = tmp_path / "fel.xlsx", tmp_path / "driften.json"
    file.write_bytes(WORKBOOK)
    told.write_text(json.dumps(WORKS.document()), "utf-8")
    asked = ["import", "problems", file, "--site", site.id]
    tried = run(*asked, "--columns", told, "--dry-run", "--json")
    assert tried.exit_code == 0
    assert json.loads(tried.stdout)["strange"] == {"Trasig bänk": 1}
    assert "'Trasig bänk' is no kind that we know: 1 rows" in tried.stderr
    with pytest.raises(BadInput, match="nobody told how 'Driftens felanmälan' is read"):
        raise run(*asked, "--source", WORKS.source).exception
    assert run("import", "list", "--site", site.id).exit_code == 1
    assert json.loads(run(*asked, "--columns", told, "--json").stdout)["new"] == 2
    again = run(*asked, "--source", WORKS.source)
    assert again.stdout == "read 4  new 0  changed 0  unchanged 2  rejected 2\n"
    (row,) = json.loads(run("import", "list", "--site", site.id, "--json").stdout)
    assert (row["name"], row["counts"]["new"]) == ("fel.xlsx", 2)
    assert row["id"] in run("import", "list", "--site", site.id).stdout
    assert run("import", "undo", row["id"]).stdout == f"{row['id']}: undone\n"
    twice = run("import", "undo", row["id"])
    assert (twice.exit_code, twice.stderr) == (1, f"{row['id']}: undone\n")


def test_columns_that_are_no_json_are_named(site, tmp_path):
    file = written(tmp_path, "p.csv", PROBLEMS)
    told = written(tmp_path, "c.json", "{")
    with pytest.raises(BadInput, match=r"c\.json: it is no JSON"):
        raise run("import", "problems", file, "--site", site.id, "--columns", told).exception


def test_what_may_be_shared_is_printed_with_small_counts_hidden(site, tmp_path):
    assert run("share", "--site", site.id).exit_code == 1
    run("import", "problems", written(tmp_path, "p.csv", PROBLEMS), "--site", site.id)
    told = run("share", "--site", site.name)
    assert told.stdout.splitlines()[:2] == ["reported\t2025\ttogether", "damage\t..\t.."]
    as_json = json.loads(run("share", "--site", site.id, "--json").stdout)
    assert as_json["reported"]["counts"] == [[None, None], [None, None]]


def test_what_the_centre_found_real_is_taken_in_by_command(site, board, founder, person, at):
    registered(site, founder, at)
    handled("1", at, person(Role.OPERATOR, board))
    done = run("import", "alarms", "--site", site.id)
    assert (done.exit_code, done.stdout[:14]) == (0, "read 1  new 1 ")
