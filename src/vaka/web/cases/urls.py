"""The addresses of cases."""

from django.urls import path

from vaka.web.cases import views

app_name = "cases"
urlpatterns = [
    path("", views.index, name="index"),
    path("nytt/", views.open_case, name="open"),
    path("<str:key>/", views.case, name="case"),
    path("<str:key>/remiss/", views.refer, name="refer"),
    path("<str:key>/remiss/<str:referral>/", views.give_opinion, name="opinion"),
    path("<str:key>/beslut/", views.resolve, name="resolve"),
]
