from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaka.needs.rules.disclosure import THRESHOLD, shared

TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 4, 5, 9, 30]), min_size=width, max_size=width),
        min_size=1,
        max_size=4,
    )
)


def told(counts):
    rows, columns = (
        [str(n) for n in range(len(counts))],
        [str(n) for n in range(len(counts[0]))],
    )
    return shared(rows, columns, counts)


def whole(counts):
    table = [[*row, sum(row)] for row in counts]
    return [*table, [sum(column) for column in zip(*table, strict=True)]]


def test_what_is_large_or_nought_is_shown_with_its_sums():
    table = told([[12, 0], [30, 7]])
    assert table.counts == [[12, 0, 12], [30, 7, 37], [42, 7, 49]]
    assert table.hidden == 0


def test_a_small_count_takes_others_with_it_so_that_no_subtraction_gives_it():
    table = told([[3, 20, 40], [15, 8, 60], [50, 70, 90]])
    # 3 alone would be 63 - 20 - 40; with 20, 15 and 8 hidden nothing gives it.
    assert table.counts == [
        [None, None, 40, 63],
        [None, None, 60, 83],
        [50, 70, 90, 210],
        [68, 98, 190, 356],
    ]


def test_two_small_counts_in_a_row_are_not_told_together_either():
    table = told([[1, 2, 50, 60], [20, 30, 40, 50]])
    assert table.counts[0].count(None) >= 3


def test_one_small_count_alone_hides_its_sums():
    assert told([[3]]).counts == [[None, None], [None, None]]


def test_four_reports_are_hidden_and_five_are_shown():
    assert THRESHOLD == 5
    assert told([[4, 40], [40, 40]]).counts[0][0] is None
    assert told([[5, 40], [40, 40]]).hidden == 0


@given(TABLES)
def test_no_small_count_is_shown_and_every_shown_one_is_true(counts):
    table = told(counts)
    for row, true in zip(table.counts, whole(counts), strict=True):
        for shown, count in zip(row, true, strict=True):
            assert shown == count or shown is None
            assert not (shown and shown < THRESHOLD)


@given(TABLES)
def test_whoever_solves_the_sums_gets_no_hidden_count(counts):
    """The equations of all rows and columns leave each hidden count free."""
    shown = told(counts).counts
    height, width = len(shown), len(shown[0])
    hidden = [at for at in product(range(height), range(width)) if shown[at[0]][at[1]] is None]
    equations = np.zeros((height + width, len(hidden)))
    for number, (row, column) in enumerate(hidden):
        equations[row, number] = -1 if column == width - 1 else 1
        equations[height + column, number] = -1 if row == height - 1 else 1
    _u, size, free = np.linalg.svd(equations, full_matrices=True)
    rank = int((size > 1e-9).sum())
    for number in range(len(hidden)):
        assert np.abs(free[rank:, number]).max(initial=0) > 1e-9


@given(TABLES)
def test_no_hidden_part_of_a_shown_sum_is_small(counts):
    shown, true = np.array(told(counts).counts, dtype=object), np.array(whole(counts))
    for lines in (zip(shown, true, strict=True), zip(shown.T, true.T, strict=True)):
        for line, exact in lines:
            gone = sum(n for n, told in zip(exact[:-1], line[:-1], strict=True) if told is None)
            assert line[-1] is None or gone == 0 or gone >= THRESHOLD


@pytest.mark.parametrize("counts", [[[1, 6], [7, 2]], [[3, 9], [0, 6]], [[2, 5], [5, 5]]])
def test_every_hidden_count_could_be_several_others(counts):
    """All tables of two by two that would be shown alike, by trying each."""
    shown = told(counts).counts
    alike = [
        whole([[a, b], [c, d]])
        for a, b, c, d in product(range(13), repeat=4)
        if all(
            told in (None, n)
            for line, row in zip(shown, whole([[a, b], [c, d]]), strict=True)
            for told, n in zip(line, row, strict=True)
        )
    ]
    for row, column in product(range(3), repeat=2):
        if shown[row][column] is None:
            assert len({table[row][column] for table in alike}) > 1
