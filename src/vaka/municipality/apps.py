from django.apps import AppConfig


class Municipality(AppConfig):
    name = "vaka.municipality"
    label = "municipality"
