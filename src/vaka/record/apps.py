from django.apps import AppConfig


class Record(AppConfig):
    name = "vaka.record"
    label = "record"
