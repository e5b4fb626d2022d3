import hashlib
import io
import json
from datetime import date, timedelta

import pytest

from vaka.core.canonical import canonical_bytes
from vaka.core.errors import Absent, BadInput, Refused
from vaka.integrations.polisen.wire import EventFile
from vaka.municipality.rules import Actor, Grant, Role
from vaka.needs import actions, queries
from vaka.needs.rules.criteria import Criterion
from vaka.needs.rules.police import Precision
from vaka.needs.rules.reports import Strictness
from vaka.record import queries as record
from vaka.record.rules import Kind

PROBLEMS = """\
id,occurred_from,occurred_to,category,source,longitude,latitude,place,flag,text
1,2025-03-14 22:10,,klotter,Driften,13.004,55.6045,Torget,observed,Klotter på bänk
2,2025-03-15 21:00,2025-03-16 06:00,cykelstöld,Driften,,,Torget,victim_reported,
3,2025-04-01 23:00,,otrygghet,Enkät,,,Torget,observed,
4,2025-04-02 23:30,,narkotika,Väktare,,,Torget,detection_driven,
"""
BAD = PROBLEMS + "5,25:10,,klotter,Driften,,,Torget,observed,\n"
SURVEY = """\
area,year,indicator,share,score,answers,sent,status
Malmö,2020,trygg,52,,3500,7700,published
Malmö,2024,trygg,59,,3500,7700,published
"""
SHELL = Actor("vaka-cli", "vaka-cli", frozenset({Grant(Role.ADMINISTRATOR)}))


@pytest.fixture
def coordinator(person, board):
    return person(Role.SAFETY_COORDINATOR, board)


def take(content, site, by, at, **kwargs):
    return actions.import_problems(
        content.encode(), name="problem.csv", site=site.id, by=by, at=at, **kwargs
    )


def counts(report):
    return list(report.counts().values())


def newest(kind):
    return record.of_kind(kind).last()


def test_problems_go_in_once_however_often_the_file_is_sent(coordinator, site, at):
    assert counts(take(PROBLEMS, site, coordinator, at)) == [4, 4, 0, 0, 0]
    assert counts(take(PROBLEMS, site, coordinator, at)) == [4, 0, 0, 4, 0]
    assert queries.problems(site.id, by=coordinator).count() == 4


def test_a_mended_row_changes_its_problem_and_no_other(coordinator, site, at):
    take(PROBLEMS, site, coordinator, at)
    mended = PROBLEMS.replace("Klotter på bänk", "Klotter på vägg")
    assert counts(take(mended, site, coordinator, at)) == [4, 0, 1, 3, 0]
    texts = queries.problems(site.id, by=coordinator).values_list("text", flat=True)
    assert sorted(texts) == ["", "", "", "Klotter på vägg"]


def test_a_row_repeated_in_the_file_is_one_problem(coordinator, site, at):
    twice = PROBLEMS + PROBLEMS.splitlines()[1] + "\n"
    assert counts(take(twice, site, coordinator, at)) == [5, 4, 0, 1, 0]


def test_a_bad_row_is_told_with_its_line_and_the_rest_goes_in(coordinator, site, at):
    report = take(BAD, site, coordinator, at)
    assert counts(report) == [5, 4, 0, 0, 1]
    assert report.applied
    assert [(row.line, row.column) for row in report.reasons] == [(6, "occurred_from")]


def test_one_bad_row_keeps_all_out_when_strict(coordinator, site, at):
    report = take(BAD, site, coordinator, at, strictness=Strictness.ALL_OR_NOTHING)
    assert not report.applied
    assert not queries.problems(site.id, by=coordinator).exists()
    assert newest(Kind.PROBLEMS_IMPORTED) is None


def test_an_import_is_on_the_record_with_its_counts_and_the_hash_of_the_file(
    coordinator, site, at
):
    report = take(BAD, site, coordinator, at)
    entry = newest(Kind.PROBLEMS_IMPORTED)
    assert (entry.actor, entry.subject) == (coordinator.id, site.id)
    assert entry.facts == {
        "read": 5,
        "new": 4,
        "changed": 0,
        "unchanged": 0,
        "rejected": 1,
        "sha256": report.sha256,
        "import": report.key,
    }


