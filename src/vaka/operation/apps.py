from django.apps import AppConfig


class Operation(AppConfig):
    name = "vaka.operation"
    label = "operation"
