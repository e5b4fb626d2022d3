"""The addresses of account: `register/` is everybody's, `tillsyn/` the authority's."""

from django.urls import path

from vaka.web.oversight import (
    breaches,
    disclosing,
    disposing,
    own_pictures,
    public,
    requests,
    views,
)

app_name = "oversight"
urlpatterns = [
    path("register/", public.index, name="index"),
    path("register/cameras.geojson", public.cameras_geojson, name="cameras"),
    path("register/checkpoint", public.checkpoint, name="checkpoint"),
    path("register/key", public.key, name="key"),
    path("register/<str:key>/", public.camera, name="camera"),
    path("register/<str:key>/sign.pdf", public.sign, name="sign"),
    path("tillsyn/", views.inspection, name="inspection"),
    path("tillsyn/forteckning.csv", views.register, name="register"),
    path("tillsyn/file/", views.file, name="file"),
    path("tillsyn/gallring/", disposing.index, name="disposal"),
    path("tillsyn/gallring/<str:key>/", disposing.dispose, name="dispose"),
    path("tillsyn/record/", views.record, name="record"),
    path("tillsyn/record/erase/", views.erase, name="erase"),
    path("tillsyn/requests/", requests.requests, name="requests"),
    path("tillsyn/disclosures/new/", disclosing.new, name="new-disclosure"),
    path("tillsyn/disclosures/<str:key>/", disclosing.disclosure, name="disclosure"),
    path("tillsyn/disclosures/<str:key>/review/", disclosing.review, name="review"),
    path("tillsyn/disclosures/<str:key>/hand-out/", disclosing.hand_out, name="hand-out"),
    path("tillsyn/disclosures/<str:key>/paper.pdf", disclosing.paper, name="decision"),
    path("tillsyn/own-pictures/new/", own_pictures.new, name="new-access-request"),
    path("tillsyn/own-pictures/<str:key>/", own_pictures.access_request, name="access-request"),
    path("tillsyn/own-pictures/<str:key>/identity/", own_pictures.identify, name="identify"),
    path("tillsyn/own-pictures/<str:key>/extension/", own_pictures.extend, name="extend"),
    path("tillsyn/own-pictures/<str:key>/answer/", own_pictures.answer, name="answer"),
    path("tillsyn/own-pictures/<str:key>/erase/", own_pictures.erase, name="erase-requester"),
    path("tillsyn/own-pictures/<str:key>/paper.pdf", own_pictures.paper, name="access-answer"),
    path("tillsyn/breaches/", breaches.breaches, name="breaches"),
    path("tillsyn/breaches.csv", breaches.register, name="breach-register"),
    path("tillsyn/breaches/new/", breaches.new, name="new-breach"),
    path("tillsyn/breaches/<str:key>/", breaches.breach, name="breach"),
    path("tillsyn/breaches/<str:key>/known/", breaches.amend, name="amend-breach"),
    path("tillsyn/breaches/<str:key>/notice/", breaches.notify, name="notify-breach"),
    path(
        "tillsyn/breaches/<str:key>/no-notice/",
        breaches.leave_unnotified,
        name="leave-unnotified",
    ),
    path("tillsyn/breaches/<str:key>/told/", breaches.tell, name="tell-persons"),
    path("tillsyn/breaches/<str:key>/untold/", breaches.leave_untold, name="leave-untold"),
]
