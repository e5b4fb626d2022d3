"""The addresses of measures."""

from django.urls import path

from vaka.web.measures import views

app_name = "measures"
urlpatterns = [
    path("", views.index, name="index"),
    path("evidence/", views.evidence, name="evidence"),
    path("<str:key>/", views.site, name="site"),
    path("<str:key>/add/", views.add, name="add"),
]
