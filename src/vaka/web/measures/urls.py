"""The addresses of measures."""

from django.urls import path

from vaka.web.measures import shared, views

app_name = "measures"
urlpatterns = [
    path("", views.index, name="index"),
    path("evidence/", views.evidence, name="evidence"),
    path("together/", shared.shared, name="shared"),
    path("together/take-in/", shared.take_in, name="take-in"),
    path("together/export/", shared.export, name="export"),
    path("<str:key>/", views.site, name="site"),
    path("<str:key>/add/", views.add, name="add"),
]
