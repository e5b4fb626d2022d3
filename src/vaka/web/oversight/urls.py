"""The addresses of account: `register/` is everybody's, `tillsyn/` the authority's."""

from django.urls import path

from vaka.web.oversight import disposing, public, views

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
]
