"""Pages that take files in: choose, map the columns, see what would come, keep it, undo it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import BadInput, Conflict
from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission, may
from vaka.needs import actions, queries
from vaka.needs.rules import columns as maps
from vaka.needs.rules.categories import categories
from vaka.needs.rules.columns import LEAVE_OUT, ColumnMap
from vaka.needs.rules.problem_rows import COLUMNS as PROBLEM_COLUMNS
from vaka.needs.rules.reports import ImportReport
from vaka.needs.rules.survey_rows import COLUMNS as SURVEY_COLUMNS
from vaka.needs.rules.table import Fault, Table, fits, opened
from vaka.response import queries as response
from vaka.response.rules.reporting import SOURCE as FROM_CENTRE
from vaka.web.acting import actor, now
from vaka.web.needs import pictures
from vaka.web.needs.forms import PROBLEMS, ImportForm
from vaka.web.needs.mapping import COLUMN, ColumnsForm, chosen, first_choice
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words

Result = TypeVar("Result")
WORDS_ASKED, REASONS_SHOWN = 40, 50


@policy(Permission.IMPORT_PROBLEMS)
def import_file(request: HttpRequest) -> HttpResponse:
    """Try a file, show what it would bring and which rows are bad, then take it in."""
    by, sent = actor(request), request.method == "POST"
    form = ImportForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"site": request.GET.get("site", "")},
    ).offer(by)
    if not form.is_valid():
        return _chosen(request, form)
    if form.cleaned_data["kind"] == PROBLEMS:
        return _problems(request, form, by)
    return _survey(request, form, by)


def _chosen(
    request: HttpRequest, form: ImportForm, more: Mapping[str, object] | None = None
) -> HttpResponse:
    """Return the page on which a file is chosen, and on which it is told what it holds."""
    told = {
        "form": form,
        "trail": [_sites()],
        "columns": [(_("Problems"), PROBLEM_COLUMNS), (_("Safety survey"), SURVEY_COLUMNS)],
        **(more or {}),
    }
    status = 400 if form.errors else 200
    return render(request, "needs/import.html", told, status=status)


def _sites() -> Crumb:
    return Crumb(_("Sites"), reverse("needs:index"))


def _read(form: ImportForm, reading: Callable[[], Result]) -> Result | None:
    """Return what is read; a file that cannot be read is said in the form."""
    try:
        return reading()
    except BadInput as problem:
        form.add_error("file", f"{problem.where}: {problem.problem}. {problem.mend}.")
        return None


def _survey(request: HttpRequest, form: ImportForm, by: Actor) -> HttpResponse:
    file, name = form.body, form.called
    plan = _read(form, lambda: queries.plan_survey(file, name=name, by=by))
    if plan and "confirm" in request.POST:
        messages.success(
            request, _taken(actions.import_survey(file, name=name, by=by, at=now()))
        )
        return redirect("needs:index")
    more = _of_report(plan.report, {}) if plan else {}
    return _chosen(request, form, more)


def _problems(request: HttpRequest, form: ImportForm, by: Actor) -> HttpResponse:
    sheet = request.POST.get("sheet", "")
    table = _read(form, lambda: opened(form.body, name=form.called, sheet=sheet))
    if table is None:
        return _chosen(request, form)
    if fits(table, PROBLEM_COLUMNS):
        return _tried(request, form, None, by)
    told = _columns(request, form, table, by)
    if isinstance(told, ColumnsForm):
        return _mapped(request, form, table, told)
    return _tried(request, form, told, by)


def _columns(
    request: HttpRequest, form: ImportForm, table: Table, by: Actor
) -> ColumnMap | ColumnsForm:
    """Return how the file is read: as was said now, or before of its source; else the form."""
    language, sent = get_language() or "sv", request.POST
    told = _sent_back(request)
    if "source" in sent:
        asked = ColumnsForm(sent).offer(table.headings, language)
        words = told.words if told else {}
        return (
            asked.map(sheet=sent.get("sheet", ""), words=words) if asked.is_valid() else asked
        )
    if told and "remap" not in sent:
        return told
    known = queries.sources(form.cleaned_data["site"], by=by)
    told = told or maps.recognised(known, table.headings)
    if told and "remap" not in sent:
        return replace(told, sheet=sent.get("sheet", "") or told.sheet)
    first = chosen(table, told) if told else first_choice(table, maps.proposed(table.headings))
    return ColumnsForm(initial=first).offer(table.headings, language)


def _sent_back(request: HttpRequest) -> ColumnMap | None:
    """Return the map that the page sent along, with what was said of strange words since.

    :raises BadInput: when it is none of ours.
    """
    if not (text := request.POST.get("map")):
        return None
    try:
        told = maps.read(json.loads(text), where="map")
    except ValueError:
        raise BadInput("map", "it is no JSON", "Begin again with the file") from None
    strange, means = request.POST.getlist("strange"), request.POST.getlist("means")
    pairs = zip(strange, means, strict=False)
    more = {word.casefold(): code for word, code in pairs if code in (*categories(), LEAVE_OUT)}
    return replace(told, words={**told.words, **more})


@dataclass(frozen=True)
class Heading:
    """A heading of the file, the first values under it, and the choice of our column."""

    values: Sequence[str]
    field: BoundField


def _mapped(
    request: HttpRequest, form: ImportForm, table: Table, asked: ColumnsForm
) -> HttpResponse:
    """Return the page on which each heading with its first values gets one of our columns."""
    values = maps.first_values(table)
    told = {
        "form": form,
        "asked": asked,
        "headings": [
            Heading(values[str(field.label)], asked[name])
            for name, field in asked.fields.items()
            if name.startswith(COLUMN)
        ],
        "sheets": table.sheets if len(table.sheets) > 1 else (),
        "sheet": request.POST.get("sheet", ""),
        "trail": [_sites(), Crumb(_("Take in a file"), reverse("needs:import"))],
    }
    status = 400 if asked.errors else 200
    return render(request, "needs/import_columns.html", told, status=status)


def _tried(
    request: HttpRequest, form: ImportForm, told: ColumnMap | None, by: Actor
) -> HttpResponse:
    """Return the page that shows what would come in, or take it in when that was confirmed."""
    site = form.cleaned_data["site"]
    file = {"name": form.called, "site": site, "columns": told, "by": by, "at": now()}
    plan = _read(form, lambda: queries.plan_problems(form.body, **file))
    if plan is None:
        return _chosen(request, form)
    if "confirm" in request.POST:
        if told and told != queries.columns_of(told.source, site=site, by=by):
            actions.tell_columns(told, site=site, by=by, at=now())
        messages.success(request, _taken(actions.import_problems(form.body, **file)))
        return redirect("needs:site", site)
    more = {
        **_of_report(plan.report, plan.strange if told else {}),
        "map": told,
        "map_text": json.dumps(told.document()) if told else "",
        "strange": list(plan.strange.items())[:WORDS_ASKED] if told else [],
        "kinds": categories().values(),
        "leave_out": LEAVE_OUT,
    }
    if plan.read:
        place = municipality.site(site, by=by)
        more |= pictures.of_import(plan.read, place, get_language() or "sv", queries.zone())
    return _chosen(request, form, more)


def _of_report(report: ImportReport, asked: Mapping[str, int]) -> dict[str, object]:
    """Return a report as the page tells it; words that are asked for are not told again."""
    reasons = [
        row
        for row in report.reasons
        if row.fault is not Fault.UNKNOWN_VALUE or row.value not in asked
    ]
    shown = reasons[:REASONS_SHOWN]
    return {
        "report": report,
        "taken": report.new + report.changed,
        "shown_reasons": shown,
        "more_reasons": report.rejected - sum(asked.values()) - len(shown),
    }


def _taken(report: ImportReport) -> str:
    return _("%(new)s new, %(changed)s changed, %(rejected)s left out.") % report.counts()


@policy(Permission.SEE)
def imports(request: HttpRequest, key: str) -> HttpResponse:
    """Show what was taken in at a site, and what of it can be undone."""
    by = actor(request)
    site = municipality.site(key, by=by)
    told = {
        "site": site,
        "brought": queries.brought_to(key, by=by),
        "sources": queries.sources(key, by=by),
        "may_import": may(by, Permission.IMPORT_PROBLEMS, board=site.board_id),
        "trail": [_sites(), Crumb(site.name, reverse("needs:site", args=[key]))],
    }
    return render(request, "needs/imports.html", told)


@policy(Permission.IMPORT_PROBLEMS)
@require_POST
def centre(request: HttpRequest, key: str) -> HttpResponse:
    """Take in what the safety centre has closed and found real at the site."""
    by = actor(request)
    found = response.reports(key, by=by)
    report = actions.import_rows(found, name=FROM_CENTRE, site=key, by=by, at=now())
    messages.success(request, _taken(report))
    return redirect("needs:imports", key)


@policy(Permission.IMPORT_PROBLEMS)
@require_POST
def undo(request: HttpRequest, key: str, brought: str) -> HttpResponse:
    """Take back what an import brought; what is cited stays, and the page says why."""
    try:
        row = actions.undo_import(brought, by=actor(request), at=now())
    except Conflict as no:
        messages.error(request, in_words(no.reason, "why-not"))
    else:
        messages.success(request, _("%(name)s is taken back.") % {"name": row.name})
    return redirect("needs:imports", key)
