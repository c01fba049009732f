"""``sterke prepare``: bring database, translations and static files up to this version of the code."""

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.core.management import BaseCommand, call_command, get_commands
from django.core.management.base import CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sterke.core import pdf
from sterke.core.models import Cluster
from sterke.core.search import index


class Command(BaseCommand):
    help = "Bring the database, the translations and the static files up to this version of the code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo cluster if the database is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("messages", "--compile")  # before anything writes words of ours into the database
        migrate()
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        with suppress(pdf.NotSet):  # else the first paper does it, and says what is wrong
            pdf.unpack_fonts()
        if options["demo"] and not Cluster.objects.exists() and "demo" in get_commands():
            call_command("demo")
        elif Cluster.objects.exists():
            index.sync_all()


def migrate() -> None:
    """All migrations. On a new database those of the libraries come first: Django works out each of their many steps
    with all models it knows by then, and ours would make it half as slow again."""
    executor = MigrationExecutor(connection)
    if "wagtailcore" not in {app for app, _name in executor.loader.applied_migrations}:
        ours = {config.label for config in apps.get_app_configs() if config.name.startswith("sterke.")}
        executor.migrate([node for node in executor.loader.graph.leaf_nodes() if node[0] not in ours])
    call_command("migrate", interactive=False, verbosity=0)
