"""Pictures of figures: plain values in, places on a plane out; templates draw them as SVG.

Every place is a percentage of the picture, so that bars stretch with the page while words keep
their size. Lengths begin at nought; ratios stand on a log scale.
"""

from vaka.web.charts.categories import Bar, CategoryBars
from vaka.web.charts.day import Band, Day, Seek
from vaka.web.charts.hundred import Hundred, Part
from vaka.web.charts.intervals import Interval, Intervals
from vaka.web.charts.months import Lines, Mark, Month, Months, Series
from vaka.web.charts.multiples import Multiples
from vaka.web.charts.parts import PartsOfWeek
from vaka.web.charts.spread import Dot, Row, Shape, Spread
from vaka.web.charts.week import HourOfWeek
from vaka.web.charts.years import Place, Reading, Years

Chart = (
    CategoryBars
    | Months
    | Lines
    | HourOfWeek
    | Intervals
    | Day
    | Hundred
    | Multiples
    | PartsOfWeek
    | Spread
    | Years
)

__all__ = [
    "Band",
    "Bar",
    "CategoryBars",
    "Chart",
    "Day",
    "Dot",
    "HourOfWeek",
    "Hundred",
    "Interval",
    "Intervals",
    "Lines",
    "Mark",
    "Month",
    "Months",
    "Multiples",
    "Part",
    "PartsOfWeek",
    "Place",
    "Reading",
    "Row",
    "Seek",
    "Series",
    "Shape",
    "Spread",
    "Years",
]
