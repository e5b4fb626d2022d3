from django.apps import AppConfig


class Evaluation(AppConfig):
    name = "vaka.evaluation"
    label = "evaluation"
