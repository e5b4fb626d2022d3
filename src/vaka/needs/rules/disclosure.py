"""Counts that leave the house: small ones are hidden, and cannot be had by subtracting.

Hidden is 1–4. "Some agencies require at least five respondents in a cell, others require
three" (Glossary of Statistical Disclosure Control, UNECE/Eurostat 2005): we take the stricter.
A nought tells of nobody and is shown.

A table with its sums is a graph: rows and columns are its points, hidden counts its lines. A
hidden count is fixed by the others when its line is on no circle, and only then (Gusfield 1988,
SIAM J Comput 17:552–571): around a circle one may add and take away one, in turn, and every sum
stays. So for each small count a circle is closed by hiding what costs least.
"""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

THRESHOLD = 5

Table = list[list[int]]
Place = tuple[int, int]


@dataclass(frozen=True)
class SharedTable:
    """Counts by row and column with their sums last; None is hidden."""

    rows: Sequence[str]
    columns: Sequence[str]
    counts: Sequence[Sequence[int | None]]

    @property
    def hidden(self) -> int:
        """Return how many of the counts and sums are hidden."""
        return sum(count is None for row in self.counts for count in row)


def shared(
    rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]]
) -> SharedTable:
    """Return the counts as they may leave the house, with their sums."""
    table = _with_sums(counts)
    hidden = {
        (row, column) for row, column in _places(table) if 0 < table[row][column] < THRESHOLD
    }
    before = -1
    # What is hidden for one reason may open another; it ends, since nothing is shown again.
    while len(hidden) > before:
        before = len(hidden)
        for place in sorted(hidden):
            hidden |= _circle(table, hidden, place)
        for line in _lines(table):
            hidden |= _filled_up(table, hidden, line)
    shown = [
        [None if (row, column) in hidden else count for column, count in enumerate(told)]
        for row, told in enumerate(table)
    ]
    return SharedTable(rows, columns, shown)


def _with_sums(counts: Sequence[Sequence[int]]) -> Table:
    table = [[*row, sum(row)] for row in counts]
    return [*table, [sum(column) for column in zip(*table, strict=True)]] if table else [[0]]


def _places(table: Table) -> Iterator[Place]:
    return product(range(len(table)), range(len(table[0])))


def _lines(table: Table) -> list[list[Place]]:
    """Return each row and column of places, its sum last."""
    across = [[(row, c) for c in range(len(table[0]))] for row in range(len(table))]
    return across + [list(line) for line in zip(*across, strict=True)]


def _circle(table: Table, hidden: set[Place], place: Place) -> set[Place]:
    """Return what must be hidden besides, so that the place lies on a circle.

    The cheapest way back from its column to its row: what is hidden already costs nothing, what
    is shown costs its count, and a nought is no way. There always is one, by the sums.
    """
    rows, width = len(table), len(table[0])
    start, goal = place[0], rows + place[1]
    best: list[tuple[int, int, list[Place]]] = [(0, start, [])]
    seen: set[int] = set()
    while True:
        cost, point, way = heapq.heappop(best)
        if point == goal:
            return set(way)
        if point in seen:
            continue
        seen.add(point)
        steps = (
            [(point, column) for column in range(width)]
            if point < rows
            else [(row, point - rows) for row in range(rows)]
        )
        for step in steps:
            count = table[step[0]][step[1]]
            if count and step != place:
                further = rows + step[1] if point < rows else step[0]
                more = 0 if step in hidden else count
                heapq.heappush(best, (cost + more, further, [*way, step]))


def _filled_up(table: Table, hidden: set[Place], line: list[Place]) -> set[Place]:
    """Return what must be hidden besides, so that no hidden part of a sum is small.

    Where the sum is shown, what is hidden beneath it is known together.
    """
    *parts, total = line
    gone = sum(table[row][column] for row, column in hidden.intersection(parts))
    if total in hidden or not 0 < gone < THRESHOLD:
        return set()
    left = [place for place in parts if place not in hidden and table[place[0]][place[1]]]
    return {min(left, key=lambda place: table[place[0]][place[1]], default=total)}
