"""The addresses of effect."""

from django.urls import path

from vaka.web.evaluation import reporting, views

app_name = "evaluation"
urlpatterns = [
    path("", views.index, name="index"),
    path("plan/", views.plan, name="plan"),
    path("rapport/", reporting.choose, name="account"),
    path("<str:key>/", views.evaluation, name="evaluation"),
    path("<str:key>/rapport/", views.report, name="report"),
    path("<str:key>/antal/", views.counts, name="counts"),
    path("<str:key>/avvikelse/", views.break_plan, name="break-plan"),
]
