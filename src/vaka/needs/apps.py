from django.apps import AppConfig


class Needs(AppConfig):
    name = "vaka.needs"
    label = "needs"
