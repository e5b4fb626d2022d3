from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from vaka.needs.rules.categories import FELT
from vaka.needs.rules.counts import Occurrence
from vaka.needs.rules.criteria import YEARS, Criterion, documented_problem
from vaka.needs.rules.hours import HourBand
from vaka.needs.rules.reports import Flag
from vaka.needs.rules.shrinkage import standing_of
from vaka.needs.rules.statements import Statement, trigger_window

STOCKHOLM = ZoneInfo("Europe/Stockholm")
NOW = datetime(2026, 3, 2, 13, 0, tzinfo=STOCKHOLM)


def told(days_ago: float, *, source="Driften", category="damage", flag=Flag.OBSERVED):
    at = NOW - timedelta(days=days_ago)
    return Occurrence(at, at, category, source, flag)


def twelve(source_of=lambda n: "Driften" if n % 2 else "Väktare", **kwargs):
    """Twelve problems, four in each of the last three years, of two sources."""
    return [told(30 + 90 * n, source=source_of(n), **kwargs) for n in range(12)]


def judged(occurrences):
    return documented_problem(occurrences, at=NOW, zone=STOCKHOLM)


def holds(occurrences):
    return {one.criterion: one.holds for one in judged(occurrences).judged}


def test_twelve_reports_of_two_sources_over_three_years_are_a_documented_problem():
    assert judged(twelve()).holds


def test_eleven_are_not():
    result = judged(twelve()[:11])
    assert not result.holds
    assert [one.criterion for one in result.judged if not one.holds] == [Criterion.INCIDENTS]


def test_one_source_alone_is_not_whatever_its_capitals():
    assert not holds(twelve(lambda n: "Driften" if n % 2 else "DRIFTEN"))[Criterion.SOURCES]


def test_many_reports_of_one_bad_autumn_are_not_persistent():
    autumn = [told(40 + n, source=str(n % 3)) for n in range(60)]
    assert holds(autumn) == {
        Criterion.INCIDENTS: True,
        Criterion.SOURCES: True,
        Criterion.PERSISTENT: False,
        Criterion.MORE_THAN_FELT: True,
    }


def test_felt_insecurity_alone_never_is_however_much_of_it():
    result = judged([told(n, category=FELT, source=str(n % 9)) for n in range(1, 1001)])
    assert not any(one.holds for one in result.judged)
    assert result.felt == 1000


def test_what_is_found_by_looking_does_not_count_but_is_told():
    result = judged(twelve(flag=Flag.DETECTION_DRIVEN))
    assert not result.holds
    assert (result.detected, result.felt) == (12, 0)


def test_what_is_older_than_36_months_or_has_not_been_yet_does_not_count():
    assert judged([told(365 * 3 + 2)] * 12 + [told(-1)] * 12).judged[0].found == 0


def test_the_instant_three_years_ago_counts_and_the_present_one_does_not():
    edge = NOW.replace(year=2023)
    one = Occurrence(edge, edge, "damage", "Driften", Flag.OBSERVED)
    assert judged([one, told(0)]).judged[0].found == 1


def test_with_places_to_compare_with_it_must_be_ninety_per_cent_sure():
    usual, worse = (standing_of(0, [count, 10, 11, 9, 10, 12], YEARS) for count in (12, 60))
    for standing, holding in ((usual, False), (worse, True)):
        found = documented_problem(twelve(), at=NOW, zone=STOCKHOLM, standing=standing)
        assert found.judged[-1].criterion == Criterion.COMPARED
        assert found.judged[-1].found == int(100 * standing.above)
        assert found.holds is holding


def test_what_was_before_the_three_years_does_not_count():
    assert judged([told(3 * 366 + 5), told(-1)]).judged[0].found == 0


def test_a_statement_holds_the_year_that_the_place_was_chosen_by():
    window = trigger_window(date(2026, 3, 2))
    assert (window.first, window.last) == (date(2025, 3, 1), date(2026, 2, 28))
    assert trigger_window(date(2024, 3, 31)).last == date(2024, 2, 29)
    band = HourBand(("fri", "sat"), 20, 3)
    frozen = Statement("01SITE", "damage", judged(twelve()), (band,), window, ("01A", "01B"))
    told_of = frozen.document()
    assert told_of["window"] == ["2025-03-01", "2026-02-28"]
    assert told_of["problems"] == ["01A", "01B"]
    assert told_of["standing"] is None
    assert told_of["hours"] == [{"days": ("fri", "sat"), "start": 20, "end": 3}]
