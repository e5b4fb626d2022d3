"""The addresses of need."""

from django.urls import path

from vaka.web.needs import views

app_name = "needs"
urlpatterns = [
    path("", views.index, name="index"),
    path("import/", views.import_file, name="import"),
    path("police/", views.police, name="police"),
    path("<str:key>/", views.site, name="site"),
    path("<str:key>/behov/", views.state, name="state"),
]
