from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "sterke.publishing"
    label = "publishing"
