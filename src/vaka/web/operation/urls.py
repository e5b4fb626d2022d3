"""The addresses of operation."""

from django.urls import path

from vaka.web.operation import views

app_name = "operation"
urlpatterns = [
    path("", views.index, name="index"),
    path("register/", views.register, name="register"),
    path("tickets/<str:ticket>/", views.end_of_view, name="end"),
    path("<str:key>/", views.camera, name="camera"),
    path("<str:key>/live/", views.live, name="live"),
    path("<str:key>/ticket/", views.ticket, name="ticket"),
    path("<str:key>/stream/", views.stream, name="stream"),
]