def test_a_file_that_cannot_be_read_changes_nothing(coordinator, site, at):
    with pytest.raises(BadInput):
        take("id,text\n1,a\n", site, coordinator, at)
    assert newest(Kind.PROBLEMS_IMPORTED) is None


def test_only_the_coordinator_imports_and_a_refusal_is_on_the_record(
    person, board, foreign_board, site, at
):
    officer = person(Role.CASE_OFFICER, board)
    with pytest.raises(Refused):
        take(PROBLEMS, site, officer, at)
    assert newest(Kind.ACCESS_REFUSED).actor == officer.id
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    with pytest.raises(Absent):
        take(PROBLEMS, site, foreigner, at)


def test_nobody_sees_the_problems_of_a_foreign_board(person, foreign_board, site, at):
    foreigner = person(Role.SAFETY_COORDINATOR, foreign_board)
    for ask in (queries.problems, queries.occurrences, queries.week, queries.suggested_hours):
        with pytest.raises(Absent):
            ask(site.id, by=foreigner)
    assert queries.summaries(by=foreigner) == {}


def test_a_site_tells_its_problems_hours_and_what_is_lacking(coordinator, site, at):
    take(PROBLEMS, site, coordinator, at)
    summary = queries.summaries(by=coordinator)[site.id]
    assert summary.count == 4
    assert len(queries.occurrences(site.id, by=coordinator, category="damage")) == 1
    # What is felt has no hour.
    assert sum(queries.week(site.id, by=coordinator)) == pytest.approx(3)
    assert queries.suggested_hours(site.id, by=coordinator).share >= 0.8
    documented = queries.documented(site.id, by=coordinator, at=at)
    assert not documented.holds
    assert (documented.felt, documented.detected) == (1, 1)
    assert documented.judged[0].criterion is Criterion.INCIDENTS
    assert documented.judged[0].found == 2


def test_a_site_without_problems_has_an_empty_summary(coordinator, site):
    assert queries.summaries(by=coordinator)[site.id].count == 0


def test_survey_figures_go_in_once_and_are_everybodys(coordinator, person, foreign_board, at):
    content = SURVEY.encode()
    first = actions.import_survey(content, name="s.csv", by=coordinator, at=at)
    again = actions.import_survey(content, name="s.csv", by=coordinator, at=at)
    assert (counts(first), counts(again)) == ([2, 2, 0, 0, 0], [2, 0, 0, 2, 0])
    changed = actions.import_survey(
        content.replace(b"59", b"58"), name="s.csv", by=coordinator, at=at
    )
    assert counts(changed) == [2, 0, 1, 1, 0]
    reader = person(Role.COUNCIL_MEMBER, foreign_board)
    assert [row.share for row in queries.survey(by=reader, area="Malmö")] == [52, 58]
    assert newest(Kind.SURVEY_IMPORTED).facts["changed"] == 1


def test_a_strict_survey_with_a_bad_row_stays_out(coordinator, at):
    report = actions.import_survey(
        (SURVEY + "Malmö,2025,trygg,120,,,,published\n").encode(),
        name="s.csv",
        strictness=Strictness.ALL_OR_NOTHING,
        by=coordinator,
        at=at,
    )
    assert counts(report) == [3, 2, 0, 0, 1]
    assert not queries.survey(by=coordinator).exists()


def test_survey_and_police_events_are_refused_to_whoever_may_not(person, board, at):
    officer = person(Role.CASE_OFFICER, board)
    with pytest.raises(Refused):
        actions.import_survey(SURVEY.encode(), name="s.csv", by=officer, at=at)
    with pytest.raises(Refused):
        actions.import_police_events(events(), by=officer, at=at)
    nobody = Actor("x", "x")
    with pytest.raises(Absent):
        actions.import_survey(SURVEY.encode(), name="s.csv", by=nobody, at=at)
    for ask in (queries.survey, queries.police_events, queries.police_places):
        with pytest.raises(Absent):
            ask(by=nobody)


