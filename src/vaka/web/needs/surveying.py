"""Pages of the safety survey: its trend and map, one indicator at a time, and its areas."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaka.core.errors import BadInput
from vaka.municipality.rules import Permission, boards_with
from vaka.needs import actions, queries
from vaka.needs.rules.series import PROBLEM_INDEX
from vaka.needs.rules.survey import indicator_name
from vaka.web.acting import actor, now
from vaka.web.needs import survey_pictures
from vaka.web.needs.survey import survey_lines
from vaka.web.policy import policy
from vaka.web.stages import Crumb

LARGEST = 4 * 1024 * 1024


class AreasForm(forms.Form):
    """A GeoJSON file of the areas that the survey tells of."""

    file = forms.FileField(
        label=gettext_lazy("Areas (GeoJSON)"),
        help_text=gettext_lazy(
            "Each with name, level (city, area, sub-area) and within. 4 MiB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )

    def clean_file(self) -> tuple[str, bytes]:
        """Return the file's name and bytes."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 4 MiB."))
        return str(sent.name), bytes(sent.read())


@policy(Permission.SEE)
def survey(request: HttpRequest) -> HttpResponse:
    """Show one indicator, area by area: its trend, its map, what its changes can carry."""
    return _page(request, AreasForm())


@policy(Permission.IMPORT_SURVEY)
@require_POST
def take_areas(request: HttpRequest) -> HttpResponse:
    """Take in the areas of the survey."""
    form = AreasForm(request.POST, request.FILES)
    if form.is_valid():
        name, content = form.cleaned_data["file"]
        try:
            count = actions.import_areas(content, name=name, by=actor(request), at=now())
        except BadInput as problem:
            form.add_error("file", f"{problem.where}: {problem.problem}. {problem.mend}.")
        else:
            messages.success(request, _("%(count)s areas taken in.") % {"count": count})
            return redirect("needs:survey")
    return _page(request, form)


def _page(request: HttpRequest, form: AreasForm) -> HttpResponse:
    by, language = actor(request), get_language() or "sv"
    told, areas = queries.survey_series(by=by), queries.survey_areas(by=by)
    indicators = sorted({one.indicator for one in told}, key=lambda i: (i != PROBLEM_INDEX, i))
    asked = request.GET.get("indicator", "")
    chosen = asked if asked in indicators else next(iter(indicators), "")
    shown = survey_pictures.in_order([one for one in told if one.indicator == chosen], areas)
    levels = {area.name: area.level for area in areas}
    lines = survey_lines(shown, language)
    page = {
        "indicators": [(code, indicator_name(code, language)) for code in indicators],
        "chosen": chosen,
        "lines": [(line, levels.get(line.series.area, "")) for line in lines],
        "trend": survey_pictures.trend(shown, language) if shown else None,
        "map": survey_pictures.area_map(shown, areas, language),
        "heats": survey_pictures.heats(shown),
        "may_import": bool(boards_with(by, Permission.IMPORT_SURVEY)),
        "form": form,
        "trail": [Crumb(_("Sites"), reverse("needs:index"))],
    }
    return render(request, "needs/survey_page.html", page, status=400 if form.errors else 200)
