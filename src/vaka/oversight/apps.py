from django.apps import AppConfig


class Oversight(AppConfig):
    name = "vaka.oversight"
    label = "oversight"