def event(number, kind="Brand", place="Malmö", gps="55.604981,13.003822", **changed):
    return {
        "id": number,
        "datetime": "2025-03-20 17:15:38 +01:00",
        "name": f"20 mars 15:58, {kind}, {place}",
        "summary": "Det brinner.",
        "url": "/x/",
        "type": kind,
        "location": {"name": place, "gps": gps},
    } | changed


def events(*told):
    content = json.dumps(list(told)).encode()
    return EventFile(io.BytesIO(content).read, name="events.json")


def test_police_events_go_in_once_and_a_mended_text_changes_its_event(db, at):
    told = [event(1), event(2), event(3, summary=None)]
    first = actions.import_police_events(events(*told, {"id": 4}), by=SHELL, at=at)
    assert counts(first) == [4, 3, 0, 0, 1]
    mended = [event(1, summary="Släckt."), *told[1:]]
    again = actions.import_police_events(events(*mended), by=SHELL, at=at)
    assert counts(again) == [3, 0, 1, 2, 0]
    entry = newest(Kind.POLICE_EVENTS_IMPORTED)
    assert entry.actor == "vaka-cli"
    assert entry.facts["sha256"] == again.sha256


def test_an_event_twice_in_one_file_is_one_event_and_the_later_holds(db, person, board, at):
    told = [event(1), event(1), event(1, summary="Släckt.")]
    report = actions.import_police_events(events(*told), by=SHELL, at=at)
    assert counts(report) == [3, 1, 1, 1, 0]
    reader = person(Role.COUNCIL_MEMBER, board)
    assert queries.police_events(by=reader, place="Malmö").get().summary == "Släckt."


def test_more_events_than_one_batch_go_in_whole(db, at, monkeypatch):
    monkeypatch.setattr("vaka.needs.actions.published.BATCH", 3)
    report = actions.import_police_events(
        events(*[event(n) for n in range(1, 9)], event(8)), by=SHELL, at=at
    )
    assert counts(report) == [9, 8, 0, 1, 0]


def test_events_are_counted_at_centres_and_notices_for_themselves(person, board, at):
    told = [
        event(1),
        event(2, kind="Stöld"),
        event(3, kind="Sammanfattning natt"),
        event(4, place="Skåne län", gps="55.990257,13.595769"),
    ]
    actions.import_police_events(events(*told), by=SHELL, at=at)
    reader = person(Role.COUNCIL_MEMBER, board)
    malmo, skane = queries.police_places(by=reader)
    assert (malmo.place, malmo.events, malmo.notices) == ("Malmö", 2, 1)
    assert malmo.precision is Precision.MUNICIPALITY
    assert skane.precision is Precision.COUNTY
    assert queries.police_kinds(by=reader, place="Malmö") == [("Brand", 1), ("Stöld", 1)]


def test_a_headline_later_than_its_publication_is_doubtful(person, board, at):
    told = event(1, name="20 mars 23:58, Brand, Malmö")
    actions.import_police_events(events(event(2), told), by=SHELL, at=at)
    reader = person(Role.COUNCIL_MEMBER, board)
    doubtful = {row.id: row.is_doubtful for row in queries.police_events(by=reader)}
    assert doubtful == {1: True, 2: False}
    assert not any(row.is_notice for row in queries.police_events(by=reader))


def several(site, founder, board, coordinator, at, counts) -> list:
    """Return sites of the same board with so many reports each, the square's own last."""
    from vaka.municipality import actions as municipality
    from vaka.municipality.rules import SiteKind

    places = [
        municipality.add_site(
            board=board.id,
            name=f"Plats {n}",
            kind=SiteKind.SQUARE,
            address="-",
            longitude=13.0,
            latitude=55.6,
            outline=site.outline,
            example=True,
            by=founder,
            at=at,
        )
        for n in range(len(counts) - 1)
    ]
    for place, count in zip([*places, site], counts, strict=True):
        take(reports(count), place, coordinator, at)
    return [*places, site]


