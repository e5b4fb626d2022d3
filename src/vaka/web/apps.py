from django.apps import AppConfig


class Web(AppConfig):
    name = "vaka.web"
    label = "web"
