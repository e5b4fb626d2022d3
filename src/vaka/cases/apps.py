from django.apps import AppConfig


class Cases(AppConfig):
    name = "vaka.cases"
    label = "cases"
