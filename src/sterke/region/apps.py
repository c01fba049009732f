from django.apps import AppConfig


class RegionConfig(AppConfig):
    name = "sterke.region"
    label = "region"
