"""The addresses of operation."""

from django.urls import path

from vaka.web.operation import (
    footage,
    health,
    holds,
    pictures,
    placing,
    redaction,
    views,
    wall,
)

app_name = "operation"
urlpatterns = [
    path("", views.index, name="index"),
    path("register/", placing.register, name="register"),
    path("wall/", wall.wall, name="wall"),
    path("wall/state/", wall.wall_state, name="wall-state"),
    path("health/", health.health, name="health"),
    path("work/<str:key>/done/", health.report_done, name="work-done"),
    path("tickets/<str:ticket>/", pictures.end_of_view, name="end"),
    path("footage/<str:key>/", footage.footage, name="footage"),
    path("footage/<str:key>/approve/", footage.approve, name="approve-footage"),
    path("footage/<str:key>/ticket/", footage.footage_ticket, name="footage-ticket"),
    path("footage/<str:key>/copy/", footage.copy, name="copy"),
    path("footage/<str:key>/stream/", footage.footage_stream, name="footage-stream"),
    path("footage/<str:key>/redaction/", redaction.begin, name="begin-redaction"),
    path("redactions/<str:key>/", redaction.redaction, name="redaction"),
    path(
        "redactions/<str:key>/picture/<int:number>/",
        redaction.picture,
        name="redaction-picture",
    ),
    path("redactions/<str:key>/change/", redaction.change, name="redaction-change"),
    path("redactions/<str:key>/ticket/", redaction.ticket, name="redaction-ticket"),
    path("redactions/<str:key>/stream/", redaction.stream, name="redaction-stream"),
    path("redactions/<str:key>/release/", redaction.release, name="redaction-release"),
    path("redactions/<str:key>/copy/", redaction.copy, name="redaction-copy"),
    path("<str:key>/", views.camera, name="camera"),
    path("<str:key>/view/", views.confirm_view, name="confirm-view"),
    path("<str:key>/replace/", views.replace, name="replace"),
    path("<str:key>/address/", placing.address, name="address"),
    path("<str:key>/device/", placing.device_address, name="device-address"),
    path("<str:key>/small-stream/", placing.small_stream, name="small-stream"),
    path("<str:key>/place/", placing.place, name="place"),
    path("<str:key>/down/", placing.take_down, name="take-down"),
    path("<str:key>/live/", pictures.live, name="live"),
    path("<str:key>/recordings/", footage.recordings, name="recordings"),
    path("<str:key>/work/", health.work, name="work"),
    path("<str:key>/holds/", holds.holds, name="holds"),
    path("holds/<str:key>/lift/", holds.lift, name="lift-hold"),
    path("<str:key>/ticket/", pictures.ticket, name="ticket"),
    path("<str:key>/stream/", pictures.stream, name="stream"),
]
