from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sterke.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import checks  # noqa: F401
