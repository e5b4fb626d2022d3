"""An area on the ground, drawn in a form on a map of what is known to lie there."""

from django import forms

from vaka.municipality import queries as municipality
from vaka.municipality.rules import Actor, Permission
from vaka.operation import queries as operation
from vaka.web.maps import CameraMark, Map


class AreaField(forms.CharField):
    """An area as GeoJSON text (WGS 84): drawn on `around`, or pasted where that is None."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})
    around: Map | None = None


def draw_around(form: forms.Form, field: str, *, by: Actor, permission: Permission) -> None:
    """Let a field's area be drawn among the places for which the actor may do that.

    Where there are none there is nothing to draw by, and an area is pasted.
    """
    drawn = form.fields[field]
    assert isinstance(drawn, AreaField)
    sites = municipality.sites(by=by, permission=permission)
    outlines = [
        {"type": "Feature", "geometry": site.outline, "properties": {"label": site.name}}
        for site in sites
    ]
    if not outlines:
        return
    standing = operation.placements(by=by).filter(ends_at=None)
    drawn.around = Map(
        title=str(drawn.label),
        summary=", ".join(site.name for site in sites),
        area={"type": "FeatureCollection", "features": outlines},
        cameras=[
            CameraMark(row.camera.name, row.longitude, row.latitude, row.direction_deg)
            for row in standing
        ],
    )
