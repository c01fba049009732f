from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "sterke.directory"
    label = "directory"
