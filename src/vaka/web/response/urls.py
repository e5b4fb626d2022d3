"""The addresses of the safety centre's pages."""

from django.urls import path

from vaka.web.response import (
    calling,
    console,
    events,
    figures,
    pages,
    rules,
    shifts,
    transmitters,
)

app_name = "response"
urlpatterns = [
    path("", pages.index, name="index"),
    path("konsol/", console.console, name="console"),
    path("konsol/strom/", events.events, name="events"),
    path("konsol/<str:key>/", console.part, name="panel"),
    path("handelser/<str:key>/", pages.incident, name="incident"),
    path("handelser/<str:key>/kvittera/", console.acknowledge, name="acknowledge"),
    path("handelser/<str:key>/bedom/", console.verify, name="verify"),
    path("handelser/<str:key>/skicka/", console.dispatch, name="dispatch"),
    path("handelser/<str:key>/steg/", console.check, name="check"),
    path("handelser/<str:key>/logg/", console.write, name="write"),
    path("handelser/<str:key>/avsluta/", console.close, name="close"),
    path("sandare/", transmitters.index, name="transmitters"),
    path("sandare/ny/", transmitters.register, name="register-transmitter"),
    path("sandare/<str:key>/", transmitters.end, name="end-transmitter"),
    path("statistik/", figures.index, name="figures"),
    path("pass/", shifts.index, name="shifts"),
    path("pass/borja/", shifts.begin, name="begin-shift"),
    path("pass/<str:key>/sluta/", shifts.end, name="end-shift"),
    path("pass/<str:key>/mottagen/", shifts.receive, name="receive-handover"),
    path("centralen/", pages.centre, name="centre"),
    path("regler/", rules.index, name="rules"),
    path("regler/<str:kind>/", rules.publish, name="publish-rule"),
    path("larmplan/", calling.index, name="call-out-plan"),
    path("larmplan/ny/", calling.plan, name="plan-call-out"),
    path("larmplan/<str:key>/", calling.end, name="end-call-out"),
    path("kontakter/ny/", calling.add_contact, name="add-contact"),
    path("kontakter/<str:key>/", calling.end_contact, name="end-contact"),
    path("kort/", pages.cards, name="cards"),
    path("kort/nytt/", pages.publish, name="publish"),
    path("kort/<str:key>/", pages.card, name="card"),
]
