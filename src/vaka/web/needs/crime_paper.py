"""The situation picture of crime as a paper that can be handed out."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaka.municipality import queries as municipality
from vaka.needs import queries
from vaka.needs.rules.crime_figures import ByYear, CrimeFigures
from vaka.needs.rules.disclosure import THRESHOLD
from vaka.paper import pictures
from vaka.paper.blocks import (
    Block,
    Bulleted,
    Facts,
    Figure,
    Heading,
    Paper,
    Paragraph,
    Table,
    paragraphs,
)
from vaka.web.needs.crime_pictures import shown, survey_line
from vaka.web.needs.sharing import HIDDEN
from vaka.web.words import SHORT_WEEKDAYS

if TYPE_CHECKING:
    from vaka.needs.models import CrimePicture


def paper(picture: "CrimePicture") -> Paper:
    """Return a picture as a paper in the reader's language."""
    place = municipality.municipality()
    title = _("Situation picture of crime %(first)s–%(last)s") % {
        "first": picture.first_year,
        "last": picture.last_year,
    }
    marks = [_("EXAMPLE")] if place.example else []
    if picture.decided_on is None:
        marks.append(_("DRAFT"))
    return Paper(
        title=f"{title}, {place.name}",
        author=f"{place.name}, {picture.board.name}",
        dated=picture.decided_on or queries.local_day(picture.written_at),
        blocks=tuple(_blocks(picture, place.name, title)),
        language=(get_language() or "sv")[:2],
        mark=" · ".join(marks),
    )


def decided_in_words(body: str, item: str, on: date) -> str:
    """Return who decided something, under which item and when."""
    return f"{body} {item}, {date_format(on, 'j F Y')}"


def in_groups(sha256: str) -> str:
    """Return a hash in groups of eight, so that it can be read aloud and breaks its line."""
    return " ".join(sha256[n : n + 8] for n in range(0, len(sha256), 8))


def _blocks(picture: "CrimePicture", place: str, title: str) -> Iterator[Block]:
    decided = (
        decided_in_words(picture.decided_by, picture.item, picture.decided_on)
        if picture.decided_on
        else _("not decided yet")
    )
    yield Facts(
        (
            (_("Municipality"), place),
            (_("Decided"), decided),
            (_("Number"), str(picture.number or "–")),
            ("SHA-256", in_groups(picture.sha256)),
        )
    )
    yield Heading(1, title)
    yield Paragraph(
        _(
            "A mapping of crime, its extent and consequences, other information that matters, "
            "and an analysis (2023:196, 4 §)."
        )
    )
    yield from _figures(picture)
    for heading, text in (
        (_("The crime and its extent"), picture.extent),
        (_("Its consequences"), picture.consequences),
        (_("Other information that matters"), picture.other),
        (_("Analysis"), picture.analysis),
    ):
        yield Heading(2, heading)
        yield from paragraphs(text or "–")
    yield from _rests_on(picture)


def _figures(picture: "CrimePicture") -> Iterator[Block]:
    drawn = picture.drawn()
    yield Heading(2, _("Figures"))
    if drawn.reported.kinds:
        yield from _reported(drawn)
    else:
        yield Paragraph(_("Nothing was reported in these years."))
    if drawn.survey:
        yield Heading(3, _("The safety survey"))
        told = map(survey_line, drawn.survey)
        yield Bulleted(tuple(f"{name}: {figure}" for name, figure in told))


def _reported(drawn: CrimeFigures) -> Iterator[Block]:
    years = [str(year) for year in drawn.reported.years]
    told = zip(years, map(_count, drawn.reported.sums), strict=True)
    yield Figure(
        svg=pictures.months(years, drawn.reported.sums),
        caption=_("Reports a year, all kinds and all boards' places"),
        words=", ".join(f"{year}: {count}" for year, count in told),
    )
    yield _table(_("Reported by those who were hit, or observed"), drawn.reported)
    if drawn.found.kinds:
        yield _table(_("Found by looking for it"), drawn.found)
    if drawn.by_time.rows:
        days = [*(_(day) for day in SHORT_WEEKDAYS), _("Together")]
        lines = zip(days, drawn.by_time.counts, strict=True)
        yield Table(
            _("When in the week, %(year)s") % {"year": years[-1]},
            (_("Day"), *drawn.by_time.columns, _("Together")),
            tuple((day, *map(_count, counts)) for day, counts in lines),
        )
    words = _("Two dots hide a count under %(least)s, and what it could be subtracted from.")
    yield Paragraph(words % {"least": THRESHOLD})


def _table(title: str, told: ByYear) -> Table:
    table = shown(told)
    head = (_("Kind"), *map(str, table.years))
    return Table(
        title, head, tuple((name, *map(_count, counts)) for name, counts in table.lines)
    )


def _count(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _rests_on(picture: "CrimePicture") -> Iterator[Block]:
    stated = [
        f"{row.site.name}, {date_format(row.stated_at, 'j F Y')} ({row.sha256[:12]})"
        for row in queries.cited(picture)
    ]
    if stated or picture.others:
        yield Heading(2, _("What it rests on"))
        yield Bulleted((*stated, *picture.others))
