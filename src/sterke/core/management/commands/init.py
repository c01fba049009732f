"""``sterke init --profile NAME``: an empty working cluster. Run again after an update: it adds, it destroys nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils.module_loading import autodiscover_modules

from sterke.core import profile
from sterke.core.search import index


class Command(BaseCommand):
    help = "Make an empty cluster from a profile, or bring one up to date. Never overwrites what was edited."
    requires_system_checks = []  # must work when something else does not

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--profile", required=True, help="the name of a shipped profile, or the path of a profile.toml"
        )
        parser.add_argument("--secretary", default="", help="e-mail address of the first person in the secretariat")

    def handle(self, *args: Any, profile: str, secretary: str, **options: Any) -> None:
        opening = read_opening(profile, secretary)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        for line in open_all(opening):
            self.stdout.write(line)
        index.sync_all()


def read_opening(name: str, secretary: str) -> profile.Opening:
    if secretary:
        try:
            validate_email(secretary)
        except ValidationError as error:
            raise CommandError(f"“{secretary}” is not an e-mail address. Nothing was changed.") from error
    try:
        return profile.Opening(profile.read(profile.find(name)), secretary)
    except profile.ProfileProblem as problem:
        raise CommandError("\n".join([*problem.errors, "Nothing was changed."])) from problem


def open_all(opening: profile.Opening) -> list[str]:
    autodiscover_modules("profile")
    try:
        with transaction.atomic():
            profile.open_cluster(opening)
    except profile.ProfileProblem as problem:
        raise CommandError("\n".join(problem.errors)) from problem
    return opening.done
