from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "sterke.gatherings"
    label = "gatherings"
