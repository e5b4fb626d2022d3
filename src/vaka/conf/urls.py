"""Every address: the pages, the API."""

from django.urls import include, path

from vaka.api import api

urlpatterns = [
    path("api/", api.urls),
    path("", include("vaka.web.urls")),
]
