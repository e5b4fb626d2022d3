"""The page of what may be shared of a site's problems, and the file of it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Permission
from vaka.needs import queries
from vaka.needs.rules.disclosure import THRESHOLD, SharedTable
from vaka.web.acting import actor, now
from vaka.web.needs.pictures import category_name
from vaka.web.policy import policy
from vaka.web.stages import Crumb

# As official statistics write what may not be told.
HIDDEN = ".."


@dataclass(frozen=True)
class Shown:
    """A table in words: a title, the years, and a line for each kind and for the sum."""

    title: str
    years: Sequence[str]
    lines: Sequence[tuple[str, Sequence[int | None]]]


@policy(Permission.SEE)
def shared(request: HttpRequest, key: str) -> HttpResponse:
    """Show the counts of a site as they may be shared, or hand them out as a file."""
    by = actor(request)
    site = municipality.site(key, by=by)
    told = queries.shared_counts(key, by=by, at=now())
    tables = [
        _shown(_("Reported by those who were hit, or observed"), told.reported),
        _shown(_("Found by looking for it"), told.found),
    ]
    if request.GET.get("form") == "csv":
        return _file(site.name, tables)
    trail = [
        Crumb(_("Sites"), reverse("needs:index")),
        Crumb(site.name, reverse("needs:site", args=[key])),
    ]
    page = {"site": site, "tables": tables, "threshold": THRESHOLD, "trail": trail}
    return render(request, "needs/shared.html", page)


def _shown(title: str, told: SharedTable) -> Shown:
    language = get_language() or "sv"
    names = [*(category_name(code, language) for code in told.rows), _("Together")]
    return Shown(title, told.columns, list(zip(names, told.counts, strict=True)))


def _file(name: str, tables: Sequence[Shown]) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text).writerows(row for table in tables for row in _rows(table))
    answer = HttpResponse(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment"
    answer.headers["Content-Disposition"] += f'; filename="{_plain(name)}.csv"'
    return answer


def _rows(table: Shown) -> Iterator[list[str]]:
    yield [table.title, *table.years, _("Together")]
    for name, counts in table.lines:
        yield [name, *(HIDDEN if count is None else str(count) for count in counts)]
    yield []


def _plain(name: str) -> str:
    return "".join(mark if mark.isalnum() and mark.isascii() else "-" for mark in name)
