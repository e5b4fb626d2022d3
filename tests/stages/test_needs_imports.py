import json
from datetime import timedelta

import pytest

from tests.unit.needs.workbooks import workbook
from vaka.balancing import actions as balancing
from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.municipality.rules import Role
from vaka.needs import actions, queries
from vaka.needs.rules.columns import ColumnMap
from vaka.needs.rules.reports import Flag, Strictness, WhyNot
from vaka.record import queries as record
from vaka.record.rules import Kind

WORKS = ColumnMap(
    source="Driftens felanmälan",
    columns={"id": ["Nr"], "occurred_from": ["Datum", "Kl"], "category": ["Feltyp"]},
    fixed={"flag": "observed"},
    words={"klotter på vägg": "damage"},
)
FILE = workbook(
    ["Felanmälningar mars"],
    ["Nr", "Datum", "Kl", "Feltyp", "Anmälare"],
    [7, "2025-03-14", "22.10", "Klotter på vägg", "hemligt"],
    [8, "2025-03-15", None, "Klotter på vägg", "hemligt"],
    [9, "2025-03-16", "24.10", "Klotter på vägg", "hemligt"],
    [10, "2025-03-16", None, "Trasig bänk", "hemligt"],
)


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


def take(site, by, at, content=FILE, columns=WORKS, **more):
    return actions.import_problems(
        content, name="C:/mars/fel.xlsx", site=site.id, columns=columns, by=by, at=at, **more
    )


def rows(*told):
    head = "id,occurred_from,category,source,flag\n"
    return (head + "".join(f"{row}\n" for row in told)).encode()


def test_a_workbook_of_a_source_goes_in_by_its_own_headings(coordinator, site, at):
    report = take(site, coordinator, at)
    assert report.counts() == {
        "read": 4,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "rejected": 2,
    }
    assert [(row.line, row.column, row.value) for row in report.reasons] == [
        (5, "Datum + Kl", "2025-03-16 24.10"),
        (6, "Feltyp", "Trasig bänk"),
    ]
    second, first = queries.problems(site.id, by=coordinator)
    assert (first.external_id, first.source) == ("7", "Driftens felanmälan")
    # A day alone is all of it, on the local clock.
    assert second.occurred_to - second.occurred_from == timedelta(days=1)
    # What the map does not name stays outside.
    assert "hemligt" not in json.dumps([first.text, second.text, first.place])


def test_what_would_come_in_is_shown_and_nothing_is_kept(coordinator, site, at):
    plan = queries.plan_problems(
        FILE, name="f.xlsx", site=site.id, columns=WORKS, by=coordinator, at=at
    )
    assert (plan.report.new, len(plan.read), dict(plan.strange)) == (2, 2, {"Trasig bänk": 1})
    assert not queries.problems(site.id, by=coordinator).exists()
    assert not queries.problem_imports(site.id, by=coordinator).exists()


def test_a_source_is_told_once_and_its_newest_map_counts(coordinator, person, board, site, at):
    assert queries.columns_of(WORKS.source, site=site.id, by=coordinator) is None
    actions.tell_columns(WORKS, site=site.id, by=coordinator, at=at)
    later = ColumnMap(WORKS.source, {**WORKS.columns, "place": ["Var"]}, WORKS.fixed)
    actions.tell_columns(later, site=site.id, by=coordinator, at=at + timedelta(days=1))
    assert queries.columns_of(WORKS.source, site=site.id, by=coordinator) == later
    assert queries.sources(site.id, by=coordinator) == [later]
    entry = record.of_kind(Kind.SOURCE_COLUMNS_TOLD).last()
    assert entry.facts == {"board": board.id, "source": WORKS.source}
    with pytest.raises(BadInput, match="nothing says"):
        actions.tell_columns(ColumnMap("EST", {}), site=site.id, by=coordinator, at=at)
    with pytest.raises(Refused):
        actions.tell_columns(WORKS, site=site.id, by=person(Role.DPO, board), at=at)


