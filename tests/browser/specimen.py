"""Pages that show every component, for the tests to look at; no part of the product."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.urls import include, path

from vaka.core.errors import Absent, BadInput, Conflict, Refused
from vaka.core.period import Period
from vaka.core.verdict import Verdict
from vaka.operation.queries import Offered
from vaka.operation.rules import Health
from vaka.web import charts
from vaka.web.maps import CameraMark, Map
from vaka.web.policy import PUBLIC, policy
from vaka.web.stages import Crumb

HERE = Path(__file__).parent


class Problem(forms.Form):
    """A form with one of each field."""

    place = forms.CharField(label="Plats", help_text="Torg, gata eller park.")
    kind = forms.ChoiceField(
        label="Slag", choices=[("a", "Torg"), ("b", "Park")], widget=forms.RadioSelect
    )
    board = forms.ChoiceField(label="Nämnd", choices=[("a", "Tekniska nämnden")])
    why = forms.CharField(label="Skäl", widget=forms.Textarea, required=False)
    read = forms.BooleanField(label="Jag har läst yttrandet", help_text="Det loggas.")


def _point(east: float, north: float) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"category": "Skadegörelse"},
        "geometry": {
            "type": "Point",
            "coordinates": [13 + east / 63000, 55.6 + north / 111320],
        },
    }


def _place() -> Map:
    points = [_point(20 * n, 13 * (n % 7)) for n in range(12)] + [_point(0, 0)] * 5
    return Map(
        "Torget",
        "17 problem.",
        points={"type": "FeatureCollection", "features": points},
        area={
            "type": "Polygon",
            "coordinates": [[[13, 55.6], [13.001, 55.6], [13, 55.601], [13, 55.6]]],
        },
        cameras=[CameraMark("Kamera 1", 13.0, 55.6, 45.0, "/")],
        unit="problem",
        credit="Exempeldata",
    )


def _figures() -> list[charts.Chart]:
    months = [charts.Month(f"{n} 25", None if n == 3 else n * 2.0) for n in range(1, 13)]
    week = [[(day * hour) % 9 for hour in range(24)] for day in range(7)]
    return [
        charts.CategoryBars(
            "Slag", "Mest klotter.", "problem", [charts.Bar("Klotter", 3, "natt")]
        ),
        charts.Months("Månader", "Fler.", "problem", months, [charts.Mark(4, "Belysning")]),
        charts.Lines(
            "Före och efter",
            "Lika.",
            "problem",
            [charts.Series("A", months), charts.Series("B", months)],
        ),
        charts.HourOfWeek(
            "Timmar", "Kväll.", "problem", week, frozenset({(4, 22)}), "beslutet"
        ),
        charts.Intervals(
            "Effekt", "Osäkert.", [charts.Interval("Torget", 0.8, 0.6, 1.1)], "färre", "fler"
        ),
    ]


@policy(PUBLIC)
def parts(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    form = Problem({"place": ""})
    form.is_valid()
    messages.success(request, "Sparat.")
    return HttpResponse(
        engines["django"]
        .from_string((HERE / "parts.html").read_text("utf-8"))
        .render(
            {
                "form": form,
                "page": Paginator(range(95), 10).page(3),
                "facts": [("Nämnd", "Tekniska nämnden")],
                "tones": ["ok", "warn", "refuse", "info", "idle", "live", "example"],
                "tabs": [{"label": "Översikt", "url": "#", "here": True}],
                "trail": [Crumb("Platser", "/")],
                "figures": _figures(),
                "place": _place(),
            },
            request,
        )
    )


@policy(PUBLIC)
def live(request: HttpRequest) -> HttpResponse:
    """Show a list that stays current."""
    return HttpResponse(
        engines["django"]
        .from_string((HERE / "live.html").read_text("utf-8"))
        .render({}, request)
    )


@policy(PUBLIC)
def player(request: HttpRequest) -> HttpResponse:
    """A player, whose ticket and pictures are the test's."""
    return HttpResponse(
        engines["django"]
        .from_string((HERE / "player.html").read_text("utf-8"))
        .render({}, request)
    )


@policy(PUBLIC)
def events(request: HttpRequest) -> StreamingHttpResponse:
    """Send what comes after the place that the page names."""
    after = request.headers.get("Last-Event-ID") or request.GET["after"]
    said = [
        f'id: 4\ndata: <li id="i-1"><a id="a-1" href="#">Larm 1, efter {after}</a></li>\n\n'
    ]
    said += ['id: 5\ndata: <li id="i-2" data-say="Nytt larm">Larm 2</li>\n\n']
    return StreamingHttpResponse(said if after == "3" else [], content_type="text/event-stream")


@policy(PUBLIC)
def problem(request: HttpRequest, status: int) -> HttpResponse:
    """Meet a known problem."""
    raise {
        400: BadInput("rad 14", "25:10 är ingen tid", "HH:MM"),
        403: Refused("person", "view", "camera", "outside-hours"),
        404: Absent("page", "here"),
        409: Conflict("decision", "superseded"),
    }[status]


@policy(PUBLIC)
def recorded(request: HttpRequest) -> HttpResponse:
    """Twenty seconds of a recording, and the strip of them."""
    noon = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    span = Period(noon, noon + timedelta(seconds=20))
    halves = noon + timedelta(seconds=12)
    day = charts.Day(
        "Kamera",
        "Vad som finns.",
        span,
        ZoneInfo("Europe/Stockholm"),
        [
            charts.Band(Period(noon, halves), "kept", "bevarat"),
            charts.Band(
                Period(halves, span.end), "fault", "inga bilder kom: förlorat på vägen"
            ),
        ],
        [("kept", "bevarat"), ("fault", "inga bilder kom")],
        charts.Seek("Gå till en tid", step=1),
    )
    template = engines["django"].from_string((HERE / "recorded.html").read_text("utf-8"))
    return HttpResponse(template.render({"day": day}, request))


@policy(PUBLIC)
def wall(request: HttpRequest) -> HttpResponse:
    """A wall of two cameras that may be shown and one that may not."""
    ok, no = (Verdict(permitted=each, reason="ok", until=None) for each in (True, False))
    offered = [
        Offered("camera-1", "Torget", Health.RECORDING, ok),
        Offered("camera-2", "Garaget", Health.STALLED, ok),
        Offered("camera-3", "Bron", Health.OUTSIDE_TERMS, no),
    ]
    told = [{"why": "", "health": "spelar in", "at_fault": False}] * 2
    told += [
        {"why": "Beslutet omfattar inte den här tiden.", "health": "av", "at_fault": False}
    ]
    page = Paginator(offered, 4).get_page(1)
    cells = list(zip(offered, told, strict=True))
    template = engines["django"].from_string((HERE / "wall.html").read_text("utf-8"))
    shown = {"page": page, "cells": cells, "size": 4, "sizes": (4, 9, 16), "trail": []}
    return HttpResponse(template.render(shown, request))


urlpatterns = [
    path("parts/", parts),
    path("live/", live),
    path("player/", player),
    path("recorded/", recorded),
    path("wall/", wall),
    path("events/", events),
    path("problem/<int:status>/", problem),
    path("behov/", include(([path("", parts, name="index")], "needs"))),
    path("", include("vaka.web.urls")),
]