def reports(count: int) -> str:
    """Return that many reports over the last three years, of two sources in turn."""
    head = PROBLEMS.splitlines()[0].split(",")
    lines = [",".join(head)]
    for n in range(count):
        cells = dict.fromkeys(head, "") | {
            "id": str(n),
            "occurred_from": f"{2024 + n % 2}-{n % 12 + 1:02}-10 22:00",
            "category": "damage",
            "source": ("Driften", "Väktare")[n % 2],
            "flag": "observed",
        }
        lines.append(",".join(cells[name] for name in head))
    return "\n".join(lines) + "\n"


def test_with_five_sites_a_problem_must_be_worse_than_elsewhere(
    site, founder, board, coordinator, at
):
    *others, _ = several(site, founder, board, coordinator, at, [30, 28, 31, 29, 30])
    found = queries.documented(site.id, by=coordinator, at=at)
    compared = found.judged[-1]
    assert compared.criterion == Criterion.COMPARED
    assert not compared.holds
    assert not found.holds
    assert found.standing.places == 5
    take(reports(90), site, coordinator, at)
    worse = queries.documented(site.id, by=coordinator, at=at)
    assert worse.holds
    assert worse.standing.rank_high == 1
    assert not queries.documented(others[0].id, by=coordinator, at=at).holds


def test_with_few_sites_there_is_nothing_to_compare_with(site, coordinator, at):
    take(reports(30), site, coordinator, at)
    found = queries.documented(site.id, by=coordinator, at=at)
    assert found.standing is None
    assert found.holds


def test_a_need_is_frozen_with_its_year_and_the_reports_it_rests_on(site, coordinator, at):
    assert queries.trigger_window(site.id, by=coordinator) is None
    take(reports(30), site, coordinator, at)
    made = actions.state_need(site=site.id, by=coordinator, at=at)
    assert (made.window_first, made.window_last) == (date(2025, 3, 1), date(2026, 2, 28))
    told = made.document
    assert told["documented"] is True
    assert len(told["problems"]) == 30
    assert told["hours"]
    assert made.sha256 == hashlib.sha256(canonical_bytes(told)).hexdigest()
    entry = newest(Kind.NEED_STATED)
    assert (entry.subject, entry.facts["sha256"]) == (made.id, made.sha256)
    later = actions.state_need(
        site=site.id, category="damage", by=coordinator, at=at + timedelta(days=40)
    )
    assert list(queries.statements(site.id, by=coordinator)) == [later, made]
    assert queries.trigger_window(site.id, by=coordinator) == (
        date(2025, 4, 1),
        date(2026, 3, 31),
    )


def test_who_only_plans_nothing_states_no_need(site, person, board, foreign_board, at):
    with pytest.raises(Refused):
        actions.state_need(site=site.id, by=person(Role.DPO, board), at=at)
    with pytest.raises(Absent):
        actions.state_need(
            site=site.id, by=person(Role.SAFETY_COORDINATOR, foreign_board), at=at
        )


def test_all_sites_at_once_are_judged_as_each_alone(site, founder, board, coordinator, at):
    """Also what may lie on either side of a year's end: at noon on 2 March."""
    places = several(site, founder, board, coordinator, at, [30, 2, 0, 9, 60])
    head, first, *_ = reports(1).splitlines()
    spans = [
        ("2025-02-28 08:00", "2025-03-05 08:00"),
        ("2025-03-01 08:00", "2025-03-03 08:00"),
        ("2024-03-02 10:00", "2024-03-02 13:00"),
        ("2023-03-01 10:00", "2023-03-03 18:00"),
        ("2026-03-02 08:00", "2026-03-02 12:30"),
    ]
    columns = head.split(",")
    lines = [head]
    for n, (start, end) in enumerate(spans):
        told = dict(zip(columns, first.split(","), strict=True))
        told |= {"id": f"över-{n}", "occurred_from": start, "occurred_to": end}
        lines.append(",".join(told[name] for name in columns))
    take("\n".join(lines) + "\n", places[1], coordinator, at)
    take(PROBLEMS, places[3], coordinator, at)
    together = queries.documented_sites(by=coordinator, at=at)
    assert set(together) == {place.pk for place in places}
    for place in places:
        assert together[place.pk] == queries.documented(place.pk, by=coordinator, at=at)