def test_the_maps_of_one_board_are_not_seen_by_another(
    coordinator, person, foreign_board, site, at
):
    actions.tell_columns(WORKS, site=site.id, by=coordinator, at=at)
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    for ask in (queries.sources, queries.problem_imports):
        with pytest.raises(Absent):
            ask(site.id, by=foreigner)


def test_rows_that_another_system_sends_go_in_like_a_file(coordinator, site, at):
    told = {
        "id": "A-1",
        "occurred_from": "2025-03",
        "category": "stöld",
        "source": "Polisen",
        "flag": "victim_reported",
        "count": "7",
    }
    first = actions.import_rows([told], name="api", site=site.id, by=coordinator, at=at)
    assert (first.new, first.applied) == (1, True)
    again = actions.import_rows([told, {}], name="api", site=site.id, by=coordinator, at=at)
    assert (again.unchanged, again.rejected, again.key) == (1, 1, "")
    assert queries.summaries(by=coordinator)[site.id].count == 7
    assert sum(queries.week(site.id, by=coordinator)) == pytest.approx(7)


def test_a_count_counts_in_every_judgement_and_gathers_nowhere_on_the_map(
    coordinator, site, at
):
    lines = (
        f"{n},2025-{n:02}-10 22:00,damage,{s},observed,3,13.004,55.6045,{m}"
        for n, s, m in [(1, "A", ""), (2, "B", ""), (3, "A", "200"), (4, "B", "")]
    )
    content = (
        "id,occurred_from,category,source,flag,count,longitude,latitude,within_m\n"
        + "\n".join(lines)
        + "\n5,2025-05-10 22:00,damage,B,observed,,13.004,55.6045,10\n"
        + "6,2025-05-10 22:00,damage,B,observed,1,13.004,55.6045,300\n"
    )
    take(site, coordinator, at, content.encode(), None)
    found = queries.documented(site.id, by=coordinator, at=at)
    assert found.judged[0].found == 14
    assert queries.documented_sites(by=coordinator, at=at)[site.id] == found
    assert len(queries.positions(site.id, by=coordinator)) == 1
    shown = queries.points(site.id, by=coordinator)["features"]
    assert sum(each["properties"]["count"] for each in shown) == 14


def test_an_import_is_undone_whole_and_the_file_can_come_again(coordinator, site, at):
    take(site, coordinator, at, rows("1,2025-03-14 22:10,klotter,Driften,observed"), None)
    second = take(
        site,
        coordinator,
        at + timedelta(days=1),
        rows(
            "1,2025-03-14 22:10,klotter,Driften,victim_reported",
            "2,2025-03-15 22:10,klotter,Driften,observed",
        ),
        None,
    )
    assert (second.changed, second.new) == (1, 1)
    done = actions.undo_import(second.key, by=coordinator, at=at + timedelta(days=2))
    assert done.undone_at == at + timedelta(days=2)
    (row,) = queries.problems(site.id, by=coordinator)
    assert (row.external_id, row.flag) == ("1", Flag.OBSERVED)
    entry = record.of_kind(Kind.PROBLEMS_IMPORT_UNDONE).last()
    assert (entry.subject, entry.facts) == (
        second.key,
        {"site": site.id, "taken_back": 1, "restored": 1},
    )
    with pytest.raises(Conflict, match="undone"):
        actions.undo_import(second.key, by=coordinator, at=at + timedelta(days=3))
    first = queries.problem_imports(site.id, by=coordinator).last()
    actions.undo_import(first.pk, by=coordinator, at=at + timedelta(days=3))
    assert not queries.problems(site.id, by=coordinator).exists()
    again = take(
        site, coordinator, at, rows("1,2025-03-14 22:10,klotter,Driften,observed"), None
    )
    assert again.new == 1


