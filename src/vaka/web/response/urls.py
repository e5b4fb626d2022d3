"""The addresses of the safety centre's pages."""

from django.urls import path

from vaka.web.response import console, events, pages, transmitters, warnings

app_name = "response"
urlpatterns = [
    path("", pages.index, name="index"),
    path("konsol/", console.console, name="console"),
    path("konsol/strom/", events.events, name="events"),
    path("konsol/<str:key>/", console.part, name="panel"),
    path("handelser/<str:key>/", pages.incident, name="incident"),
    path("handelser/<str:key>/kvittera/", console.acknowledge, name="acknowledge"),
    path("handelser/<str:key>/steg/", console.check, name="check"),
    path("handelser/<str:key>/logg/", console.write, name="write"),
    path("handelser/<str:key>/avsluta/", console.close, name="close"),
    path("sandare/", transmitters.index, name="transmitters"),
    path("sandare/ny/", transmitters.register, name="register-transmitter"),
    path("sandare/<str:key>/", transmitters.end, name="end-transmitter"),
    path("varningar/", warnings.index, name="warnings"),
    path("kort/", pages.cards, name="cards"),
    path("kort/nytt/", pages.publish, name="publish"),
    path("kort/<str:key>/", pages.card, name="card"),
]
