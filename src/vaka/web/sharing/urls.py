"""The addresses of the partner's page."""

from django.urls import path

from vaka.web.sharing import pictures, views

app_name = "sharing"
urlpatterns = [
    path("", views.index, name="index"),
    path("nytt/", views.news, name="news"),
    path("biljett/<str:ticket>/", pictures.end_of_view, name="end"),
    path("<str:incident>/<str:camera>/", pictures.live, name="live"),
    path("<str:incident>/<str:camera>/biljett/", pictures.ticket, name="ticket"),
    path("<str:incident>/<str:camera>/bild/", pictures.stream, name="stream"),
]
