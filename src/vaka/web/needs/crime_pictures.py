"""The figures of a situation picture of crime as pictures, small counts hidden."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaka.needs.rules.crime_figures import ByYear, CrimeFigures
from vaka.needs.rules.reports import SurveyFigure
from vaka.needs.rules.survey import indicator_name
from vaka.web.charts import Bar, CategoryBars, Month, Months, PartsOfWeek
from vaka.web.needs.pictures import category_name


@dataclass(frozen=True)
class Shown:
    """A table in words: the years, and a line for each kind and for the sums."""

    years: Sequence[int]
    lines: Sequence[tuple[str, Sequence[int | None]]]


def shown(told: ByYear) -> Shown:
    """Return a table of kinds (codes) by year, its sums named."""
    language = get_language() or "sv"
    names = [*(category_name(code, language) for code in told.kinds), _("Together")]
    return Shown(told.years, list(zip(names, told.counts, strict=True)) if told.kinds else [])


def kinds(figures: CrimeFigures) -> CategoryBars:
    """Return how many of each kind were reported in the last year."""
    told = shown(figures.reported)
    return CategoryBars(
        title=_("What was reported in %(year)s, by kind") % {"year": told.years[-1]},
        summary=_(
            "All boards' places together: reported by those who were hit or observed by others."
            " What was found by looking for it is left out, and so are feelings. A kind whose"
            " count is hidden stands in the table alone."
        ),
        unit=_("reports"),
        bars=[
            Bar(name, count)
            for name, counts in told.lines[:-1]
            if (count := counts[-1]) is not None
        ],
    )


def years(figures: CrimeFigures) -> Months:
    """Return how many were reported in each year."""
    told = figures.reported
    return Months(
        title=_("What was reported, by year"),
        summary=_("More reports can mean that more is reported, and not that more happened."),
        unit=_("reports"),
        months=[
            Month(str(year), count) for year, count in zip(told.years, told.sums, strict=False)
        ],
    )


def parts(figures: CrimeFigures) -> PartsOfWeek:
    """Return when in the week of the last year it was."""
    table = figures.by_time
    return PartsOfWeek(
        title=_("When in the week, %(year)s") % {"year": figures.reported.years[-1]},
        summary=_("By the middle of each interval, local time, in parts of six hours."),
        unit=_("reports"),
        parts=table.columns,
        counts=[line[:-1] for line in table.counts[:-1]],
        hidden_words=_("hidden"),
    )


def survey_line(figure: SurveyFigure) -> tuple[str, str]:
    """Return a survey figure as its name and what it says."""
    language = get_language() or "sv"
    share = f"{figure.share:g} %" if figure.share is not None else f"{figure.score:g}"
    name = f"{figure.area}, {indicator_name(figure.indicator, language)}"
    return f"{name} {figure.year}", share.replace(".", "," if language == "sv" else ".")
