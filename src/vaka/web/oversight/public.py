"""Pages that anybody may open: the public register, one camera, its sign, the checkpoint."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaka.oversight import queries
from vaka.oversight.documents.sign import sign_pdf
from vaka.oversight.queries import PublicCamera
from vaka.record import queries as records
from vaka.web.acting import actor, now
from vaka.web.decisions import reading
from vaka.web.maps import CameraMark, Map, together
from vaka.web.oversight.parts import parts
from vaka.web.policy import PUBLIC, policy
from vaka.web.stages import Crumb
from vaka.web.words import said


@policy(PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """Show every camera of the municipality on a map and in a list."""
    cameras = queries.public_cameras(at=now())
    told = {
        "cameras": cameras,
        "map": _map_of_all(cameras),
        "tabs": parts(actor(request), "oversight:index"),
        "public_url": settings.VAKA.public_url,
    }
    return render(request, "oversight/index.html", told)


@policy(PUBLIC)
def camera(request: HttpRequest, key: str) -> HttpResponse:
    """Show one camera as anybody may know it: who, why, where, when, how long, how to ask."""
    found = queries.public_camera(key, at=now())
    told = {
        "camera": found,
        "map": _map_of_one(found),
        "week": reading.week(found.terms),
        "hours": reading.hours_in_words(found.terms),
        "lines": [(said(line.label), said(line.text)) for line in found.sign_lines()],
        "trail": [Crumb(_("Register of cameras"), reverse("oversight:index"))],
    }
    return render(request, "oversight/camera.html", told)


@policy(PUBLIC)
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Hand out the sign of one camera as PDF, in the reader's language."""
    found = queries.public_camera(key, at=now())
    answer = HttpResponse(
        sign_pdf(found, language="en" if get_language() == "en" else "sv"),
        content_type="application/pdf",
    )
    answer["Content-Disposition"] = f'inline; filename="skylt-{found.id}.pdf"'
    return answer


@policy(PUBLIC)
def cameras_geojson(request: HttpRequest) -> JsonResponse:
    """Hand out the register as open data: GeoJSON (RFC 7946), WGS 84."""
    features = [_feature(each) for each in queries.public_cameras(at=now())]
    told = {"type": "FeatureCollection", "features": features}
    return JsonResponse(told, content_type="application/geo+json")


@policy(PUBLIC)
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Hand out the record's newest checkpoint (C2SP), for whoever keeps it as a witness."""
    return HttpResponse(records.checkpoint(), content_type="text/plain; charset=utf-8")


@policy(PUBLIC)
def key(request: HttpRequest) -> HttpResponse:
    """Hand out the key that signs checkpoints (C2SP signed-note)."""
    text = f"{records.verifier_key()}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _feature(found: PublicCamera) -> dict[str, object]:
    terms = found.terms
    return {
        "type": "Feature",
        "id": found.id,
        "geometry": {"type": "Point", "coordinates": [found.longitude, found.latitude]},
        "properties": {
            "id": found.id,
            "name": found.name,
            "controller": found.controller,
            "address": found.address,
            "kind_of_place": found.kind_of_place,
            "purposes": [purpose.code for purpose in terms.purposes],
            "audio": terms.uses.audio,
            "retention_hours": terms.retention_hours if terms.uses.record else 0,
            "from": terms.valid.first.isoformat(),
            "until": terms.valid.last.isoformat(),
            "review_by": terms.valid.review_by.isoformat(),
            "watched_area": found.watched_area,
            "url": terms.sign.url,
            "example": found.example,
        },
    }


def _mark(found: PublicCamera, url: str = "") -> CameraMark:
    return CameraMark(found.name, found.longitude, found.latitude, found.direction_deg, url)


def _map_of_all(cameras: list[PublicCamera]) -> Map | None:
    """Return the map of all cameras with what stands around them; None without a camera."""
    if not cameras:
        return None
    areas = [
        {"type": "Feature", "geometry": each.watched_area, "properties": {"label": each.name}}
        for each in cameras
    ]
    return Map(
        title=_("Where the cameras stand"),
        summary=_("Every camera, and the part of the place that it watches."),
        base=together(each.surroundings for each in cameras),
        area={"type": "FeatureCollection", "features": areas},
        cameras=[_mark(e, reverse("oversight:camera", args=[e.id])) for e in cameras],
    )


def _map_of_one(found: PublicCamera) -> Map:
    return Map(
        title=found.site,
        summary=_("Where the camera stands and what it watches."),
        base=found.surroundings,
        area={
            "type": "Feature",
            "geometry": found.watched_area,
            "properties": {"label": _("Watched area")},
        },
        cameras=[_mark(found)],
    )
