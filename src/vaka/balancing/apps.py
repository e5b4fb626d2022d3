from django.apps import AppConfig


class Balancing(AppConfig):
    name = "vaka.balancing"
    label = "balancing"
