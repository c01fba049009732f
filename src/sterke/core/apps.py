from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_noop

# Words of Django's own that its bokmål lacks: named here, they stand in our catalogue.
LACKING = [gettext_noop("- Select an option -")]


class CoreConfig(AppConfig):
    name = "sterke.core"
    label = "core"

    def ready(self) -> None:
        # Each room says in house.py what it gives the whole house, in office.py which registers the office shows,
        # in pieces.py what it draws on the pages of the office.
        autodiscover_modules("house", "office", "pieces")