def test_an_import_that_a_later_one_changed_is_undone_after_it_only(coordinator, site, at):
    told = "1,2025-03-14 22:10,klotter,Driften,"
    first = take(site, coordinator, at, rows(told + "observed"), None)
    second = take(site, coordinator, at, rows(told + "victim_reported"), None)
    assert queries.why_not_undone(queries.problem_import(first.key, by=coordinator)) is (
        WhyNot.CHANGED_SINCE
    )
    with pytest.raises(Conflict, match="changed-since"):
        actions.undo_import(first.key, by=coordinator, at=at)
    actions.undo_import(second.key, by=coordinator, at=at)
    actions.undo_import(first.key, by=coordinator, at=at)
    assert not queries.problems(site.id, by=coordinator).exists()


def test_what_a_statement_of_need_cites_stays(coordinator, site, at):
    report = take(site, coordinator, at)
    actions.state_need(site=site.id, by=coordinator, at=at)
    with pytest.raises(Conflict, match="cited-by-statement"):
        actions.undo_import(report.key, by=coordinator, at=at)
    assert queries.problems(site.id, by=coordinator).count() == 2
    assert not record.of_kind(Kind.PROBLEMS_IMPORT_UNDONE).exists()


def test_what_an_assessment_cites_stays(coordinator, site, at):
    report = take(site, coordinator, at)
    weighed = balancing.draft(site=site.id, by=coordinator, at=at)
    cited = queries.problems(site.id, by=coordinator).first()
    balancing.answer(
        balancing=weighed.id,
        answers={"problems": "Klotter"},
        evidence={"problems": [cited.pk, "Ett protokoll"]},
        by=coordinator,
        at=at,
    )
    with pytest.raises(Conflict, match="cited-by-assessment"):
        actions.undo_import(report.key, by=coordinator, at=at)


def test_who_may_not_import_may_not_undo(coordinator, person, board, foreign_board, site, at):
    report = take(site, coordinator, at)
    with pytest.raises(Refused):
        actions.undo_import(report.key, by=person(Role.CASE_OFFICER, board), at=at)
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    with pytest.raises(Absent):
        actions.undo_import(report.key, by=foreigner, at=at)


def test_an_import_that_brings_nothing_leaves_nothing_to_undo(coordinator, site, at):
    take(site, coordinator, at)
    assert take(site, coordinator, at).key == ""
    kept = take(site, coordinator, at, rows("x"), None, strictness=Strictness.ALL_OR_NOTHING)
    assert (kept.applied, kept.key) == (False, "")
    (only,) = queries.problem_imports(site.id, by=coordinator)
    assert (only.name, only.counts["new"], str(only)) == ("fel.xlsx", 2, "fel.xlsx")


def test_what_leaves_the_house_is_of_whole_years_with_small_counts_hidden(
    coordinator, person, foreign_board, site, at
):
    lines = ["1,2024-05,klotter,Driften,observed,40", "2,2025-05,klotter,Driften,observed,30"]
    lines += ["3,2024-05,rån,Polisen,victim_reported,2", "4,2025-05,rån,Polisen,observed,9"]
    lines += ["5,2026-01,rån,Polisen,observed,50", "6,2025-05,otrygg plats,Enkät,observed,9"]
    lines += ["7,2025-05,narkotika,Polisen,detection_driven,8"]
    head = "id,occurred_from,category,source,flag,count"
    take(site, coordinator, at, "\n".join([head, *lines]).encode(), None)
    told = queries.shared_counts(site.id, by=coordinator, at=at)
    assert (told.reported.rows, told.reported.columns) == (
        ["robbery", "damage"],
        ["2024", "2025"],
    )
    assert told.reported.counts[0][0] is None
    assert told.reported.counts[2][2] == 81
    assert told.found.counts == [[8, 8], [8, 8]]
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    with pytest.raises(Absent):
        queries.shared_counts(site.id, by=foreigner, at=at)


def test_of_a_site_without_reports_there_is_nothing_to_share(coordinator, site, at):
    told = queries.shared_counts(site.id, by=coordinator, at=at)
    assert (told.reported.rows, told.reported.columns, told.reported.hidden) == ([], [], 0)
