from django.apps import AppConfig


class Measures(AppConfig):
    name = "vaka.measures"
    label = "measures"
