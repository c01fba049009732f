from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "sterke.connections"
    label = "connections"
