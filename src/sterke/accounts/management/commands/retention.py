from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from sterke.accounts.retention import keep_time_limits


class Command(BaseCommand):
    help = "Remove what has passed its time limit. --dry-run only counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        for purpose, label, count in keep_time_limits(dry_run=options["dry_run"]):
            self.stdout.write(f"{purpose}: {label}: {count}")
