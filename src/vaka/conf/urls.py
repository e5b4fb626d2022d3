"""Every address: the pages, the API."""

from django.urls import include, path

from vaka.api import api

# A path that nobody has looks like a thing that is not there.
handler404 = "vaka.web.home.views.absent"
urlpatterns = [
    path("api/", api.urls),
    path("", include("vaka.web.urls")),
]
