"""The addresses of effect."""

from django.urls import path

from vaka.web.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:key>/", views.evaluation, name="evaluation"),
    path("<str:key>/rapport/", views.report, name="report"),
]
