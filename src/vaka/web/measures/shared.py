"""All sites together: what ours and others' evaluations say, and what they let one expect."""

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from vaka.measures import actions, queries
from vaka.measures.rules.evidence import Group
from vaka.measures.rules.shared import Living, living
from vaka.measures.rules.site_effects import line
from vaka.municipality.rules import Permission, boards_with
from vaka.web.accepting import accepted
from vaka.web.acting import actor, now
from vaka.web.measures.pictures import forest
from vaka.web.policy import policy
from vaka.web.stages import Crumb

LARGEST = 1024 * 1024


class EffectsForm(forms.Form):
    """A file of shared effects, a line each."""

    file = forms.FileField(
        label=gettext_lazy("Shared effects (JSON lines)"),
        help_text=gettext_lazy("As another municipality exported them; at most 1 MiB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".jsonl,.ndjson"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Ask for a file that is not too large."""
        file = self.cleaned_data["file"]
        assert isinstance(file, UploadedFile)
        if file.size is None or file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 1 MiB."))
        return file


@policy(Permission.SEE)
@require_GET
def shared(request: HttpRequest) -> HttpResponse:
    """Show every shared site with the pooled effect, by the grouping asked for."""
    return _page(request, EffectsForm())


@policy(Permission.IMPORT_EVIDENCE)
def take_in(request: HttpRequest) -> HttpResponse:
    """Take in what other municipalities share."""
    sent = request.method == "POST"
    form = EffectsForm(request.POST, request.FILES) if sent else EffectsForm()
    by, counts = actor(request), dict[str, int]()

    def take() -> None:
        file = form.cleaned_data["file"]
        plan = actions.import_effects(file.read(), name=str(file.name), by=by, at=now())
        counts.update(new=len(plan.new), changed=len(plan.changed), rejected=len(plan.rejected))

    if sent and accepted(form, take):
        said = _("%(new)s new, %(changed)s changed, %(rejected)s left out.")
        messages.success(request, said % counts)
        return redirect("measures:shared")
    return _page(request, form)


def _page(request: HttpRequest, form: EffectsForm) -> HttpResponse:
    by, chosen = actor(request), request.GET.get("by", "")
    group = Group(chosen) if chosen in set(Group) else Group.ALL
    found = living(queries.shared_effects(by=by), by=group)
    told = {
        "living": found,
        "picture": forest(found, group, ours=queries.own_code()) if found.sites else None,
        "groups": list(Group),
        "group": group,
        "without": _without(found),
        "form": form,
        "may_import": bool(boards_with(by, Permission.IMPORT_EVIDENCE)),
        "trail": [Crumb(_("Sites"), reverse("measures:index"))],
    }
    return render(request, "measures/shared.html", told, status=400 if form.errors else 200)


def _without(found: Living) -> list[tuple[str, float, float, float]]:
    return [
        (code, each.mean.estimate, each.mean.low, each.mean.high)
        for code, each in found.without.items()
    ]


@policy(Permission.SEE)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Hand out our own sites as lines that name no place."""
    by, ours = actor(request), queries.own_code()
    lines = [line(each) for each in queries.shared_effects(by=by) if each.municipality == ours]
    response = HttpResponse(
        "".join(f"{each}\n" for each in lines), content_type="application/x-ndjson"
    )
    response["Content-Disposition"] = 'attachment; filename="vaka-effects.jsonl"'
    return response
