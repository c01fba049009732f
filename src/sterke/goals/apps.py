from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "sterke.goals"
    label = "goals"
