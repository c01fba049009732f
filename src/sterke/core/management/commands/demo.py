"""``sterke demo``: a living cluster of invented companies and people. Only into an empty database."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from sterke.core import backup, demo, profile
from sterke.core.house import house
from sterke.core.models import Cluster
from sterke.core.search import index

from .init import open_all, read_opening

COUNTED = [
    ("directory.organisation", "organisations"),
    ("directory.person", "people"),
    ("accounts.user", "accounts"),
    ("membership.membership", "memberships"),
    ("membership.networkseat", "network seats"),
    ("membership.appointment", "appointments"),
    ("membership.membershipapplication", "applications"),
    ("core.activity", "lines of history"),
]


class Command(BaseCommand):
    help = "Load the demo cluster into an empty database. The same each time; everything in it is invented and marked."
    requires_system_checks = []  # must work when something else does not

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profile", default="7sterke", help="the profile whose demo.toml is loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        if not backup.is_empty():
            raise CommandError(
                "A cluster lives here already. The demo goes into an empty database only. Nothing was changed."
            )
        opening = read_opening(options["profile"], "")
        words = profile.find(options["profile"]).with_name("demo.toml")
        if not words.is_file():
            raise CommandError(f"The profile {options['profile']} has no demo.toml. Nothing was changed.")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        autodiscover_modules("demo")
        with transaction.atomic(), translation.override("nb"):
            open_all(opening)
            world = demo.new_world(words)
            for _order, load in sorted(house.demos, key=lambda pair: pair[0]):
                load(world)
            if not settings.DEMO:  # the letters of the demo are for the inbox page, not for the post
                Cluster.objects.update(mail_held=True)
        index.sync_all()
        counts = [f"{apps.get_model(label).objects.count()} {words}" for label, words in COUNTED]
        self.stdout.write(f"Demo cluster {Cluster.current()}: {', '.join(counts)}.")
        if not settings.DEMO:
            self.stdout.write("STERKE_DEMO is not set: there is no one-click sign-in, and outgoing mail is held.")
