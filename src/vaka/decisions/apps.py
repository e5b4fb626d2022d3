from django.apps import AppConfig


class Decisions(AppConfig):
    name = "vaka.decisions"
    label = "decisions"
