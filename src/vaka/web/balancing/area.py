"""The page where a camera is tried on the map: what it would see, and whom."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaka.balancing import actions, queries
from vaka.geometry import sweref
from vaka.geometry.buildings import Use
from vaka.geometry.camera import Camera
from vaka.geometry.coverage import Coverage, as_geojson
from vaka.geometry.detail import WIDEST
from vaka.law.eu.identification import STANDARD
from vaka.municipality.rules import Permission
from vaka.web.acting import actor, now
from vaka.web.maps import CameraMark, Map
from vaka.web.policy import policy
from vaka.web.stages import Crumb
from vaka.web.words import in_words

if TYPE_CHECKING:
    from vaka.balancing.models import Balancing

# A common dome on a lamp post, to begin with.
BEGUN = {"height": 4, "direction": 0, "angle": 80, "pixels": 1280, "other_angle": 40}


class AreaForm(forms.Form):
    """Where a camera would stand, and with which lens."""

    longitude = forms.FloatField(label=gettext_lazy("Longitude"), min_value=10, max_value=25)
    latitude = forms.FloatField(label=gettext_lazy("Latitude"), min_value=55, max_value=70)
    height = forms.FloatField(
        label=gettext_lazy("Height over ground, m"), min_value=0, max_value=100
    )
    direction = forms.FloatField(
        label=gettext_lazy("Direction, degrees from north"), min_value=0, max_value=360
    )
    angle = forms.FloatField(
        label=gettext_lazy("Angle of view, degrees"), min_value=1, max_value=WIDEST
    )
    pixels = forms.IntegerField(
        label=gettext_lazy("Width of the picture, pixels"), min_value=1, max_value=20_000
    )

    other_angle = forms.FloatField(
        label=gettext_lazy("Compare with an angle of view of, degrees"),
        min_value=1,
        max_value=WIDEST,
        required=False,
    )

    def camera(self) -> Camera:
        """Return the camera that is tried."""
        told = self.cleaned_data
        return Camera(
            longitude=told["longitude"],
            latitude=told["latitude"],
            height=told["height"],
            bearing=told["direction"],
            angle=told["angle"],
            pixels=told["pixels"],
        )


@dataclass(frozen=True)
class Spared:
    """How much is seen as tried, and what a mask and another lens leave of it."""

    label: str
    tried: float
    masked: float
    lens: float | None


def _spared(row: "Balancing", form: AreaForm, found: Coverage) -> list[Spared]:
    """Return what is left of each level in m², and of the buildings by use."""
    inside = queries.covered_inside(row, form.camera())
    angle = form.cleaned_data["other_angle"]
    lens = queries.covered(row, replace(form.camera(), angle=angle)) if angle else None
    levels = [
        Spared(
            f"{in_words(each.level, 'detail')}, m²",
            each.square_metres,
            inside.area(each.level).square_metres,
            lens.area(each.level).square_metres if lens else None,
        )
        for each in found.areas
    ]
    uses = [
        Spared(
            in_words(use, "use"),
            found.count(use),
            inside.count(use),
            lens.count(use) if lens else None,
        )
        for use in Use
    ]
    return [*levels, *uses]


@policy(Permission.DRAFT_ASSESSMENT)
def area(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a camera would see; when it is right, take it as the watched area."""
    by = actor(request)
    row = queries.balancing(key, by=by, permission=Permission.DRAFT_ASSESSMENT)
    form = AreaForm(_tried(request, row))
    found = queries.covered(row, form.camera()) if form.is_valid() else None
    if request.method == "POST" and found:
        answers = _answers(found)
        actions.answer(balancing=row.id, answers=answers, by=by, at=now())
        messages.success(request, _("The watched area is kept as your answer."))
        return redirect("balancing:section", row.id, 1)
    told = {
        "balancing": row,
        "form": form,
        "found": found,
        "spared": _spared(row, form, found) if found else [],
        "counts": [(use, found.count(use)) for use in Use] if found else [],
        "map": _map(form, found, row) if found else None,
        "standard": STANDARD,
        "trail": [
            Crumb(_("Balancing tests"), reverse("balancing:index")),
            Crumb(row.site.name, reverse("balancing:assessment", args=[row.id])),
        ],
    }
    return render(request, "balancing/area.html", told)


def _tried(request: HttpRequest, row: "Balancing") -> QueryDict | dict[str, object]:
    """Return what the form was sent; to begin with, a camera in the middle of the place."""
    sent = request.POST if request.method == "POST" else request.GET
    if "angle" in sent:
        return sent
    return {**BEGUN, "longitude": row.site.longitude, "latitude": row.site.latitude}


def _answers(found: Coverage) -> dict[str, object]:
    """Return the answers that the drawing gives; what it does not see it leaves unanswered."""
    seen = {
        "homes_in_view": found.count(Use.HOME),
        "workplace_in_view": found.count(Use.WORKPLACE),
    }
    in_view = {question: True for question, count in seen.items() if count}
    return {"watched_area": sweref.to_geojson(found.widest), **in_view}


def _map(form: AreaForm, found: Coverage, row: "Balancing") -> Map:
    told = as_geojson(found, standard=STANDARD)
    features = told["features"]
    assert isinstance(features, list)
    levels = [
        {**each, "properties": {"label": in_words(each["properties"]["level"], "detail")}}
        for each in features[: len(found.areas)]
        if each["geometry"]
    ]
    camera = form.cleaned_data
    return Map(
        title=_("What the camera would see"),
        summary=_("%(area)s m², cut by the buildings around.")
        % {"area": f"{found.areas[0].square_metres:.0f}"},
        base=row.site.surroundings,
        area={"type": "FeatureCollection", "features": levels},
        cameras=[
            CameraMark(
                _("The camera that is tried"),
                camera["longitude"],
                camera["latitude"],
                camera["direction"],
            )
        ],
    )
