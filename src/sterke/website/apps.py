from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "sterke.website"
    label = "website"
