from django.apps import AppConfig


class AdvocacyConfig(AppConfig):
    name = "sterke.advocacy"
    label = "advocacy"
