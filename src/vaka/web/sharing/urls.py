"""The addresses of the partner's page."""

from django.urls import path

from vaka.web.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.index, name="index"),
    path("nytt/", views.news, name="news"),
]
