from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "sterke.exchange"
    label = "exchange"
