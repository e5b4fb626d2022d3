from django.apps import AppConfig


class Response(AppConfig):
    name = "vaka.response"
    label = "response"
