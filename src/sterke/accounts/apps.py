from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sterke.accounts"
    label = "accounts"
