"""Figures become places on a plane, honestly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.web.charts import (
    Bar,
    CategoryBars,
    Dot,
    HourOfWeek,
    Hundred,
    Interval,
    Intervals,
    Lines,
    Mark,
    Month,
    Months,
    Multiples,
    Part,
    PartsOfWeek,
    Row,
    Series,
    Shape,
    Spread,
)
from vaka.web.charts.axes import nice_top, ticks
from vaka.web.charts.week import heat, span


@given(st.floats(min_value=1e-3, max_value=1e7))
def test_axis_reaches_the_most_in_few_round_steps(most: float) -> None:
    top, step = nice_top(most)
    assert top >= most * (1 - 1e-6)
    assert 1 <= round(top / step) <= 6


def test_axis_of_nothing_still_has_an_end() -> None:
    assert nice_top(0) == (1.0, 1.0)


def test_axis_begins_at_nought() -> None:
    assert [(t.words, t.at) for t in ticks(27)] == [
        ("0", 0),
        ("10", 100 / 3),
        ("20", 200 / 3),
        ("30", 100),
    ]


def test_longest_bar_fills_the_picture_and_the_rest_follow() -> None:
    chart = CategoryBars("", "", "", [Bar("a", 8), Bar("b", 2)])
    assert [length for _, length in chart.rows] == [100, 25]


def test_bars_of_nothing_have_no_length() -> None:
    assert CategoryBars("", "", "", [Bar("a", 0)]).rows == [(Bar("a", 0), 0.0)]
    assert CategoryBars("", "", "", []).rows == []


def test_month_stands_on_the_floor_at_its_height() -> None:
    chart = Months("", "", "", [Month("jan", 5), Month("feb", None)], [Mark(1, "lampor")])
    first, second = chart.columns
    assert (first.height, first.top, second.height) == (
        100 * 5 / 6,
        16.667,
        0,
    ) or first.top == 100 - first.height
    assert [(e.words, e.at) for e in chart.events] == [("lampor", 50)]


def test_at_most_six_months_carry_their_names() -> None:
    chart = Months("", "", "", [Month(str(n), 1) for n in range(24)])
    assert sum(c.seldom for c in chart.columns) == 6


def test_line_is_broken_where_nothing_was_counted() -> None:
    chart = Lines("", "", "", [Series("a", [Month("1", 4), Month("2", None), Month("3", 2)])])
    assert chart.paths == [("a", ["16.67,0.00", "83.33,50.00"])]
    assert chart.rows == [("1", [4]), ("2", [None]), ("3", [2])]
    assert chart.axis[-1].at == 100
    assert len(chart.columns) == 3
    assert chart.events == []


def test_nothing_is_cold_and_the_most_is_hottest() -> None:
    assert heat(0, most=9) == 0
    assert heat(1, most=100) == 1
    assert heat(9, most=9) == 6


@given(st.integers(min_value=1, max_value=500))
def test_legend_covers_every_count_once(most: int) -> None:
    counts = [n for step in range(7) for n in range(most + 1) if heat(n, most=most) == step]
    assert counts == list(range(most + 1))
    assert span(6, most=most)


def test_hours_of_the_week_are_outlined_where_marked() -> None:
    counts = [[0] * 24 for _ in range(7)]
    counts[4][22] = 3
    chart = HourOfWeek("", "", "", counts, frozenset({(4, 22)}))
    cell = chart.days[4][22]
    assert (cell.heat, cell.marked, cell.until, cell.left) == (6, True, 23, 91.667)
    assert chart.by_hour[22][4] == cell
    assert chart.legend == [(0, "0"), (2, "1"), (4, "2"), (6, "3")]
    assert [hour.words for hour in chart.hours][:2] == ["00", "03"]


def test_a_hidden_part_of_the_week_is_no_count() -> None:
    chart = PartsOfWeek("", "", "", ("00-12", "12-24"), [[None, 12]] + [[0, 6]] * 6, "dolt")
    hidden, most = chart.days[0]
    assert (hidden.count, hidden.heat, hidden.left) == (None, 0, 0)
    assert (most.heat, most.left, most.width) == (6, 50, 50)
    assert [name.words for name in chart.names] == ["00-12", "12-24"]
    assert chart.legend[-1] == (6, "11–12")


def test_week_of_six_days_is_refused() -> None:
    with pytest.raises(ValueError, match="seven days"):
        HourOfWeek("", "", "", [[0] * 24] * 6)


def test_no_effect_stands_in_the_middle() -> None:
    chart = Intervals("", "", [Interval("a", 1, 0.8, 1.25)], "färre", "fler")
    assert chart.reach == 2
    assert chart.places[0].at == 50
    assert [tick.words for tick in chart.axis] == ["0,5", "1", "2"]


def test_half_and_double_stand_as_far_from_the_middle() -> None:
    chart = Intervals("", "", [Interval("a", 1, 0.5, 2)], "", "")
    assert (chart.places[0].low, chart.places[0].high, chart.places[0].width) == (0, 100, 100)


def test_interval_beyond_the_axis_is_cut_and_says_so() -> None:
    place = Intervals("", "", [Interval("a", 0.5, 0.0, 90)], "", "").places[0]
    assert (place.cut_low, place.cut_high, place.low, place.high) == (True, True, 0, 100)
    assert place.words == "0,50 (0,00–90,00)"


def test_a_hundred_are_a_hundred_in_their_order() -> None:
    parts = [Part(46, "faller"), Part(30, "varken"), Part(24, "ökar")]
    squares = Hundred("Hundra", "", parts).squares
    assert [sum(each.part == n for each in squares) for n in (1, 2, 3)] == [46, 30, 24]
    assert (squares[0].x, squares[0].y, squares[-1].x, squares[-1].y) == (0, 0, 19, 4)
    with pytest.raises(ValueError, match="a hundred together"):
        Hundred("Hundra", "", parts[:2])


def test_small_multiples_share_one_scale_and_break_where_nothing_was_counted() -> None:
    months = [Month("jan", 2.0), Month("feb", None), Month("mar", 4.0), Month("apr", 1.0)]
    flat = [Month(each.label, 1.0) for each in months]
    chart = Multiples("Många", "", "problem", [Series("a", months), Series("b", flat)], 2)
    first, second = chart.panels
    assert (chart.top, chart.mark) == (4.0, 50.0)
    assert [len(each.split()) for each in first.stretches] == [1, 2]
    assert (first.before, first.after) == (2.0, 5.0)
    assert second.stretches == ["12.50,75.00 37.50,75.00 62.50,75.00 87.50,75.00"]
    assert (first.first, second.first) == (True, False)
    nothing = Multiples("Tomt", "", "problem", [Series("a", [])], 0)
    assert (nothing.mark, nothing.top) == (0.0, 1.0)


def test_cases_in_a_row_stand_on_one_scale_and_never_hide_each_other() -> None:
    dots = [Dot(84, "a", Shape.FULL), Dot(85, "b", Shape.HOLLOW), Dot(168, "c", Shape.CROSS)]
    chart = Spread("", "", "", [Row("torg", dots)], end=168, step=24, shapes=[])
    [(_, places)] = chart.places
    assert [place.at for place in places] == [50, 50.595, 100]
    assert places[0].level != places[1].level
    assert places[0].level == places[2].level
    assert [tick.words for tick in chart.axis][-1] == "168"
